"""A process that has loaded the app already, and forks a server from itself in a moment.

To load it takes a second of work, and the tests start a hundred servers. From there on a server
does what `python -m lms.server` does, which tests/server starts as it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


class Nursery:
    """The parent of the servers of one test process; when that is gone, all of them stop."""

    def __init__(self) -> None:
        self._helper = subprocess.Popen(
            [sys.executable, "-m", "tests._nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.pid = self._helper.pid

    def spawn(self, arguments: list[str], environ: dict[str, str], log: Path) -> psutil.Process:
        """`python -m lms.server` with these arguments; both streams are appended to `log`."""
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        print(json.dumps([arguments, environ, str(log)]), file=self._helper.stdin, flush=True)
        return psutil.Process(int(self._helper.stdout.readline()))


@cache
def nursery() -> Nursery:
    """That of this test process; the first who asks starts it."""
    return Nursery()


# --- the process itself ---


def main() -> None:
    """Answer each line, until there is no more, with the id of a new process."""
    import granian  # noqa: F401

    from lms import cli, server  # noqa: F401  with every room of the app

    signal.signal(signal.SIGCHLD, lambda *_: _bury())
    for line in sys.stdin:
        arguments, environ, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(arguments, environ, log)
            server.main()
            sys.exit()
        print(pid, flush=True)


def _become(arguments: list[str], environ: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["lms.server", *arguments]
    nothing = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for old, new in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(old, new)


def _bury() -> None:
    """Take note of who has died, so that no zombies stay."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main()
