"""The database is locked for too long, or the disk is full: said clearly, and nothing is lost."""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite3
import pytest
import sqlalchemy as sa

from lms.accounts.models import LoginSession
from lms.clock import utcnow
from lms.extensions import BUSY_SECONDS, db
from tests._live import Answer, Live, at_once, say
from tests.faults.conftest import Serve
from tests.faults.people import LESSON, QUIZ, Learner

pytestmark = pytest.mark.processes


@contextlib.contextmanager
def locked(live: Live) -> Iterator[None]:
    """Somebody else writes, and does not stop.

    With the library of the app: two copies of SQLite in one process take each other's locks away.
    """
    if live.url.startswith("sqlite"):
        other = sqlite3.connect(live.url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.rollback()
            other.close()
    else:
        with psycopg.connect(live.url.replace("+psycopg", "")) as connection:
            connection.execute(
                "LOCK TABLE attempt, response, fact, course_progress, check_response,"
                " login_session IN EXCLUSIVE MODE"
            )
            yield
            connection.rollback()


@contextlib.contextmanager
def full_disk(live: Live) -> Iterator[None]:
    """No process of the server can make any file longer, nor write over it."""
    before = [(process, process.rlimit(resource.RLIMIT_FSIZE)) for process in live.family()]
    for process, (_, hard) in before:
        process.rlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for process, limits in before:
            process.rlimit(resource.RLIMIT_FSIZE, limits)


def refused_everywhere(learner: Learner, other: Learner, url: str, answer: dict[str, Any]) -> None:
    """Save (by the page's program and by its form), start again, hand in, read, check: all 503."""
    lesson = "/training/proef/lesson/begin"
    csrf = {"csrf_token": learner.csrf}
    tries: list[Callable[[], Answer]] = [
        lambda: learner.save(url, answer),
        lambda: learner.visitor.post(url, answer),
        lambda: other.visitor.post(QUIZ, {"csrf_token": other.csrf}),
        lambda: learner.submit(),
        lambda: learner.visitor.post(f"{LESSON}/read", csrf),
        lambda: learner.visitor.post(f"{lesson}/check/wat-doe-je", {**csrf, "answer": "bellen"}),
    ]
    results = at_once(len(tries), lambda number: tries[number]())
    assert [result.status for result in results] == [503] * len(tries)
    program, *pages = results
    assert program.json["saved"] is False
    assert program.headers["Retry-After"]
    for page in pages:
        assert say("nl", "It is too busy just now.") in page.body
    for result in results:
        assert say("nl", "Saved") not in result.body.split()


@pytest.mark.parametrize("fault", [locked, full_disk])
def test_it_says_so_and_takes_the_answer_later(serve: Serve, fault: Any) -> None:
    live = serve(workers=6)
    learner, other = Learner.at_quiz(live), Learner.arrive(live)
    url, answer = learner.url("hoeveel"), learner.fields(0, answer="3000")
    with fault(live):
        refused_everywhere(learner, other, url, answer)
    assert learner.saved() == {}
    assert learner.facts("lesson/verder") == learner.facts("quiz/eerste") == 0
    again = learner.save(url, answer)
    assert (again.status, again.json["saved"], again.json["revision"]) == (200, True, 1)
    assert learner.saved() == {learner.number("hoeveel"): ("3000", 1)}
    assert learner.submit().status == 302
    assert learner.facts("quiz/eerste") == 1


@pytest.mark.postgres
def test_a_locked_postgres_says_so_and_takes_the_answer_later(
    serve: Serve, fresh_postgres_url: str
) -> None:
    live = serve(workers=2, url=fresh_postgres_url)
    learner = Learner.at_quiz(live)
    url, answer = learner.url("hoeveel"), learner.fields(0, answer="3000")
    with locked(live):
        refused = learner.save(url, answer)
    assert (refused.status, refused.json["saved"]) == (503, False)
    assert learner.save(url, answer).json["revision"] == 1


@pytest.mark.parametrize("fault", [locked, full_disk])
def test_reading_goes_on(serve: Serve, fault: Any) -> None:
    """Also for somebody whose "last seen" ought to be written down."""
    live = serve(workers=2)
    learner = Learner.at_quiz(live)
    pages = ["/", LESSON, QUIZ, learner.url("juist"), f"/attempt/{learner.attempt}", "/report"]
    with live.database():
        db.session.execute(
            sa.update(LoginSession).values(last_seen_at=utcnow() - timedelta(hours=1))
        )
    with fault(live):
        started = time.monotonic()
        found = {url: learner.visitor.get(url).status for url in pages}
        assert found == dict.fromkeys(pages, 200)
        assert time.monotonic() - started < BUSY_SECONDS, "readers waited for a writer"


def test_a_short_lock_is_waited_for(serve: Serve) -> None:
    live = serve(workers=2)
    learner = Learner.at_quiz(live)
    url, answer = learner.url("hoeveel"), learner.fields(0, answer="3000")

    def act(number: int) -> Answer | None:
        if number:
            time.sleep(0.3)
            return learner.save(url, answer)
        with locked(live):
            time.sleep(1.5)
        return None

    saved = at_once(2, act)[1]
    assert (saved.status, saved.json["saved"]) == (200, True)


def test_content_changed_while_the_database_was_locked_is_taught_afterwards(serve: Serve) -> None:
    live = serve(workers=1)
    learner = Learner.arrive(live)
    path = live.content / "courses/proef/10-eerste/20-verder.md"
    with locked(live):
        path.write_text(path.read_text().replace("Nog een les.", "Nog een andere les."))
        learner.visitor.get(LESSON)
    assert "Nog een andere les." in learner.visitor.get(LESSON).body


def test_signing_in_with_a_full_disk_uses_no_link_up(serve: Serve) -> None:
    live = serve(workers=1)
    visitor, link = live.visitor(), live.link(live.person())
    fields = {"csrf_token": visitor.get(link).csrf}
    with full_disk(live):
        assert visitor.post(link, fields).status == 503
    assert visitor.post(link, fields).status == 302
    assert visitor.get("/").status == 200
