"""The pages on which training days are recorded and put right."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from lms.manage import meetings, picker
from lms.meetings.models import Attendance, Meeting, Presence
from tests.factories import give_role, give_seat, make_person
from tests.meetings.conftest import DAY, FIRST, Network, attended

SignIn = Callable[[Person], FlaskClient]
More = Callable[[int], list[Person]]
NEW = f"/manage/meetings/new?site=aalsmeer&kind={FIRST}"


@pytest.fixture
def bob(network: Network, sign_in: SignIn) -> FlaskClient:
    return sign_in(network.bob)


@pytest.fixture
def staff(network: Network, sign_in: SignIn) -> FlaskClient:
    person = make_person("Stef Programma")
    give_role(person, "staff")
    return sign_in(person)


def text_of(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status, response.status
    words = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return re.sub(r"\s+", " ", words)


def ids(*people: Person) -> list[str]:
    return [person.public_id for person in people]


def fields(*people: Person, do: str = "record", **changed: object) -> dict[str, object]:
    values = {"day": DAY.isoformat(), "place": "Zaal 2", "presence": "present"}
    return {**values, "person": ids(*people), "do": do, **changed}


def ticked(response: TestResponse) -> set[str]:
    page = response.get_data(as_text=True)
    return set(re.findall(r'name="person" value="([^"]+)" checked', page))


def offered(response: TestResponse) -> set[str]:
    return set(re.findall(r'name="person" value="([^"]+)"', response.get_data(as_text=True)))


def count(model: type[object]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_twelve_people_are_recorded_at_once(network: Network, bob: FlaskClient, more: More) -> None:
    people = more(12)
    response = bob.post(NEW, data=fields(*people))
    meeting = db.session.scalars(sa.select(Meeting)).one()
    assert response.location == f"/manage/meetings/{meeting.public_id}"
    page = text_of(bob.get(response.location))
    assert "12 mensen zijn vastgelegd." in page
    assert "12 aanwezig" in page
    assert "Vastgelegd door Bob Regel" in page
    assert all(person.name in page for person in people)
    assert all(len(attended(person)) == 1 for person in people)
    listed = text_of(bob.get("/manage/meetings"))
    assert "Trainingsdag 1 12 Zaal 2 Bob Regel" in listed


def test_a_coordinator_of_one_site_only_chooses_the_day(bob: FlaskClient) -> None:
    assert "Welke dag?" in text_of(bob.get("/manage/meetings/new"))
    page = text_of(bob.get(f"/manage/meetings/new?kind={FIRST}"))
    assert "Trainingsdag 1 in Aalsmeer" in page
    assert "Alice Proef" in page


def test_looking_for_somebody_keeps_the_ticks_and_the_rest(
    network: Network, bob: FlaskClient, more: More
) -> None:
    dirk, other = more(2)
    sent = fields(dirk, do="search", q="alice", not_yet="1")
    found = bob.post(NEW, data=sent)
    assert found.status_code == 200
    assert offered(found) == {dirk.public_id, network.alice.public_id}
    assert ticked(found) == {dirk.public_id}
    assert f'value="{DAY.isoformat()}"' in found.get_data(as_text=True)
    by_firm = bob.post(NEW, data=fields(do="search", q="firma 001"))
    assert offered(by_firm) == {other.public_id}
    assert count(Meeting) == 0


def test_all_that_are_found_are_ticked_with_one_button(
    network: Network, bob: FlaskClient, more: More
) -> None:
    people = more(5)
    everybody = bob.post(NEW, data=fields(do="all", q="dirk"))
    assert ticked(everybody) == set(ids(*people))
    assert "5 mensen aangevinkt" in text_of(everybody)
    assert ticked(bob.post(NEW, data=fields(*people, do="none"))) == set()


def test_who_was_there_before_is_shown_when_asked_for(
    network: Network, bob: FlaskClient, more: More
) -> None:
    more(1)
    network.record(network.alice, day=DAY - timedelta(days=90))
    assert "Alice Proef" not in text_of(bob.get(NEW))
    everybody = text_of(bob.post(NEW, data=fields(do="search")))
    assert "Alice Proef Kwekerij Proef Trainingsdag 1" in everybody


def test_a_long_list_shows_its_beginning_and_says_so(
    network: Network, bob: FlaskClient, more: More, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = more(6)
    monkeypatch.setattr(picker, "SHOWN", 4)
    monkeypatch.setattr(picker, "MOST", 5)
    page = bob.get(NEW)
    assert len(offered(page)) == 4
    assert "Dit zijn de eerste 4 van 7." in text_of(page)
    too_many = bob.post(NEW, data=fields(*people))
    assert "Vink hoogstens 5 mensen tegelijk aan." in text_of(too_many, 400)
    assert count(Meeting) == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"day": ""}, "Vul de dag in"),
        ({"day": "31-02-2026"}, "Vul de dag in"),
        ({"day": "2090-01-01"}, "Deze dag moet nog komen."),
        ({"day": "1026-01-01"}, "Kijk het jaar na."),
        ({"place": "  "}, "Vul in waar het was."),
        ({"place": "-"}, "Vul in waar het was."),
        ({"place": "x" * 121}, "Gebruik hoogstens 120 tekens"),
        ({"presence": "maybe"}, "Kies aanwezig, afgemeld of afwezig."),
        ({"person": []}, "Vink minstens één persoon aan."),
        ({"person": ["x' or 1=1", "é"]}, "kan hier niet meer worden vastgelegd"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_lost(
    network: Network, bob: FlaskClient, changed: dict[str, object], message: str
) -> None:
    response = bob.post(NEW, data=fields(network.alice, **changed))
    assert message in text_of(response, 400)
    if "person" not in changed:
        assert ticked(response) == {network.alice.public_id}
    assert count(Meeting) == count(Attendance) == 0


def test_the_coordinator_of_another_site_finds_nothing(network: Network, sign_in: SignIn) -> None:
    meeting = network.record().meeting.public_id
    charlie = sign_in(network.charlie)
    for address in ("", "/add", "/correct", f"/correct?person={network.alice.public_id}"):
        assert charlie.get(f"/manage/meetings/{meeting}{address}").status_code == 404
    for address in ("/add", "/correct"):
        sent = fields(network.alice, presence="absent", reason="Nee")
        assert charlie.post(f"/manage/meetings/{meeting}{address}", data=sent).status_code == 404
    assert charlie.get(NEW).status_code == 404
    assert charlie.post(NEW, data=fields(network.alice)).status_code == 404
    own = f"/manage/people/{network.alice.public_id}/training-day"
    assert charlie.get(own).status_code == charlie.post(own).status_code == 404
    assert "Zaal 2" not in text_of(charlie.get("/manage/meetings"))
    assert charlie.get("/manage/meetings?site=aalsmeer").status_code == 404
    assert len(attended(network.alice)) == 1


def test_people_of_other_sites_are_not_recorded_here(network: Network, sign_in: SignIn) -> None:
    there = f"/manage/meetings/new?site=naaldwijk&kind={FIRST}"
    response = sign_in(network.charlie).post(there, data=fields(network.alice))
    assert "kan hier niet meer worden vastgelegd" in text_of(response, 400)
    assert "Alice" not in text_of(response, 400)
    assert attended(network.alice) == []


def test_names_of_other_sites_are_counted_not_shown(
    network: Network, bob: FlaskClient, staff: FlaskClient
) -> None:
    guest = make_person("Gerda Gast")
    give_seat(guest, network.other, "Elders")
    meeting = network.record(network.alice, guest).meeting.public_id
    page = text_of(bob.get(f"/manage/meetings/{meeting}"))
    assert "Gerda" not in page
    assert "nog één persoon, van een ander terrein" in page
    assert "2 aanwezig" in page
    assert "Gerda" not in text_of(bob.get(f"/manage/meetings/{meeting}/correct"))
    sent = {"person": ids(guest), "presence": "absent", "reason": "Nee", "do": "record"}
    assert bob.post(f"/manage/meetings/{meeting}/correct", data=sent).status_code == 400
    assert "Gerda Gast" in text_of(staff.get(f"/manage/meetings/{meeting}"))
    assert staff.post(f"/manage/meetings/{meeting}/correct", data=sent).status_code == 302
    assert len(attended(guest)) == 2


def test_people_are_added_later(network: Network, bob: FlaskClient, more: More) -> None:
    meeting = network.record().meeting.public_id
    dirk, _other = more(2)
    address = f"/manage/meetings/{meeting}/add"
    assert network.alice.public_id not in offered(bob.get(address))
    response = bob.post(address, data={"person": ids(dirk), "presence": "excused", "do": "record"})
    assert response.location == f"/manage/meetings/{meeting}"
    assert "1 aanwezig 1 afgemeld 0 afwezig" in text_of(bob.get(response.location))
    assert attended(dirk) == []


def test_a_correction_is_made_with_a_reason_and_stays_to_be_read(
    network: Network, bob: FlaskClient
) -> None:
    meeting = network.record().meeting.public_id
    address = f"/manage/meetings/{meeting}/correct"
    alice = network.alice.public_id
    form = bob.get(f"{address}?person={alice}")
    assert ticked(form) == {alice}
    sent = {"person": alice, "presence": "absent", "do": "record"}
    assert "Schrijf op waarom" in text_of(bob.post(address, data=sent), 400)
    done = bob.post(address, data={**sent, "reason": "Stond op de lijst"}, follow_redirects=True)
    page = text_of(done)
    assert "De aanwezigheid van 1 persoon is verbeterd." in page
    assert "Alice Proef : eerst aanwezig, toen afwezig. “Stond op de lijst”" in page
    again = bob.post(address, data={**sent, "reason": "Nogmaals"}, follow_redirects=True)
    assert "Het stond er al zo." in text_of(again)
    person = text_of(bob.get(f"/people/{alice}"))
    assert "eerst aanwezig, toen afwezig. “Stond op de lijst”" in person
    assert "Zaal 2 : afwezig" in person


def test_one_person_from_the_own_page(network: Network, bob: FlaskClient) -> None:
    address = f"/manage/people/{network.alice.public_id}/training-day"
    assert address in bob.get(f"/people/{network.alice.public_id}").get_data(as_text=True)
    assert "Voor Alice Proef" in text_of(bob.get(address))
    sent = {**fields(), "kind": FIRST, "site": "aalsmeer"}
    for wrong in ({"kind": "x"}, {"site": "naaldwijk"}, {"day": ""}):
        assert bob.post(address, data={**sent, **wrong}).status_code == 400
    response = bob.post(address, data=sent, follow_redirects=True)
    assert "De trainingsdag is vastgelegd." in text_of(response)
    assert f"{DAY.day} " in text_of(response)
    assert len(attended(network.alice)) == 1
    other = bob.post(address, data={**sent, "presence": "absent"}, follow_redirects=True)
    assert "Deze persoon staat al bij die bijeenkomst" in text_of(other)
    assert len(attended(network.alice)) == 1


def test_the_list_is_narrowed_by_site_and_period(
    network: Network, bob: FlaskClient, staff: FlaskClient
) -> None:
    assert "nog geen bijeenkomst" in text_of(staff.get("/manage/meetings"))
    network.record()
    for address in ("", "?site=aalsmeer"):
        assert "Zaal 2" in text_of(staff.get(f"/manage/meetings{address}"))
    assert "Geen bijeenkomst gevonden" in text_of(staff.get("/manage/meetings?site=naaldwijk"))
    assert staff.get("/manage/meetings?period=1999-Q1").status_code == 404
    assert staff.get("/manage/meetings?site=nergens").status_code == 404


def test_seeing_names_is_noted(network: Network, bob: FlaskClient) -> None:
    meeting = network.record().meeting.public_id
    bob.get(f"/manage/meetings/{meeting}")
    bob.get(NEW)
    noted = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert noted == ["attendance.recorded", "attendance.seen", "people.seen"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/manage/meetings", 6),
        ("/manage/meetings/{meeting}", 8),
        (NEW, 6),
        ("/manage/meetings/{meeting}/add", 5),
        ("/manage/meetings/{meeting}/correct", 4),
    ],
)
def test_the_number_of_statements_does_not_grow(
    network: Network,
    bob: FlaskClient,
    more: More,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    address: str,
    expected: int,
) -> None:
    people = more(9)
    address = address.format(meeting=network.record().meeting.public_id)
    counts = []
    for number in range(3):
        network.record(*people[: number * 3 + 1])
        for person in people[:number]:
            meeting = db.session.scalars(sa.select(Meeting)).one()
            network.correct(meeting, Presence.EXCUSED, person)
        bob.get(address)
        with count_queries() as seen:
            assert bob.get(address).status_code == 200
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    assert counts == [expected] * 3


def test_without_training_days_or_sites_there_is_nothing_to_record(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person("Stef Programma")
    give_role(person, "staff")
    browser = sign_in(person)
    assert "Er is nog geen terrein" in text_of(browser.get("/manage/meetings/new"))
    monkeypatch.setattr(meetings, "kinds", lambda: ())
    assert "Geen training vraagt" in text_of(browser.get("/manage/meetings/new"))
