"""An attempt freezes what it asks; answers are kept once, in order, and graded once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from lms.accounts.models import Person
from lms.assessment.models import Attempt, Response
from lms.editions.store import edition_id, get_course, store
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.progress.models import LedgerFact
from lms.progress.queries import standing_of
from tests.conftest import field, reload_content
from tests.factories import COURSE, enrol, make_person

START = f"/training/{COURSE}/quiz/eerste"
JSON = {"Accept": "application/json"}
RIGHT = {
    "juist": {"answer": "wel"},
    "twee": {"answer": ["ene", "andere"]},
    "klopt": {"answer": "false"},
    "volgorde": {"position-a": "1", "position-b": "2", "position-c": "3"},
    "paar": {"match-gevaar": "alarm", "match-rust": "wacht"},
    "hoeveel": {"answer": "3.000"},
    "naam": {"answer": "Katvanger "},
}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    enrol(person)
    return person


@pytest.fixture
def browser(alice: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(alice)


def start(browser: FlaskClient) -> Attempt:
    assert browser.post(START).status_code == 302
    return db.session.scalars(sa.select(Attempt).where(Attempt.submitted_at.is_(None))).one()


def number_of(attempt: Attempt, item: str) -> int:
    return [entry["item"] for entry in attempt.drawn].index(item) + 1


def answer(browser: FlaskClient, url: str, fields: dict[str, object], **kwargs: object):  # type: ignore[no-untyped-def]
    page = browser.get(url).get_data(as_text=True)
    data = {"revision": field(page, "revision"), "key": field(page, "key"), **fields}
    return browser.post(url, data=data, **kwargs)


def answer_all(browser: FlaskClient, attempt: Attempt, wrong: tuple[str, ...] = ()) -> None:
    for number, entry in enumerate(attempt.drawn, start=1):
        if entry["item"] not in wrong:
            url = f"/attempt/{attempt.public_id}/{number}"
            assert answer(browser, url, RIGHT[entry["item"]]).status_code == 302


def test_everything_right_passes_and_is_a_fact(alice: Person, browser: FlaskClient) -> None:
    attempt = start(browser)
    answer_all(browser, attempt)
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302
    db.session.refresh(attempt)
    assert (attempt.score, attempt.passed) == (1, True)
    assert "quiz/eerste" in standing_of(alice.id, COURSE).done


def test_unanswered_items_count_as_wrong_and_the_page_says_what_to_read(
    browser: FlaskClient,
) -> None:
    attempt = start(browser)
    answer_all(browser, attempt, wrong=("juist", "klopt", "naam"))
    browser.post(f"/attempt/{attempt.public_id}/submit")
    db.session.refresh(attempt)
    assert attempt.score == pytest.approx(4 / 7)
    assert attempt.passed is False
    page = browser.get(f"/attempt/{attempt.public_id}/result").get_data(as_text=True)
    assert page.index(f"/training/{COURSE}/lesson/begin#kijken") < page.index("57\u00a0%")


def test_a_second_start_goes_on_with_the_same_attempt(browser: FlaskClient) -> None:
    first = start(browser)
    assert start(browser).id == first.id


def test_an_answer_sent_twice_is_taken_once(browser: FlaskClient) -> None:
    attempt = start(browser)
    number = number_of(attempt, "juist")
    url = f"/attempt/{attempt.public_id}/{number}"
    data = {"revision": "0", "key": "a" * 16, "answer": "wel"}
    first = browser.post(url, data=data, headers=JSON)
    again = browser.post(url, data=data, headers=JSON)
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert first.json["saved"] is True
    assert db.session.get_one(Response, (attempt.id, number)).revision == 1


def test_another_answer_with_a_used_key_is_not_called_saved(browser: FlaskClient) -> None:
    attempt = start(browser)
    url = f"/attempt/{attempt.public_id}/{number_of(attempt, 'juist')}"
    sent = {"answer": "wel", "revision": "0", "key": "k" * 32}
    assert browser.post(url, data=sent, headers=JSON).json["saved"] is True
    again = browser.post(url, data={**sent, "answer": "niet"}, headers=JSON)
    assert (again.status_code, again.json["code"]) == (409, "stale")
    assert db.session.scalars(sa.select(Response.value)).all() == ["wel"]


def test_an_answer_is_saved_in_one_transaction(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store(), "look_every", 60.0)
    attempt = start(browser)
    url = f"/attempt/{attempt.public_id}/{number_of(attempt, 'juist')}"
    begun: list[object] = []
    note = begun.append
    event.listen(db.engine, "begin", note)
    try:
        sent = {"answer": "wel", "revision": "0", "key": "k" * 32}
        assert browser.post(url, data=sent, headers=JSON).status_code == 200
    finally:
        event.remove(db.engine, "begin", note)
    assert len(begun) == 1


def test_an_answer_that_no_form_can_send_counts_as_none(browser: FlaskClient) -> None:
    attempt = start(browser)
    answer_all(browser, attempt)
    number = number_of(attempt, "juist")
    db.session.execute(
        sa.update(Response).where(Response.number == number).values(value={"no": "such"})
    )
    db.session.commit()
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302
    db.session.refresh(attempt)
    assert attempt.score == pytest.approx(6 / 7)
    assert browser.get(f"/attempt/{attempt.public_id}/result").status_code == 200


def test_the_fact_names_the_quiz_as_it_was_asked(browser: FlaskClient, content: Path) -> None:
    attempt = start(browser)
    asked = get_course(COURSE, "nl").quiz("eerste")
    assert asked is not None
    quiz = content / f"quizzes/{COURSE}/eerste.md"
    quiz.write_text(quiz.read_text().replace("Wat is juist?", "Wat klopt?"))
    reload_content()
    browser.post(f"/attempt/{attempt.public_id}/submit")
    fact = db.session.scalars(
        sa.select(LedgerFact).where(LedgerFact.kind == FactKind.QUIZ_SUBMITTED)
    ).one()
    assert fact.content_hash == asked.hash


def test_handing_in_leaves_a_fact_when_the_course_is_gone(
    alice: Person, browser: FlaskClient, content: Path
) -> None:
    attempt = start(browser)
    answer_all(browser, attempt)
    for folder in ("courses", "quizzes"):
        (content / folder / COURSE).rename(content / folder / "ander")
    reload_content()
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302
    assert "quiz/eerste" in standing_of(alice.id, COURSE).done


def test_an_older_window_does_not_overwrite_a_newer_answer(browser: FlaskClient) -> None:
    attempt = start(browser)
    url = f"/attempt/{attempt.public_id}/{number_of(attempt, 'juist')}"
    old = {"revision": "0", "key": "b" * 16, "answer": "niet"}
    assert answer(browser, url, {"answer": "wel"}).status_code == 302
    refused = browser.post(url, data=old, headers=JSON)
    assert (refused.status_code, refused.json["code"]) == (409, "stale")
    assert refused.json["saved"] is False
    page = browser.post(url, data=old)
    assert page.status_code == 409
    saved = db.session.scalars(sa.select(Response)).one()
    assert saved.value == "wel"


def test_nothing_changes_after_handing_in(browser: FlaskClient) -> None:
    attempt = start(browser)
    answer_all(browser, attempt)
    url = f"/attempt/{attempt.public_id}/submit"
    browser.post(url)
    db.session.refresh(attempt)
    before = (attempt.score, attempt.submitted_at)
    assert browser.post(url).status_code == 302
    late = {"revision": "1", "key": "c" * 16, "answer": "niet"}
    number = number_of(attempt, "juist")
    refused = browser.post(f"/attempt/{attempt.public_id}/{number}", data=late, headers=JSON)
    assert (refused.status_code, refused.json["code"]) == (409, "submitted")
    db.session.refresh(attempt)
    assert (attempt.score, attempt.submitted_at) == before


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ("juist", {"answer": "verzonnen"}),
        ("juist", {"answer": ["wel", "niet"]}),
        ("twee", {"answer": ["ene", "krant"]}),
        ("volgorde", {"position-a": "1", "position-b": "1", "position-c": "3"}),
        ("paar", {"match-gevaar": "wacht-eens"}),
        ("hoeveel", {"answer": "veel"}),
        ("hoeveel", {"answer": "9" * 1_000_000}),
        ("naam", {"answer": "x" * 1_000_000}),
        ("naam", {"answer": "nul\0teken"}),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused(
    browser: FlaskClient, item: str, fields: dict[str, object]
) -> None:
    attempt = start(browser)
    url = f"/attempt/{attempt.public_id}/{number_of(attempt, item)}"
    response = answer(browser, url, fields)
    assert response.status_code == 400
    assert answer(browser, url, fields, headers=JSON).json["saved"] is False
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 0


@pytest.mark.parametrize("text", ["🌷🌷", "‮txet", "<script>alert(1)</script>", "'; drop table"])
def test_strange_text_is_kept_and_shown_as_text(browser: FlaskClient, text: str) -> None:
    attempt = start(browser)
    url = f"/attempt/{attempt.public_id}/{number_of(attempt, 'naam')}"
    assert answer(browser, url, {"answer": text}).status_code == 302
    page = browser.get(url).get_data(as_text=True)
    assert "<script>alert" not in page
    assert db.session.scalars(sa.select(Response)).one().value == text


def test_a_question_that_was_not_drawn_is_not_there(browser: FlaskClient) -> None:
    attempt = start(browser)
    for number in (0, 8, 99):
        url = f"/attempt/{attempt.public_id}/{number}"
        assert browser.get(url).status_code == 404
        assert browser.post(url, data={"answer": "wel"}).status_code == 404


def test_somebody_elses_attempt_is_not_there(browser: FlaskClient, sign_in: SignIn) -> None:
    attempt = start(browser)
    charlie = sign_in(make_person("Charlie Vreemd"))
    for path in ("", "/1", "/result"):
        assert charlie.get(f"/attempt/{attempt.public_id}{path}").status_code == 404
    for path in ("/1", "/submit"):
        assert charlie.post(f"/attempt/{attempt.public_id}{path}").status_code == 404
    db.session.refresh(attempt)
    assert attempt.submitted_at is None


def test_the_page_does_not_tell_the_answer(browser: FlaskClient) -> None:
    attempt = start(browser)
    for number in range(1, 8):
        page = browser.get(f"/attempt/{attempt.public_id}/{number}").get_data(as_text=True)
        assert "dit is het" not in page
        assert "Twee van de drie" not in page
        assert not re.search(r"correct|is-right|data-answer", page)


def test_an_old_attempt_shows_what_was_asked_after_the_text_changed(
    browser: FlaskClient, content: Path
) -> None:
    attempt = start(browser)
    answer_all(browser, attempt)
    browser.post(f"/attempt/{attempt.public_id}/submit")
    edition = edition_id()
    quiz = content / f"quizzes/{COURSE}/eerste.md"
    quiz.write_text(quiz.read_text().replace("## Wat is juist?", "## Wat is volledig anders?"))
    page = browser.get(f"/attempt/{attempt.public_id}/result").get_data(as_text=True)
    assert edition_id() == edition + 1
    assert "Wat is juist?" in page
    assert "volledig anders" not in page


def test_an_attempt_can_be_finished_when_the_quiz_file_vanishes(
    browser: FlaskClient, content: Path
) -> None:
    attempt = start(browser)
    for ending in (".md", ".en.md"):
        (content / f"quizzes/{COURSE}/eerste{ending}").unlink()
    for ending in (".md", ".en.md"):
        module = content / f"courses/{COURSE}/10-eerste/module{ending}"
        module.write_text(module.read_text().replace("quiz: eerste\n", ""))
    answer_all(browser, attempt)
    assert browser.post(f"/attempt/{attempt.public_id}/submit").status_code == 302
    page = browser.get(f"/attempt/{attempt.public_id}/result").get_data(as_text=True)
    assert "Wat is juist?" in page
    db.session.refresh(attempt)
    assert attempt.score == 1


def test_attempts_and_waiting_time_are_kept(browser: FlaskClient, content: Path) -> None:
    quiz = content / f"quizzes/{COURSE}/eerste.md"
    quiz.write_text(quiz.read_text().replace("pass_mark: 70", "pass_mark: 70\nwait_hours: 24"))
    attempt = start(browser)
    browser.post(f"/attempt/{attempt.public_id}/submit")
    refused = browser.post(START)
    assert refused.status_code == 409
    quiz.write_text(quiz.read_text().replace("wait_hours: 24", "attempts: 1"))
    assert browser.post(START).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 1


def test_a_new_attempt_draws_anew_and_the_best_counts(browser: FlaskClient) -> None:
    first = start(browser)
    answer_all(browser, first)
    browser.post(f"/attempt/{first.public_id}/submit")
    second = start(browser)
    assert second.id != first.id
    browser.post(f"/attempt/{second.public_id}/submit")
    page = browser.get(START).get_data(as_text=True)
    assert "100" in page


def test_the_language_of_the_attempt_stays(browser: FlaskClient) -> None:
    attempt = start(browser)
    browser.post("/language", data={"language": "en", "next": "/"})
    number = number_of(attempt, "juist")
    page = browser.get(f"/attempt/{attempt.public_id}/{number}").get_data(as_text=True)
    assert "Wat is juist?" in page
    assert 'lang="en"' in page


def test_a_result_outlives_the_answers(browser: FlaskClient) -> None:
    """Answers have a term, results have not: see docs/privacy.md."""
    attempt = start(browser)
    answer_all(browser, attempt)
    browser.post(f"/attempt/{attempt.public_id}/submit")
    db.session.execute(sa.delete(Response))
    db.session.commit()
    page = browser.get(f"/attempt/{attempt.public_id}/result").text
    assert "100" in page
    assert "twee jaar" in page
    assert 'id="all-questions"' not in page
    assert 'id="read-again"' not in page
