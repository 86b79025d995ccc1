"""The load: a few keep-alive connections in a process of their own, one request at a time on each.

A small client on raw sockets takes less of the machine than a package would; what it does take is
in the result. `run` starts it with a plan; `python -m bench.load` is that process.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

GRACE = 15.0  # seconds that answers may take after the last request has gone out


@dataclass(frozen=True)
class Script:
    """What one connection sends, again and again.

    With `numbers` it saves answers: `{number}` in the head is each of them in turn, and the body
    has a new key and the revision that is right after `given` earlier answers.
    """

    head: str
    status: int = 200
    body: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    given: int = 0


@dataclass(frozen=True)
class Load:
    """What came of it. `sent` counts per script, `cpu` is the client's own processor time."""

    seconds: float
    sent: list[int]
    cpu: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return sum(self.sent) / self.seconds


def run(port: int, scripts: list[Script], seconds: float) -> Load:
    """Keep all connections busy for so long. RuntimeError when any answer is not the right one."""
    plan = {"port": port, "seconds": seconds, "scripts": [vars(script) for script in scripts]}
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, input=json.dumps(plan).encode(), capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr.decode().strip() or "the load client has stopped")
    return Load(**json.loads(done.stdout))


def requests(script: Script) -> Iterator[bytes]:
    """The requests of one connection, without end."""
    if not script.numbers:
        whole = script.head.encode()
        while True:
            yield whole
    turn = script.given
    while True:
        number = script.numbers[turn % len(script.numbers)]
        revision = turn // len(script.numbers)
        choices = script.choices[str(number)]
        body = urlencode(
            {
                **script.body,
                "answer": choices[revision % len(choices)],
                "revision": revision,
                "key": os.urandom(16).hex(),
            }
        )
        head = script.head.replace("{number}", str(number))
        yield f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        turn += 1


class Connection:
    """One socket, with at most one request under way."""

    def __init__(self, port: int, script: Script, selector: selectors.BaseSelector) -> None:
        self.sent = 0
        self._port = port
        self._status = f" {script.status} ".encode()
        self._requests = requests(script)
        self._selector = selector
        self._socket: socket.socket | None = None

    def send(self) -> None:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(self._socket, selectors.EVENT_READ, self)
        self._data = b""
        self._missing = -1
        self._socket.sendall(next(self._requests))

    def receive(self) -> bool:
        """Take what has come; True when the answer is whole."""
        assert self._socket is not None
        data = self._socket.recv(262_144)
        if not data:
            raise RuntimeError("the server closed a connection in the middle of an answer")
        if self._missing < 0:
            self._data += data
            if not self._read_head():
                return False
        else:
            self._missing -= len(data)
        if self._missing > 0:
            return False
        self.sent += 1
        if self._closes:
            self._close()
        return True

    def _read_head(self) -> bool:
        head, end, body = self._data.partition(b"\r\n\r\n")
        if not end:
            return False
        if self._status not in head[:16]:
            raise RuntimeError(f"not the right answer: {self._data[:600].decode(errors='replace')}")
        head = head.lower()
        _, found, length = head.partition(b"content-length:")
        if not found:
            raise RuntimeError("an answer without a length cannot be counted")
        self._missing = int(length.split(b"\r\n", 1)[0]) - len(body)
        self._closes = b"connection: close" in head
        return True

    def _close(self) -> None:
        assert self._socket is not None
        self._selector.unregister(self._socket)
        self._socket.close()
        self._socket = None


def work(plan: dict[str, Any]) -> Load:
    """Send until the time is over, then wait for the answers that are under way."""
    selector = selectors.DefaultSelector()
    connections = [
        Connection(plan["port"], Script(**script), selector) for script in plan["scripts"]
    ]
    begin, used = time.monotonic(), time.process_time()
    end = begin + plan["seconds"]
    for connection in connections:
        connection.send()
    waiting = len(connections)
    while waiting:
        for key, _ in selector.select(timeout=1):
            if not key.data.receive():
                continue
            if time.monotonic() < end:
                key.data.send()
            else:
                waiting -= 1
        if time.monotonic() > end + GRACE:
            raise RuntimeError(f"{waiting} requests got no answer")
    seconds = time.monotonic() - begin
    sent = [connection.sent for connection in connections]
    return Load(seconds, sent, time.process_time() - used)


def main() -> None:
    try:
        print(json.dumps(vars(work(json.load(sys.stdin)))))
    except (OSError, RuntimeError) as error:
        sys.exit(f"The load client: {error}")


if __name__ == "__main__":
    main()
