"""The page shows who would get a reminder and who not; the button sends exactly that."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.mail.models import MailKind
from lms.network.models import Seat, Site
from tests.factories import give_role, give_seat, make_person, make_site
from tests.followup.conftest import letters_to, poco, reach


def test_the_page_and_the_button_agree(
    app: Flask, staff: FlaskClient, site: Site, client: FlaskClient
) -> None:
    late = poco("Alice Laat", site, invited=9)
    quiet = poco("Alice Stil", site, signed_in=60, activity=30)
    paused = poco("Charlie Pauze", site, invited=9)
    paused.reminders_paused_until = utcnow() + timedelta(days=3)
    fine = poco("Alice Bezig", site, signed_in=60, activity=3)
    done = poco("Alice Klaar", site, signed_in=90, activity=60, complete=60)
    db.session.commit()
    page = staff.get("/manage/reminders").text
    assert "Alice Laat" in page
    assert "Alice Stil" in page
    assert "Nooit ingelogd" in page
    for name in ("Charlie", "Bezig", "Klaar"):
        assert name not in re.sub(r"<dl.*?</dl>", "", page, flags=re.S)
    skipped = staff.get("/manage/reminders?show=skipped").text
    assert "Charlie Pauze" in skipped
    assert "Alice Laat" not in skipped
    staff.post("/manage/reminders")
    assert [letter.kind for letter in letters_to(late)] == [MailKind.REMINDER]
    assert [letter.kind for letter in letters_to(quiet)] == [MailKind.REMINDER]
    assert letters_to(paused) == letters_to(fine) == letters_to(done) == []
    staff.post("/manage/reminders")
    assert len(letters_to(late)) == 1, "at most one in two weeks"
    assert "Alice Laat" in staff.get("/manage/reminders?show=skipped").text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_reminders_tell_strangers_nothing_and_can_be_stopped(
    app: Flask, staff: FlaskClient, site: Site, client: FlaskClient, language: str
) -> None:
    new, quiet = poco("Alice Nieuw", site, invited=9), poco("Alice Stil", site, signed_in=60)
    new.language = quiet.language = language
    db.session.commit()
    staff.post("/manage/reminders")
    for person in (new, quiet):
        (letter,) = letters_to(person)
        opening = "".join(letter.text.split("\n\n")[:2]) + letter.subject
        for word in ("POCO", "Alice", "ondermijning", "crimi", "Kwekerij"):
            assert word.lower() not in opening.lower()
        found = re.search(r"http://[^/]+(/reminders/\S+)", letter.text)
        assert found
        assert client.get(found.group(1)).status_code == 200


def test_who_never_signed_in_gets_a_link_that_works(
    app: Flask, staff: FlaskClient, site: Site, client: FlaskClient
) -> None:
    alice = poco("Alice Nieuw", site, invited=30)
    staff.post("/manage/reminders")
    (letter,) = letters_to(alice)
    found = re.search(r"http://[^/]+(/invitation/\S+)", letter.text)
    assert found
    assert client.post(found.group(1)).status_code == 302


def test_people_without_a_seat_today_get_none(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice = poco("Alice Weg", site, invited=30)
    db.session.query(Seat).update({"until": local_date(utcnow())})
    db.session.commit()
    staff.post("/manage/reminders")
    assert letters_to(alice) == []


def test_a_coordinator_writes_to_the_own_site_only(
    app: Flask, coordinator: FlaskClient, site: Site
) -> None:
    other = make_site("naaldwijk")
    own, stranger = poco("Alice Hier", site, invited=9), poco("Alice Daar", other, invited=9)
    page = coordinator.get("/manage/reminders").text
    assert "Alice Hier" in page
    assert "Alice Daar" not in page
    assert coordinator.get("/manage/reminders?site=naaldwijk").status_code == 404
    assert coordinator.post("/manage/reminders", data={"site": "naaldwijk"}).status_code == 404
    coordinator.post("/manage/reminders")
    assert len(letters_to(own)) == 1
    assert letters_to(stranger) == []


def test_somebody_at_two_sites_gets_one_letter(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice = poco("Alice Dubbel", site)
    give_seat(alice, make_site("naaldwijk"), "Tweede firma")
    reach(alice, invited=9)
    staff.post("/manage/reminders")
    assert len(letters_to(alice)) == 1


def test_the_number_of_statements_does_not_grow(
    app: Flask,
    staff: FlaskClient,
    site: Site,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for number in range(3):
        for place in range(number + 1):
            poco(f"Alice {number} {place}", site, invited=9)
        staff.get("/manage/reminders")
        with count_queries() as seen:
            staff.get("/manage/reminders")
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    # The edition, who is asking, the sites, the counts, the people, their places.
    assert counts == [6] * 3


def test_a_member_of_the_team_without_seat_is_left_alone(
    app: Flask, staff: FlaskClient, site: Site
) -> None:
    colleague = make_person("Bob Collega")
    give_role(colleague, "staff")
    staff.post("/manage/reminders")
    assert letters_to(colleague) == []
