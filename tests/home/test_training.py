"""My basic training: one next step, honest progress, and what is still needed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.i18n import day as shown_day
from lms.meetings import services as meetings
from lms.meetings.models import Meeting, Presence
from lms.progress import services
from lms.progress.queries import standing_of
from tests.conftest import reload_content
from tests.factories import COURSE, enrol, give_seat, make_person, make_site

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    enrol(person)
    return person


def record(person: Person, kind: FactKind, subject: str = "", at: datetime | None = None) -> None:
    services.append(
        person_id=person.id,
        course=shape_of(get_course(COURSE, "nl")),
        kind=kind,
        subject=subject,
        at=at,
        reference="x" if kind is FactKind.QUIZ_SUBMITTED else "",
    )
    db.session.commit()


def finish_online(person: Person) -> None:
    for slug in ("begin", "verder", "los"):
        record(person, FactKind.LESSON_READ, f"lesson/{slug}")
    record(person, FactKind.QUIZ_SUBMITTED, "quiz/eerste")


def text_of(browser: FlaskClient, address: str = "/") -> str:
    page = browser.get(address)
    assert page.status_code == 200
    words = html.unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)))
    return re.sub(r"\s+", " ", words)


def test_somebody_new_starts_at_the_first_lesson(alice: Person, sign_in: SignIn) -> None:
    page = text_of(sign_in(alice))
    assert "Begin hier" in page
    assert "Het begin" in page
    assert "0 %" in page


def test_the_next_step_follows_what_is_done(alice: Person, sign_in: SignIn) -> None:
    record(alice, FactKind.LESSON_READ, "lesson/begin")
    browser = sign_in(alice)
    page = browser.get("/").get_data(as_text=True)
    assert page.count(f'href="/training/{COURSE}/lesson/verder"') >= 1
    assert "25" in page
    assert "Ga verder waar je was" in page


def test_an_open_attempt_is_the_next_step(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post(f"/training/{COURSE}/quiz/eerste")
    assert "Verder met de toets" in text_of(browser)


def test_online_done_waits_for_the_training_days(alice: Person, sign_in: SignIn) -> None:
    finish_online(alice)
    page = text_of(sign_in(alice))
    assert "Je hebt alles online gedaan" in page
    assert "4 van de 4 onderdelen" in page
    assert "Trainingsdag 1 nog niet" in page


def test_without_a_plan_the_next_step_is_the_training_day(
    alice: Person, sign_in: SignIn, content: Path
) -> None:
    for ending in (".md", ".en.md"):
        (content / f"courses/{COURSE}/plan{ending}").unlink()
    reload_content()
    finish_online(alice)
    page = sign_in(alice).get("/").get_data(as_text=True)
    assert "Bereid de trainingsdag voor" in page
    assert page.count(f'href="/training/{COURSE}/day/training-day-1"') == 2


def test_complete_after_both_days(alice: Person, sign_in: SignIn) -> None:
    finish_online(alice)
    for day in ("training-day-1", "training-day-2"):
        record(alice, FactKind.MEETING_ATTENDED, f"meeting/{day}")
    page = text_of(sign_in(alice))
    assert "Goed gedaan" in page
    assert "nog niet" not in page


def test_new_lessons_are_offered_and_take_nothing_away(
    alice: Person, sign_in: SignIn, content: Path
) -> None:
    finish_online(alice)
    for ending, title in ((".md", "Nagekomen les"), (".en.md", "A later lesson")):
        minutes = "minutes: 3\n" if ending == ".md" else ""
        text = f"---\ntitle: {title}\n{minutes}summary: S.\n---\n\n## N {{#n}}\n\nTekst.\n"
        (content / f"courses/{COURSE}/20-tweede/20-nagekomen{ending}").write_text(text)
    reload_content()
    page = text_of(sign_in(alice))
    assert "Je hebt alles online gedaan" not in page
    assert "4 van de 4 onderdelen" in page
    assert "Nagekomen les" in page
    assert "Nieuw sinds je klaar was" in page


def test_being_late_is_said_kindly(alice: Person, sign_in: SignIn) -> None:
    late = "De datum voor je basistraining is voorbij"
    assert late not in text_of(sign_in(alice))
    bob = make_person("Bob Laat")
    give_seat(bob, make_site(), since=local_date(utcnow()) - timedelta(days=120))
    page = text_of(sign_in(bob))
    assert late in page
    assert "Er is niets verloren" in page


def test_one_sees_only_ones_own_progress(alice: Person, sign_in: SignIn) -> None:
    finish_online(alice)
    charlie = make_person("Charlie Vreemd")
    enrol(charlie)
    page = text_of(sign_in(charlie))
    assert "0 %" in page
    assert "Alice" not in page


def test_english_is_whole(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post("/language", data={"language": "en"})
    page = text_of(browser)
    assert "Start here" in page
    assert "The beginning" in page
    assert "Begin hier" not in page


def test_the_first_page_needs_few_queries(alice: Person, sign_in: SignIn, count_queries) -> None:  # type: ignore[no-untyped-def]
    browser = sign_in(alice)
    browser.get("/")
    with count_queries() as seen:
        browser.get("/")
    reads = [s for s in seen if s.startswith("SELECT") and "edition" not in s]
    assert len(reads) <= 8, reads


def test_what_is_left_when_a_lesson_goes_counts_as_done_everywhere(
    alice: Person, sign_in: SignIn, content: Path
) -> None:
    for subject in ("lesson/begin", "lesson/los"):
        record(alice, FactKind.LESSON_READ, subject)
    record(alice, FactKind.QUIZ_SUBMITTED, "quiz/eerste")
    for ending in (".md", ".en.md"):
        (content / f"courses/{COURSE}/10-eerste/20-verder{ending}").unlink()
    reload_content()
    page = sign_in(alice).get("/training").get_data(as_text=True)
    assert "Online deel klaar" in page or "alles online gedaan" in page
    assert standing_of(alice.id, COURSE).online_done_at is not None


def test_a_training_day_shows_when_and_where_it_was(alice: Person, sign_in: SignIn) -> None:
    bob, site = make_person("Bob Regel"), make_site()
    kind = "training-day-1"

    def attend(day: date, place: str) -> Meeting:
        return meetings.record(
            kind=kind,
            site_id=site.id,
            day=day,
            place=place,
            people=[alice.id],
            recorded_by=bob.id,
        ).meeting

    first = local_date(utcnow()) - timedelta(days=70)
    meeting = attend(first, "Aalsmeer")
    browser = sign_in(alice)
    assert f"Trainingsdag 1 {shown_day(first)}, Aalsmeer" in text_of(browser)
    meetings.correct(
        meeting=meeting,
        people=[alice.id],
        presence=Presence.ABSENT,
        reason="Verwisseld met een ander",
        corrected_by=bob.id,
    )
    page = text_of(browser)
    assert f"Trainingsdag 1 nog niet Je aanwezigheid op {shown_day(first)} is op " in page
    assert f"is op {shown_day(utcnow())} verbeterd: je staat daar nu als afwezig." in page
    assert "Verwisseld" not in page
    assert "Bob" not in page
    second = first + timedelta(days=21)
    attend(second, "Naaldwijk")
    page = text_of(browser)
    assert f"Trainingsdag 1 {shown_day(second)}, Naaldwijk" in page
    assert "verbeterd" not in page


def test_a_completion_that_is_taken_back_is_open_again(alice: Person, sign_in: SignIn) -> None:
    bob, site = make_person("Bob Regel"), make_site()
    finish_online(alice)
    for kind in ("training-day-1", "training-day-2"):
        meeting = meetings.record(
            kind=kind,
            site_id=site.id,
            day=local_date(utcnow()) - timedelta(days=70),
            place="Aalsmeer",
            people=[alice.id],
            recorded_by=bob.id,
        ).meeting
    browser = sign_in(alice)
    assert "Goed gedaan" in text_of(browser)
    meetings.correct(
        meeting=meeting,
        people=[alice.id],
        presence=Presence.EXCUSED,
        reason="Afgemeld",
        corrected_by=bob.id,
    )
    page = text_of(browser)
    assert "Je hebt alles online gedaan" in page
    assert "je staat daar nu als afgemeld" in page


def test_extra_practice_is_offered_and_needed_for_nothing(
    alice: Person, sign_in: SignIn, content: Path
) -> None:
    make_extra(content)
    for slug in ("begin", "verder"):
        record(alice, FactKind.LESSON_READ, f"lesson/{slug}")
    record(alice, FactKind.QUIZ_SUBMITTED, "quiz/eerste")
    assert standing_of(alice.id, COURSE).online_done_at is not None
    browser = sign_in(alice)
    page = text_of(browser)
    assert "3 van de 3 onderdelen" in page
    assert "1 van 1 module" in page
    assert "Extra oefenen: Tweede module extra" in page
    browser.post(f"/training/{COURSE}/lesson/los/read")
    standing = standing_of(alice.id, COURSE)
    assert "lesson/los" in standing.done
    assert standing.last_activity_at == standing.done["lesson/los"]
    assert "3 van de 3 onderdelen" in text_of(browser)
    assert "Klaar: Tweede module" in text_of(browser)


def make_extra(content: Path) -> None:
    """The second module becomes extra practice."""
    module = content / f"courses/{COURSE}/20-tweede/module.md"
    module.write_text(module.read_text().replace("theme:", "optional: true\ntheme:"))
    reload_content()
