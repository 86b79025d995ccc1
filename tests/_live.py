"""The real server in processes of its own, and visitors that speak HTTP with it."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
from flask import Flask

from lms.accounts import services as accounts
from lms.accounts.models import Person
from lms.accounts.queries import passkeys_of
from lms.editions.store import basic_training, shape_of
from lms.extensions import begin_writing, db
from lms.grading.completion import FactKind
from lms.i18n import catalogue
from lms.progress import services as ledger
from tests._nursery import nursery
from tests.conftest import SAMPLE, make_app
from tests.factories import give_passkey

ROOT = Path(__file__).resolve().parents[1]
SECRET = "t" * 40
PATIENCE = 30.0
LMS = "from lms.cli import main; main()"
_count = itertools.count(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What `condition` returns, as soon as that is something."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return result


def is_dead(process: psutil.Process) -> bool:
    """Gone, or only not yet collected by its parent."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@cache
def _migrated() -> bytes:
    """An SQLite file that all migrations have made, which then need not be done for each server."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "lms.sqlite3")
        app = make_app(Path(folder), SAMPLE, f"sqlite:///{file}")
        with app.app_context():
            db.engine.dispose()
        return file.read_bytes()


class Live:
    """`lms serve` on an instance of its own, with a door to its database for the test."""

    def __init__(
        self, instance: Path, content: Path, url: str = "", workers: int = 1, **environ: str
    ) -> None:
        self.content = content
        self.url = url or f"sqlite:///{instance / 'lms.sqlite3'}"
        if not url:
            (instance / "lms.sqlite3").write_bytes(_migrated())
        self.app: Flask = make_app(instance, content, self.url)
        self.port = free_port()
        self.environ = {
            **os.environ,
            "LMS_INSTANCE": str(instance),
            "LMS_CONTENT": str(content),
            "LMS_DATABASE_URL": self.url,
            "LMS_SECRET_KEY": SECRET,
            "LMS_WORKERS": str(workers),
            **environ,
        }
        self._log = instance / "log"
        self.process: psutil.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """Everything the server has printed."""
        return self._log.read_text()

    def start(self, *, checked: bool = True) -> Live:
        """Serve; `checked=False` leaves out what `lms serve` looks at first, which takes time."""
        self.spawn(checked=checked)
        wait_for(self._answers)
        return self

    def spawn(self, *, checked: bool = True) -> psutil.Process:
        """Start it without waiting for its first answer."""
        if checked:
            command = [sys.executable, "-c", LMS, "serve", "--port", str(self.port)]
            with self._log.open("ab") as log:
                self.process = psutil.Popen(
                    command, cwd=ROOT, env=self.environ, stdout=log, stderr=log
                )
            return self.process
        workers = self.environ["LMS_WORKERS"]
        parent = nursery()
        server = ["127.0.0.1", str(self.port), workers, "lms.wsgi:app", str(parent.pid)]
        self.process = parent.spawn(server, self.environ, self._log)
        return self.process

    def _answers(self) -> bool:
        assert self.process is not None
        assert not is_dead(self.process), self.said
        try:
            return Visitor(self).get("/health").status == 200
        except OSError:
            return False

    def family(self) -> list[psutil.Process]:
        """The server and every process below it."""
        assert self.process is not None
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def kill(self) -> None:
        """kill -9, all of it at once."""
        family = self.family()
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        assert self.process is not None
        self.process.wait()
        self.process = None
        wait_for(lambda: all(is_dead(process) for process in family))

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except psutil.TimeoutExpired:
            self.kill()
        self.process = None

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    # --- people ---

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """A block that may read and write the database of the server."""
        with self.app.app_context():
            begin_writing()
            try:
                yield
            finally:
                db.session.commit()

    def person(self, language: str = "nl", *, ready: bool = True, **values: Any) -> int:
        """A new person in the basic training; returns the id. `ready`: can come back by itself."""
        number = next(_count)
        person = Person(
            name=f"Alice{number} Proef",
            email=f"alice{number}-{os.getpid()}@example.invalid",
            language=language,
            **values,
        )
        with self.database():
            course = shape_of(basic_training("nl"))
            db.session.add(person)
            db.session.flush()
            if ready:
                give_passkey(person)
            ledger.append(person_id=person.id, course=course, kind=FactKind.NAMED)
            return person.id

    def link(self, person_id: int) -> str:
        """The address of a one-time sign-in link."""
        with self.database():
            token = accounts.make_login_link(person=db.session.get_one(Person, person_id))
        return f"/sign-in/link/{token}"

    def _make_ready(self, person_id: int) -> None:
        """Whoever has no way to come back would be sent to choose one at every page."""
        with self.database():
            if not passkeys_of(person_id):
                give_passkey(db.session.get_one(Person, person_id))

    def visitor(self, person_id: int | None = None) -> Visitor:
        """A visitor who has signed in as this person."""
        visitor = Visitor(self)
        if person_id is not None:
            self._make_ready(person_id)
            address = self.link(person_id)
            page = visitor.get(address)
            assert visitor.post(address, {"csrf_token": page.csrf}).status == 302
        return visitor


def say(lang: str, text: str, **values: Any) -> str:
    """A text of the interface as this language says it."""
    translated: str = catalogue(lang).gettext(text)
    return translated % values if values else translated


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    headers: http.client.HTTPMessage

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))

    @property
    def csrf(self) -> str:
        return self.field("csrf_token")

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.body)
        assert found, f"no field {name} in: {self.body[:500]}"
        return found.group(1)


@dataclass
class Visitor:
    """A browser without a screen: keeps cookies, follows nothing, safe to use in threads."""

    live: Live
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        body = urlencode(fields, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, body, {**kind, **headers})

    def save(self, path: str, fields: dict[str, Any]) -> Answer:
        """An answer as the page's own program sends it."""
        return self.post(path, fields, Accept="application/json")

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.live.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            # The server may answer, and hang up, before it has read a body that is too long.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body, {"Cookie": cookies, **headers})
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.read().decode(), response.headers)
        finally:
            connection.close()


def at_once(count: int, action: Callable[[int], Any]) -> list[Any]:
    """What `action(0)`, `action(1)`, ... return when all of them start at the same moment."""
    barrier = threading.Barrier(count)
    results: list[Any] = [None] * count

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = action(number)
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
