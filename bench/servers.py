"""Real server processes, stopped again whatever happens."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from lms.server import check_port

WORKERS = 2
START_TIMEOUT = 60.0
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """Processor time of all its processes so far, in seconds."""
        times = (process.cpu_times() for process in self.processes())
        return sum(time.user + time.system for time in times)

    def workers(self) -> list[psutil.Process]:
        """The processes that hold the app: those at the end of the tree."""
        return [process for process in self.processes() if not process.children()]

    def processes(self) -> list[psutil.Process]:
        """All that belongs to it."""
        return [self.process, *self.process.children(recursive=True)]


def own(target: str, port: int) -> list[str]:
    """The server process of `lms serve`, with any app."""
    place = ["127.0.0.1", str(port), str(WORKERS), target, str(os.getpid())]
    return [sys.executable, "-m", "lms.server", *place]


def app(port: int) -> list[str]:
    """`lms serve` itself."""
    return [str(Path(sys.executable).with_name("lms")), "serve", "--port", str(port)]


@contextlib.contextmanager
def serving(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[Server]:
    """Start, wait for /health, stop with everything below it. A failure shows what it has said."""
    check_port("127.0.0.1", port)
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**_plain_environment(), **environment},
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            _wait(child, port)
            yield Server(port, psutil.Process(child.pid))
        except Exception:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace")[-3000:])
            raise
        finally:
            _stop(child)


def _plain_environment() -> dict[str, str]:
    """Settings of whoever runs this must not change what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"the server on port {port} did not start")
        if _healthy(port):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server on port {port} did not answer in {START_TIMEOUT:.0f} seconds")


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(child: subprocess.Popen[bytes]) -> None:
    below = []
    with contextlib.suppress(psutil.Error):
        below = psutil.Process(child.pid).children(recursive=True)
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    _, alive = psutil.wait_procs(below, timeout=5)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
