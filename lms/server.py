"""Serving the app: granian in a process of its own, with worker processes below it.

The caller stays the parent. When it stops, or is killed outright, everything below it goes too.
"""

from __future__ import annotations

import contextlib
import gc
import http.client
import importlib
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from lms.errors import LmsError

START_TIMEOUT = 60.0  # seconds until /health must have answered
STOP_TIMEOUT = 10  # seconds a worker gets to finish its last request
QUEUE_PER_WORKER = 2048
"""Connections a worker takes on before others wait: phones in a live session keep theirs open."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  compared, not bound
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class ServerError(LmsError):
    """The server cannot start or has stopped by itself; the text says what to do."""

    code = "server"


class PortBusy(ServerError):
    """Another program listens on the port."""

    code = "port-busy"


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    app_target: str = "lms.wsgi:app",
    on_ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP; call `on_ready(address)` once /health answers.

    Call it from the main thread. Raises PortBusy or another ServerError.
    """
    check_port(host, port)
    command = [sys.executable, "-m", "lms.server", host, str(port), str(workers), app_target]
    with stop_signals() as stopping:
        child = _spawn([*command, str(os.getpid())], port)
        try:
            _wait_until_ready(child, host, port, stopping)
            if not stopping.is_set():
                child.send_signal(signal.SIGUSR1)
                on_ready(f"http://{_url_host(host)}:{port}")
            while not stopping.wait(0.5):
                if child.poll() is not None:
                    raise ServerError(
                        "The server has stopped by itself: the lines above say why; start it again."
                    )
        finally:
            _stop(child)


@contextlib.contextmanager
def worker_beside(port: int) -> Iterator[None]:
    """A worker (see `lms.worker`) while the block lasts; it stops with this process."""
    child = _spawn([sys.executable, "-m", "lms.worker", str(os.getpid())], port)
    try:
        yield
    finally:
        _stop(child)


def _spawn(command: list[str], port: int) -> subprocess.Popen[bytes]:
    """A session of its own keeps Ctrl-C from reaching the processes below before their turn. They
    write the address of the app into letters, so they know the port."""
    environ = {**os.environ, "PORT": str(port)}
    return subprocess.Popen(command, start_new_session=True, env=environ)  # noqa: S603


def check_port(host: str, port: int) -> None:
    """Raise PortBusy when somebody listens there, ServerError when it may not be used at all."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host or None, port, type=1)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError as error:
        raise ServerError(
            f"Port {port} is reserved for the system: take one above 1023, for example"
            " PORT=8000 make run."
        ) from error
    except socket.gaierror as error:
        raise ServerError(
            f"{host!r} is not an address of this machine: set LMS_HOST to one, or leave it out."
        ) from error
    except OSError as error:
        other = port + 1 if port < 65535 else port - 1
        raise PortBusy(
            f"Port {port} is in use by another program: stop that one, or take another port:"
            f" PORT={other} make run."
        ) from error


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that a stop signal sets, while the block lasts."""
    stopping = threading.Event()
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stopping.set())
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_until_ready(
    child: subprocess.Popen[bytes], host: str, port: int, stopping: threading.Event
) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not stopping.wait(0.1):
        if child.poll() is not None:
            raise ServerError(
                "The server could not start: put right what the lines above say, and start again."
            )
        if _is_healthy(host, port):
            return
        if time.monotonic() > deadline:
            raise ServerError(
                f"The server did not answer within {START_TIMEOUT:.0f} seconds: see the lines above"
                " and start again."
            )


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _url_host(host: str) -> str:
    """What people type: a passkey, for one, works on `localhost` and not on its number."""
    if host in ANYWHERE or host in ANYWHERE.values():
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(STOP_TIMEOUT + 5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


# --- the process below: granian, and its workers ---


def main() -> None:
    """`python -m lms.server HOST PORT WORKERS TARGET PARENT`, started by `serve` only."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    host, port, workers, target, parent = sys.argv[1:]
    stop_with_parent(int(parent))
    os.environ["PORT"] = port  # the app in the workers makes addresses with it
    _load_once(target)
    server = Granian(
        target,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        # One: threads of one process only fight over the interpreter lock.
        blocking_threads=1,
        backpressure=QUEUE_PER_WORKER,
        http1_settings=HTTP1Settings(keep_alive=True),
        log_level=LogLevels.error,
        log_access=False,
        workers_kill_timeout=STOP_TIMEOUT,
    )
    # At the start a failing worker ends everything, and the app has said why. Afterwards a worker
    # that dies is replaced.
    logging.getLogger("_granian").setLevel(logging.CRITICAL)

    def has_started(*_: object) -> None:
        server.respawn_failed_workers = True
        logging.getLogger("_granian").setLevel(logging.ERROR)

    signal.signal(signal.SIGUSR1, has_started)
    os.register_at_fork(after_in_child=_stop_when_told)
    server.serve(target_loader=partial(_in_worker, os.getpid()))


def _load_once(target: str) -> None:
    """Load the app before the workers are forked: they start with it, and share its memory.

    What they share is kept from the garbage collector, which would write in all of it.
    """
    if multiprocessing.get_start_method() == "fork":
        _load_app(target)
        gc.collect()
        gc.freeze()


def _stop_when_told() -> None:
    """A fork inherits what its parent does at a stop signal, which in a worker does nothing: one
    that still loads would serve on until it is killed."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def _in_worker(master: int, target: str) -> Any:
    """Runs in each worker."""
    stop_with_parent(master)
    return _load_app(target)


def _load_app(target: str) -> Any:
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name or "app")
    except LmsError as error:
        sys.exit(str(error))


def stop_with_parent(parent: int) -> None:
    """Stop this process when its parent is gone, however that one ended: no orphan keeps a port."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_TIMEOUT + 2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="stop-with-parent").start()


if __name__ == "__main__":
    main()
