"""Reading a lesson, answering its questions, and marking it as read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.assessment.queries import checks_of
from lms.editions.store import library
from lms.extensions import db
from lms.progress.queries import facts_of, standing_of
from tests.conftest import reload_content
from tests.factories import COURSE, enrol, make_person

LESSON = f"/training/{COURSE}/lesson/begin"
CHECK = f"{LESSON}/check/wat-doe-je"
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    enrol(person)
    return person


@pytest.fixture
def browser(alice: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(alice)


def test_the_answer_is_not_in_the_page_before_it_is_given(browser: FlaskClient) -> None:
    page = browser.get(LESSON).get_data(as_text=True)
    assert "Wat doe je?" in page
    assert "Bellen helpt" not in page
    assert "Dan gebeurt er niets" not in page


def test_a_check_question_explains_at_once(alice: Person, browser: FlaskClient) -> None:
    answer = browser.post(CHECK, data={"answer": "niets"})
    assert answer.status_code == 302
    assert answer.location.endswith("#check-wat-doe-je")
    page = browser.get(LESSON).get_data(as_text=True)
    assert "Dan gebeurt er niets" in page
    assert "Bellen helpt" in page
    assert checks_of(alice.id, COURSE, "begin")["wat-doe-je"] == "niets"


def test_with_javascript_only_the_question_comes_back(browser: FlaskClient) -> None:
    part = browser.post(CHECK, data={"answer": "bellen"}, headers={"X-Partial": "1"})
    text = part.get_data(as_text=True)
    assert part.status_code == 200
    assert "<html" not in text
    assert "Bellen helpt" in text


def test_no_answer_is_no_crash(browser: FlaskClient) -> None:
    response = browser.post(CHECK, data={})
    assert response.status_code == 400
    assert "Kies" in response.get_data(as_text=True)
    assert browser.post(CHECK, data={"answer": "verzonnen"}).status_code == 400


def test_marking_as_read_goes_on_and_is_recorded_once(alice: Person, browser: FlaskClient) -> None:
    for _ in range(2):
        response = browser.post(f"{LESSON}/read")
        assert response.location == f"/training/{COURSE}/lesson/verder"
    kinds = [fact.kind for fact in facts_of(alice.id, COURSE) if fact.kind == "lesson_read"]
    assert len(kinds) == 1
    assert "lesson/begin" in standing_of(alice.id, COURSE).done


def test_reading_alone_is_no_progress(alice: Person, browser: FlaskClient) -> None:
    browser.get(LESSON)
    assert standing_of(alice.id, COURSE).done == {}


def test_the_phone_number_comes_from_the_contacts_file(browser: FlaskClient) -> None:
    assert 'href="tel:112"' in browser.get(LESSON).get_data(as_text=True)


def test_a_picture_is_there_and_stays_when_the_file_goes(
    browser: FlaskClient, content: Path
) -> None:
    media = library().media[f"courses/{COURSE}/media/doos.svg"]
    picture = browser.get(media.url)
    assert picture.status_code == 200
    assert "immutable" in picture.headers["Cache-Control"]
    for ending in (".md", ".en.md"):
        lesson = content / f"courses/{COURSE}/10-eerste/10-begin{ending}"
        lines = [line for line in lesson.read_text().split("\n") if "media/" not in line]
        lesson.write_text("\n".join(lines))
    (content / f"courses/{COURSE}/media/doos.svg").unlink()
    db.session.commit()
    reload_content()
    assert media.path not in library().media
    assert browser.get(media.url).data == picture.data


@pytest.mark.parametrize("path", ["0000000000000000/x.svg", "../../etc/passwd", "zz/x.svg", "a/b"])
def test_no_other_file_can_be_had(browser: FlaskClient, path: str) -> None:
    assert browser.get(f"/media/{path}").status_code == 404


def test_an_unknown_lesson_is_not_there(browser: FlaskClient) -> None:
    for address in (f"/training/{COURSE}/lesson/weg", "/training/weg/lesson/begin"):
        assert browser.get(address).status_code == 404


def test_a_missing_translation_falls_back_to_dutch(browser: FlaskClient, content: Path) -> None:
    (content / f"courses/{COURSE}/10-eerste/10-begin.en.md").unlink()
    browser.post("/language", data={"language": "en"})
    page = browser.get(LESSON).get_data(as_text=True)
    assert "Het begin" in page
    assert 'lang="nl"' in page


def test_the_lesson_page_needs_few_queries(browser: FlaskClient, count_queries) -> None:  # type: ignore[no-untyped-def]
    browser.get(LESSON)
    with count_queries() as seen:
        browser.get(LESSON)
    wanted = [statement for statement in seen if statement.startswith("SELECT")]
    assert len([statement for statement in wanted if "edition" not in statement]) == 3
