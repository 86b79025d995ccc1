"""A temporary installation with the real content and people half-way through the basic training."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from bench.browser import Browser
from lms import config, create_app, database
from lms.accounts import services as accounts
from lms.accounts.keys import Passkey
from lms.accounts.models import Person
from lms.clock import utcnow
from lms.content.types import Course, Lesson, Quiz
from lms.editions.store import edition_id, get_course, shape_of, store
from lms.extensions import begin_writing, db
from lms.grading.completion import FactKind
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress import services as ledger

COURSE = "basistraining"


@dataclass(frozen=True)
class Installation:
    """Its folder, the settings a server needs, and the app in this process."""

    folder: Path
    environment: dict[str, str]
    app: Flask

    @property
    def database(self) -> Path:
        return self.folder / "instance" / "lms.sqlite3"

    def course(self) -> Course:
        with self.app.app_context():
            return get_course(COURSE, "nl")

    def browsers(self, count: int, port: int) -> list[Browser]:
        """Browsers of so many people, each signed in at the server on `port`."""
        with writing(self.app):
            tokens = [accounts.make_login_link(person=_person(n)) for n in range(count)]
        found = [Browser(port) for _ in tokens]
        for browser, token in zip(found, tokens, strict=True):
            browser.sign_in(f"/sign-in/link/{token}")
        return found


@contextlib.contextmanager
def installation(*, production: bool = True, content: Path = config.ROOT) -> Iterator[Installation]:
    """A migrated database and a copy of the content; removed again at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for part in ("courses", "quizzes"):
            shutil.copytree(content / part, folder / "content" / part)
        environment = {
            "LMS_ENV": "production" if production else "development",
            "LMS_INSTANCE": str(folder / "instance"),
            "LMS_CONTENT": str(folder / "content"),
            "LMS_SECRET_KEY": secrets.token_hex(32),
        }
        app = create_app(config.from_environment(environment))
        with writing(app):
            database.migrate()
            db.session.rollback()
            store().start()
        yield Installation(folder, environment, app)
        with app.app_context():
            db.engine.dispose()


def halfway(course: Course) -> tuple[Lesson, Quiz]:
    """What somebody half-way does next: a lesson with a question in it, and a quiz."""
    later = course.modules[len(course.modules) // 2 :]
    module = next(module for module in later if module.lessons and module.quiz)
    lesson = next((lesson for lesson in module.lessons if lesson.items), module.lessons[0])
    assert module.quiz is not None
    return lesson, module.quiz


@contextlib.contextmanager
def writing(app: Flask) -> Iterator[None]:
    """A block in the app that commits at its end and leaves no connection behind."""
    with app.app_context():
        begin_writing()
        yield
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _person(number: int) -> Person:
    """A person with a seat who has done the first half of the modules."""
    person = Person(name=f"Alice {number}", email=f"alice-{secrets.token_hex(6)}@example.invalid")
    since = date(2026, 1, 5)
    site = Site(slug=secrets.token_hex(6), name="Aalsmeer")
    firm = Organisation(name=f"Kwekerij {number}")
    db.session.add_all([person, site, firm])
    db.session.flush()
    place = {"organisation_id": firm.id, "site_id": site.id, "since": since}
    db.session.add(Participation(**place))
    db.session.add(Seat(**place, person_id=person.id, number=1))
    give_passkey(person)
    _learn(person.id, get_course(COURSE, "nl"))
    return person


def give_passkey(person: Person) -> None:
    """One that no device holds: who cannot come back is asked to choose a way first."""
    key = secrets.token_bytes(16)
    db.session.add(Passkey(person_id=person.id, credential_id=key, public_key=b""))


def _learn(person_id: int, course: Course) -> None:
    def note(kind: FactKind, days_ago: int, subject: str = "", content_hash: str = "") -> None:
        ledger.append(
            person_id=person_id,
            course=shape_of(course),
            kind=kind,
            subject=subject,
            reference=secrets.token_hex(8) if kind is FactKind.QUIZ_SUBMITTED else "",
            at=utcnow() - timedelta(days=days_ago),
            edition_id=edition_id(),
            content_hash=content_hash,
        )

    note(FactKind.NAMED, 60)
    note(FactKind.INVITED, 59)
    for module in course.modules[: len(course.modules) // 2]:
        for step in module.steps:
            is_lesson = isinstance(step, Lesson)
            kind = FactKind.LESSON_READ if is_lesson else FactKind.EXERCISE_DONE
            note(kind, 30, step.key, step.hash)
        if module.quiz is not None:
            note(FactKind.QUIZ_SUBMITTED, 29, f"quiz/{module.quiz.slug}", module.quiz.hash)
