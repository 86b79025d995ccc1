"""Real processes: what starts, what it says, and that nothing stays behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from lms.server import STOP_TIMEOUT

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0

pytestmark = pytest.mark.processes


class Server:
    """`serve` in a process, with everything it printed."""

    def __init__(self, port: int, *, target: str = "app", workers: int = 2) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.tiny_app", str(port), str(workers), target],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.family: list[psutil.Process] = []

    def wait_until_ready(self) -> str:
        line = self.process.stdout.readline().strip()
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return line

    def get(self, path: str = "/") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def finish(self) -> tuple[int, str]:
        """Wait for the end; return the exit status and what stood on standard error."""
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors

    def leftovers(self) -> list[psutil.Process]:
        _, alive = psutil.wait_procs(self.family, timeout=PATIENCE)
        return alive

    def destroy(self) -> None:
        for process in self.family:
            if process.is_running():
                process.kill()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(free_port: int) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def _start(**options: object) -> Server:
        started.append(Server(free_port, **options))
        return started[-1]

    yield _start
    for server in started:
        server.destroy()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_answers_when_it_says_that_it_is_ready(start) -> None:
    server = start()
    assert server.wait_until_ready() == f"ready http://localhost:{server.port}"
    workers = {process.pid for process in server.family}
    assert int(server.get()) in workers


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_it_cleanly(start, number: int) -> None:
    server = start()
    server.wait_until_ready()
    server.process.send_signal(number)
    assert server.finish() == (0, "")
    assert server.leftovers() == []
    assert is_free(server.port)


def test_the_request_at_hand_is_still_answered(start) -> None:
    server = start(workers=1)
    server.wait_until_ready()
    answers: list[str] = []
    visitor = threading.Thread(target=lambda: answers.append(server.get("/slow")))
    visitor.start()
    time.sleep(0.3)
    server.process.terminate()
    visitor.join(PATIENCE)
    assert answers
    assert answers[0].isdigit()
    assert server.finish() == (0, "")


def test_stopping_before_it_is_ready_leaves_nothing_behind(start) -> None:
    server = start()
    child = psutil.Process(server.process.pid)
    wait_for(lambda: bool(child.children()))
    server.family = child.children(recursive=True)
    server.process.terminate()
    assert server.finish()[0] == 0
    assert server.leftovers() == []


def test_a_worker_that_still_loads_stops_at_once(start) -> None:
    server = start(target="endless", workers=1)
    assert server.wait_until_ready() == "loading"
    begun = time.monotonic()
    server.process.terminate()
    assert server.finish()[0] == 0
    assert time.monotonic() - begun < STOP_TIMEOUT, "it had to be killed"
    assert server.leftovers() == []


def test_a_killed_parent_leaves_no_worker_behind(start) -> None:
    server = start()
    server.wait_until_ready()
    os.kill(server.process.pid, signal.SIGKILL)
    assert server.leftovers() == []
    assert is_free(server.port)


def test_a_killed_worker_is_replaced(start) -> None:
    server = start(workers=1)
    server.wait_until_ready()
    first = int(server.get())
    os.kill(first, signal.SIGKILL)

    def another_answers() -> bool:
        try:
            return int(server.get()) != first
        except (OSError, http.client.HTTPException):
            return False

    wait_for(another_answers)


def test_a_busy_port_is_named_with_the_way_out(start, free_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        status, errors = start().finish()
    assert status == 1
    assert errors.startswith(f"port-busy: Port {free_port} is in use")
    assert f"PORT={free_port + 1} make run" in errors


def test_an_app_that_refuses_to_start_stops_everything(start) -> None:
    server = start(target="broken", workers=1)
    status, errors = server.finish()
    assert status == 1
    lines = errors.strip().splitlines()
    assert lines == [
        "courses/x.md:3: this lesson has no title",
        "server: The server could not start: put right what the lines above say, and start again.",
    ]
