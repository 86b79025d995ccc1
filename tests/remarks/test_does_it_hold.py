"""A remark is made at a section or question, answered by authors, and never says whose it is."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.editions.store import get_course
from lms.extensions import begin_writing, db
from lms.learning.pieces import pieces_of
from lms.privacy import retention, terms
from lms.remarks import queries
from lms.remarks.models import LONGEST_LINE, Remark
from lms.remarks.places import named
from tests.factories import enrol, give_role, make_person
from tests.practice import sample as practice

SignIn = Callable[[Person], FlaskClient]
LESSON = "/training/proef/lesson/begin"
SECTION = "/remark/proef/lesson/begin/kijken"
CHECK = "/remark/proef/lesson/begin/check-wat-doe-je"
INBOX = "/manage/remarks"
SENT = {"route": "emergency", "revision": "0", "go": "review"}


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person("Alice Anders")
    enrol(person)
    return person


def said() -> Remark:
    db.session.expire_all()
    return db.session.scalars(sa.select(Remark)).one()


def read(browser: FlaskClient, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    return html.unescape(page.get_data(as_text=True))


def test_one_tap_says_it_and_leads_back_to_the_section(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert f'href="{SECTION}"' in read(browser, LESSON)
    assert f'href="{CHECK}"' not in read(browser, LESSON)  # only when it was answered
    browser.post(f"{LESSON}/check/wat-doe-je", data={"answer": "bellen"})
    assert f'href="{CHECK}"' in read(browser, LESSON)
    response = browser.post(SECTION, data={"say": "unclear"})
    assert response.location == f"{LESSON}?thanks=kijken#thanks"
    assert 'id="thanks"' in read(browser, response.location)
    assert 'id="thanks"' not in read(browser, f"{LESSON}?thanks=anders")
    browser.post(SECTION, data={"say": "different", "line": " Bij ons \n heet het anders "})
    row = said()
    assert (row.kind, row.line) == ("different", "Bij ons heet het anders")
    browser.post(SECTION, data={"say": "take-back"})
    assert queries.open_count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"say": ""}, {"say": "x"}, {"say": "clear", "line": "x" * (LONGEST_LINE + 1)}]
)
def test_enter_or_too_much_says_nothing(
    alice: Person, sign_in: SignIn, data: dict[str, str]
) -> None:
    assert sign_in(alice).post(SECTION, data=data).status_code == 400
    assert db.session.scalar(sa.select(sa.func.count(Remark.id))) == 0


@pytest.mark.parametrize("line", ["Bel 06-12345678 maar", "Een busje met V-123-BB stond er"])
def test_what_looks_like_a_tip_is_not_sent_before_the_warning(
    alice: Person, sign_in: SignIn, line: str
) -> None:
    browser = sign_in(alice)
    answer = browser.post(SECTION, data={"say": "wrong", "line": line})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert 'id="warning"' in page
    assert 'href="/report"' in page
    assert line in page
    other = {"say": "wrong", "line": f"{line}!", "warned": line}
    assert browser.post(SECTION, data=other).status_code == 400
    assert browser.post(SECTION, data={**other, "line": line}).status_code == 302
    assert said().line == line


def test_authors_answer_without_seeing_who_it_was(alice: Person, sign_in: SignIn) -> None:
    browser, bob = sign_in(alice), make_person("Bob Maker")
    give_role(bob, "staff")
    browser.post(SECTION, data={"say": "wrong", "line": "De deur is groen."})
    author = sign_in(bob)
    page = read(author, INBOX)
    assert "De deur is groen." in page
    assert f'href="{LESSON}#kijken"' in page
    assert not any(word in page for word in ("Alice", alice.public_id, alice.email))
    data = {"remark": said().public_id, "outcome": "changed", "text": "Nu staat er groen."}
    assert author.post(INBOX, data={**data, "outcome": ""}).status_code == 400
    author.post(INBOX, data=data)
    assert "De deur is groen." not in read(author, INBOX)
    assert "Nu staat er groen." in read(author, f"{INBOX}?state=answered")
    assert "Nu staat er groen." in read(browser, SECTION)
    assert "Nu staat er groen." in read(browser, "/me")
    browser.post(SECTION, data={"say": "wrong", "line": "De deur is groen."})
    assert said().answer, "the same once more is nothing new"
    browser.post(SECTION, data={"say": "clear", "line": "Nu klopt het."})
    assert not said().answer
    assert queries.open_count() == 1


def test_a_quiz_question_is_remarked_by_who_was_asked_it(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    quiz = get_course("proef").quiz("eerste")
    assert quiz is not None
    address = f"/remark/proef/quiz/eerste/check-{quiz.items[0].id}"
    assert browser.get(address).status_code == 404
    attempt = browser.post("/training/proef/quiz/eerste").location.rpartition("/")[0]
    assert browser.get(address).status_code == 404, "not while it is being made"
    browser.post(f"{attempt}/submit")
    assert f'href="{address}"' in read(browser, f"{attempt}/result")
    back = browser.post(address, data={"say": "unclear"}).location
    assert back == f"{attempt}/result?thanks=check-{quiz.items[0].id}#thanks"
    assert 'id="thanks"' in read(browser, back)


@pytest.mark.parametrize(
    ("page", "place"),
    [("/training/verhalen/scenario/de-doos", "doos"), (practice.WRITE, "case")],
)
def test_a_scene_and_a_case_are_remarked_too(
    app: Flask, alice: Person, sign_in: SignIn, page: str, place: str
) -> None:
    browser = sign_in(alice)
    address = f"{page.replace('/training', '/remark')}/{place}"
    assert f'href="{address}"' in read(browser, page)
    back = browser.post(address, data={"say": "different"}).location
    assert back == f"{page}?thanks={place}#thanks"
    assert 'id="thanks"' in read(browser, back)
    with app.test_request_context():
        assert named(said().course, said().part, place, "nl").url == page
    assert browser.get(f"{address}-not").status_code == 404


def test_every_question_of_a_review_is_remarked(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post(practice.WRITE, data={**practice.REPORT, **SENT})
    address = f"{practice.WRITE.replace('/training', '/remark')}/when"
    assert f'href="{address}"' in read(browser, f"{practice.WRITE}/review")
    back = browser.post(address, data={"say": "unclear"}).location
    assert back == f"{practice.WRITE}/review?thanks=when#thanks"
    assert 'id="thanks"' in read(browser, back)


def test_after_a_year_nobody_can_tell_whose_it_was(alice: Person, sign_in: SignIn) -> None:
    sign_in(alice).post(SECTION, data={"say": "wrong", "line": "x"})
    later(terms.REMARK_NAME - terms.DAY)
    assert said().person_id == alice.id
    later(terms.REMARK_NAME + terms.DAY)
    assert (said().person_id, said().line) == (None, "x")
    later(terms.REMARK.length + terms.DAY)
    assert db.session.scalar(sa.select(sa.func.count(Remark.id))) == 0


def later(after: timedelta) -> None:
    db.session.rollback()
    begin_writing()
    retention.run(utcnow() + after)


def test_every_section_of_the_training_ends_once(app: Flask) -> None:
    for lesson in get_course("proef").lessons:
        pieces = list(pieces_of(lesson))
        assert [piece.ends for piece in pieces if piece.ends] == list(lesson.sections)
        shown = "".join(piece.html for piece in pieces)
        assert shown == "".join(part for part in lesson.segments if isinstance(part, str))


def test_a_heading_in_a_box_ends_no_section(app: Flask) -> None:
    lesson = get_course("proef").lessons[0]
    boxed = '<h2 id="kijken">A</h2><aside><h2 id="kijken">B</h2></aside><p>C</p>'
    pieces = list(pieces_of(replace(lesson, segments=(boxed,))))
    assert [piece.ends for piece in pieces if piece.ends] == [lesson.sections[0]]
    assert pieces[-1].ends
