"""What is said to be saved is saved, and what the ledger says is what happened."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.assessment.models import Attempt, Response
from lms.editions.store import edition_id
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.progress.models import LedgerFact
from tests.conftest import reload_content
from tests.factories import COURSE, enrol, make_person

START = f"/training/{COURSE}/quiz/eerste"
JSON = {"Accept": "application/json"}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def browser(app: Flask, sign_in: SignIn) -> FlaskClient:
    person = make_person()
    enrol(person)
    return sign_in(person)


def start(browser: FlaskClient) -> Attempt:
    assert browser.post(START).status_code == 302
    return db.session.scalars(sa.select(Attempt)).one()


def place(attempt: Attempt, item: str) -> str:
    number = [entry["item"] for entry in attempt.drawn].index(item) + 1
    return f"/attempt/{attempt.public_id}/{number}"


def test_another_answer_with_a_used_key_is_not_called_saved(browser: FlaskClient) -> None:
    """The back button may show the form as it was, with the key that was used already."""
    url = place(start(browser), "juist")
    form = {"revision": "0", "key": "d" * 16}
    assert browser.post(url, data={**form, "answer": "niet"}).status_code == 302
    again = browser.post(url, data={**form, "answer": "wel"}, headers=JSON)
    assert (again.status_code, again.json["code"]) == (409, "stale")
    assert db.session.scalars(sa.select(Response)).one().value == "niet"


def test_an_answer_costs_one_transaction(
    browser: FlaskClient, count_transactions: Callable[[], list[str]]
) -> None:
    url = place(start(browser), "juist")
    begun = count_transactions()
    form = {"revision": "0", "key": "d" * 16, "answer": "wel"}
    assert browser.post(url, data=form, headers=JSON).status_code == 200
    assert len(begun) == 1 + 1  # the look at the content, and the answer


@pytest.fixture
def count_transactions(app: Flask) -> Callable[[], list[str]]:
    begun: list[str] = []

    def note(_connection: object) -> None:
        begun.append("begin")

    def counting() -> list[str]:
        db.session.commit()
        sa.event.listen(db.engine, "begin", note)
        return begun

    yield counting
    if sa.event.contains(db.engine, "begin", note):
        sa.event.remove(db.engine, "begin", note)


def test_an_answer_that_cannot_be_judged_counts_as_none(browser: FlaskClient) -> None:
    attempt = start(browser)
    url = place(attempt, "juist")
    browser.post(url, data={"revision": "0", "key": "d" * 16, "answer": "wel"})
    db.session.execute(sa.update(Response).values(value={"iets": [1, None]}))
    db.session.commit()
    assert browser.get(url).status_code == 200
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302
    assert browser.get(f"/attempt/{attempt.public_id}/result").status_code == 200
    db.session.refresh(attempt)
    assert attempt.score == 0


def pass_quiz(browser: FlaskClient, attempt: Attempt) -> None:
    """Whatever was answered: these tests are about what is recorded."""
    attempt.pass_mark = 0
    db.session.commit()
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302


def facts(kind: FactKind) -> list[LedgerFact]:
    return list(db.session.scalars(sa.select(LedgerFact).where(LedgerFact.kind == kind)))


def test_handing_in_is_a_fact_also_when_the_course_is_gone(
    browser: FlaskClient, content: Path
) -> None:
    attempt = start(browser)
    for folder in ("courses", "quizzes"):
        shutil.copytree(content / folder / COURSE, content / folder / "anders")
        shutil.rmtree(content / folder / COURSE)
    for path in content.rglob("*.md"):
        path.write_text(re.sub(r"\bproef/", "anders/", path.read_text()))
    reload_content()
    pass_quiz(browser, attempt)
    assert [fact.subject for fact in facts(FactKind.QUIZ_SUBMITTED)] == ["quiz/eerste"]


def test_a_state_is_kept_with_the_edition_it_was_reached_under(
    browser: FlaskClient, content: Path
) -> None:
    for slug in ("begin", "verder"):
        browser.post(f"/training/{COURSE}/lesson/{slug}/read")
    attempt = start(browser)
    lesson = content / f"courses/{COURSE}/20-tweede/10-los.md"
    lesson.write_text(lesson.read_text() + "\nEn nog een zin.\n")
    reload_content()
    assert edition_id() > attempt.edition_id
    pass_quiz(browser, attempt)
    assert [fact.edition_id for fact in facts(FactKind.QUIZ_SUBMITTED)] == [attempt.edition_id]
    assert [fact.edition_id for fact in facts(FactKind.MODULE_DONE)] == [edition_id()]


def test_the_fact_names_the_quiz_that_was_asked(browser: FlaskClient, content: Path) -> None:
    attempt = start(browser)
    quiz = content / f"quizzes/{COURSE}/eerste.md"
    quiz.write_text(quiz.read_text().replace("## Wat is juist?", "## Wat is het?"))
    reload_content()
    pass_quiz(browser, attempt)
    assert [fact.content_hash for fact in facts(FactKind.QUIZ_SUBMITTED)] == [attempt.quiz_hash]
