"""Apps small enough to test the server with, and the command that serves one of them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable

from lms.errors import ConfigError
from lms.server import ServerError, serve

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def app(environ: dict[str, str], start_response: StartResponse) -> Iterable[bytes]:
    """Answer every path with the number of the process; /slow takes its time."""
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


def __getattr__(name: str) -> object:
    """`broken` stands for an app that refuses to start, `endless` for one that takes its time."""
    if name == "broken":
        raise ConfigError("courses/x.md:3: this lesson has no title")
    if name == "endless":
        print("loading", flush=True)
        time.sleep(60)
    raise AttributeError(name)


if __name__ == "__main__":
    port, workers, target = sys.argv[1:]
    try:
        serve(
            host="127.0.0.1",
            port=int(port),
            workers=int(workers),
            app_target=f"tests.server.tiny_app:{target}",
            on_ready=lambda address: print("ready", address, flush=True),
        )
    except ServerError as error:
        sys.exit(f"{error.code}: {error}")
