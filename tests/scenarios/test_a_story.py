"""A story keeps its place, ends with a debrief, and is nobody else's business."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.extensions import db
from lms.progress.queries import facts_of
from lms.scenarios.models import ScenarioRun
from lms.scenarios.services import LONGEST
from tests.conftest import reload_content
from tests.factories import make_person

SignIn = Callable[[Person], FlaskClient]
COURSE = "verhalen"
STORY = f"/training/{COURSE}/scenario/de-doos"
FILE = f"courses/{COURSE}/10-keuzes/10-de-doos.scenario.md"


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person()


def choose(browser: FlaskClient, step: int, choice: str) -> TestResponse:
    return browser.post(f"{STORY}/choose", data={"step": step, "choice": choice})


def page_of(browser: FlaskClient, address: str = STORY) -> str:
    page = browser.get(address)
    assert page.status_code == 200
    words = html.unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)))
    return re.sub(r"\s+", " ", words)


def path_of(person: Person) -> list[str]:
    db.session.expire_all()
    return list(db.session.get_one(ScenarioRun, (person.id, COURSE, "de-doos")).path)


def test_a_choice_shows_what_came_of_it_and_leads_on(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    page = page_of(browser)
    assert "Jij bent teamleider in de hal." in page
    assert "Eerst kijken" not in page  # kept for the debrief
    response = choose(browser, 0, "vragen")
    assert response.location == f"{STORY}#scene"
    page = page_of(browser)
    assert "Je koos Je vraagt een collega. Je loopt naar de planning." in page
    assert "De collega twijfelt" in page


def test_another_device_goes_on_where_one_was(alice: Person, sign_in: SignIn) -> None:
    choose(sign_in(alice), 0, "vragen")
    assert "De collega twijfelt" in page_of(sign_in(alice))


def test_what_is_sent_twice_or_late_counts_once(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    for _ in range(2):
        assert choose(browser, 0, "vragen").status_code == 302
    choose(browser, 0, "openmaken")  # from a page that is behind
    assert "Hier had je al gekozen." in page_of(browser)
    choose(browser, 5, "bellen")
    choose(browser, 1, "openmaken")  # no choice of this scene
    browser.post(f"{STORY}/choose", data={"step": "x"})
    assert path_of(alice) == ["vragen"]


def test_the_first_ending_is_done_and_has_a_debrief(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    choose(browser, 0, "vragen")
    assert facts_of(alice.id, COURSE) == []
    choose(browser, 1, "bellen")
    kinds = [fact.kind.value for fact in facts_of(alice.id, COURSE)]
    assert kinds == ["exercise_done", "module_done", "online_done", "complete"]
    page = page_of(browser)
    assert "Goed afgelopen" in page
    assert "Eerst kijken, dan pas doen." in page
    assert "Je maakt de doos open. Je vingers zitten nu overal op. Risico Te dichtbij" in page
    assert "Je hebt 1 van de 2 eindes gezien" in page


def test_playing_again_from_a_scene_keeps_what_was_reached(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    choose(browser, 0, "vragen")
    choose(browser, 1, "bellen")
    for _ in range(2):
        browser.post(f"{STORY}/again", data={"step": 1})
    assert path_of(alice) == ["vragen"]
    browser.post(f"{STORY}/again", data={"step": 0})
    assert "Gedaan op" in page_of(browser)
    choose(browser, 0, "openmaken")
    assert "Je hebt 2 van de 2 eindes gezien" in page_of(browser)
    done = [fact for fact in facts_of(alice.id, COURSE) if fact.kind == "exercise_done"]
    assert len(done) == 1


def test_a_story_that_was_changed_says_so(alice: Person, sign_in: SignIn, content: Path) -> None:
    browser = sign_in(alice)
    choose(browser, 0, "vragen")
    text = (content / FILE).read_text()
    (content / FILE).write_text(text.replace("Ook zij kent de doos niet.", "Zij kent hem niet."))
    reload_content()
    page = page_of(browser)
    assert "De tekst van dit verhaal is veranderd" in page
    assert "Zij kent hem niet." in page
    for name in (FILE, FILE.replace(".md", ".en.md")):
        (content / name).write_text((content / name).read_text().replace("{#vragen}", "{#vraag}"))
    reload_content()
    page = page_of(browser)
    assert "Daarom begin je opnieuw" in page
    assert "Een doos zonder sticker" in page
    choose(browser, 0, "vraag")
    assert path_of(alice) == ["vraag"]
    assert "veranderd" not in page_of(browser)


def test_another_language_is_the_same_way(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    choose(browser, 0, "vragen")
    browser.post("/language", data={"language": "en"})
    page = page_of(browser)
    assert "The colleague is not sure" in page
    assert "have changed" not in page


def test_going_round_in_circles_ends_at_the_beginning(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    choose(browser, 0, "vragen")
    run = db.session.get_one(ScenarioRun, (alice.id, COURSE, "de-doos"))
    run.path = ["vragen", "terug"] * (LONGEST // 2)
    db.session.commit()
    choose(browser, LONGEST, "vragen")
    assert path_of(alice) == []


def test_everybody_has_a_way_of_their_own(alice: Person, sign_in: SignIn) -> None:
    choose(sign_in(alice), 0, "vragen")
    page = page_of(sign_in(make_person("Charlie Vreemd")))
    assert "Jij bent teamleider in de hal." in page
    assert "Je koos" not in page


def test_what_is_no_story_is_not_found(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    for address in (f"/training/{COURSE}/scenario/weg", "/training/proef/scenario/begin"):
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}/choose", data={"step": 0}).status_code == 404
        assert browser.post(f"{address}/again", data={"step": 0}).status_code == 404
