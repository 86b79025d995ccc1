"""From the checked file to the network: written once, all of it or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.clock import local_date, start_of_day, utcnow
from lms.editions.store import get_course, shape_of
from lms.extensions import begin_writing, db
from lms.imports import services
from lms.imports.models import Upload
from lms.imports.queries import Rights
from lms.mail.models import OutboxMail
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact
from lms.progress.rebuild import rebuild
from tests.conftest import field
from tests.factories import COURSE, give_seat, make_person
from tests.imports.sheets import ALICE, csv_file, xlsx_rows
from tests.imports.uploading import BOB, check, confirm, contents, counts, put_in

SignIn = Callable[[Person], FlaskClient]


def test_nothing_is_written_before_the_confirmation(staff: FlaskClient) -> None:
    before = contents()
    place = check(staff, csv_file(ALICE, BOB))
    assert contents() == before
    page = staff.get(place).text
    assert counts(page) == {"create": 2, "change": 0, "same": 0, "refuse": 0}
    assert "Nieuwe organisatie." in page
    assert "Krijgt POCO-plek 2 vanaf zo 1 feb 2026." in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_confirmed_file_is_in_the_network(staff: FlaskClient, site: Site, kind: str) -> None:
    data = csv_file(ALICE, BOB) if kind == "csv" else xlsx_rows(ALICE, BOB)
    put_in(staff, data, f"x.{kind}")
    firm = db.session.scalars(sa.select(Organisation)).one()
    assert (firm.name, firm.kind, firm.search_key) == ("Kwekerij Proef", "grower", "kwekerijproef")
    taking_part = db.session.scalars(sa.select(Participation)).one()
    assert (taking_part.site_id, taking_part.since, taking_part.until) == (
        site.id,
        date(2026, 1, 5),
        None,
    )
    seats = db.session.scalars(sa.select(Seat).order_by(Seat.number)).all()
    assert [(seat.number, seat.since) for seat in seats][1] == (2, date(2026, 2, 1))
    bob = db.session.scalars(sa.select(Person).where(Person.email == "bob@x.nl")).one()
    assert (bob.name, bob.language, bob.search_key) == ("Bob Proef", "en", "bobproef")
    assert bob.id == seats[1].person_id
    assert db.session.scalar(sa.select(sa.func.count(OutboxMail.id))) == 0


def test_the_ledger_is_as_if_each_seat_had_been_given_by_hand(
    staff: FlaskClient, site: Site
) -> None:
    known = make_person("Charlie Proef")
    give_seat(known, site, "Handel Oud")
    stranger = make_person("Dora Proef")
    charlie = ("Handel Nieuw", "", "Aalsmeer", "", "", known.email, "", "")
    dora = ("Handel Nieuw", "", "Aalsmeer", "", "", stranger.email, "", "")
    put_in(staff, csv_file(ALICE, BOB, charlie, dora))
    alice = db.session.scalars(sa.select(Person).where(Person.email == "alice@x.nl")).one()
    (fact,) = db.session.scalars(sa.select(LedgerFact).where(LedgerFact.person_id == alice.id))
    trudy = db.session.scalars(sa.select(Person).where(Person.name == "Trudy Programma")).one()
    assert (fact.kind, fact.course, fact.recorded_by) == ("named", COURSE, trudy.id)
    assert db.session.scalar(sa.select(sa.func.count(LedgerFact.id))) == 4
    bob = db.session.scalars(sa.select(Person).where(Person.email == "bob@x.nl")).one()
    row = db.session.get(CourseProgress, (bob.id, COURSE))
    assert row is not None
    assert row.named_at == start_of_day(date(2026, 2, 1))

    def projection() -> list[Any]:
        return [
            sorted(map(repr, db.session.execute(sa.select(model.__table__))))
            for model in (CourseProgress, ActiveQuarter)
        ]

    def due_dates() -> list[Any]:
        own = sa.select(Seat.person_id, Seat.since, Seat.unbroken_since).order_by(Seat.id)
        return [tuple(row) for row in db.session.execute(own)]

    # Charlie had a seat before, and still has it; nobody else had one.
    late = {person: (since, first) for person, since, first in due_dates() if since != first}
    assert late == {known.id: (local_date(utcnow()), date(2026, 1, 5))}
    before = projection(), due_dates()
    rebuild()
    assert (projection(), due_dates()) == before


def test_the_same_file_twice_changes_nothing(staff: FlaskClient) -> None:
    data = csv_file(ALICE, BOB, ("Handel Leeg", "handel", "Aalsmeer", "1-1-2026"))
    put_in(staff, data)
    before = contents()
    page = staff.get(check(staff, data)).text
    assert counts(page) == {"create": 0, "change": 0, "same": 3, "refuse": 0}
    assert 'name="seen"' not in page
    assert "Alles in dit bestand staat er al in" in page
    assert contents() == before


def test_existing_things_are_changed_and_refused_as_shown(staff: FlaskClient, site: Site) -> None:
    give_seat(make_person("Alice Proef"), site)
    rows = csv_file(
        ("kwekerij proef", "handel", "Aalsmeer", "01-01-2026"),
        ("Kwekerij Proef", "", "Aalsmeer", "", "Álice PROEF", "Alice.Proef@example.invalid"),
        ("Kwekerij Proef", "", "Aalsmeer", "", "Anders", "alice.proef@EXAMPLE.invalid"),
        ("Kwekerij Proef", "", "Naaldwijk"),
    )
    place = check(staff, rows)
    page = staff.get(place).text
    assert counts(page) == {"create": 0, "change": 1, "same": 1, "refuse": 2}
    assert "van anders naar handel." in page
    assert "Kies uit: Aalsmeer." in staff.get(f"{place}?fate=refuse").text
    confirm(staff, place)
    firm = db.session.scalars(sa.select(Organisation)).one()
    assert (firm.name, firm.kind) == ("Kwekerij Proef", "trader")
    assert db.session.scalars(sa.select(Participation.since)).one() == date(2026, 1, 1)


def test_a_double_click_and_the_back_button_write_once(staff: FlaskClient) -> None:
    place = check(staff, csv_file(ALICE, BOB))
    seen = field(staff.get(place).text, "seen")
    for _ in range(3):
        assert staff.post(f"{place}/confirm", data={"seen": seen}).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2
    page = staff.get(place).text
    assert "De rijen staan erin" in page
    notes = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "import.confirm")
    ).all()
    assert [entry.detail["seats"] for entry in notes] == [2]
    assert staff.post(f"{place}/check", data={"again": "1"}).status_code == 302
    assert "De rijen staan erin" in staff.get(place).text


def test_what_changed_since_the_check_is_never_written_over(staff: FlaskClient, site: Site) -> None:
    place = check(staff, csv_file(ALICE, BOB))
    give_seat(make_person("Charlie Proef"), site)
    before = contents()
    confirm(staff, place)
    assert contents() == before
    page = staff.get(place).text
    assert "Het netwerk is veranderd sinds deze controle" in page
    assert 'name="seen"' not in page
    staff.post(f"{place}/check", data={"again": "1"})
    page = staff.get(place).text
    assert counts(page) == {"create": 1, "change": 0, "same": 0, "refuse": 1}
    confirm(staff, place)
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2


def test_a_confirmation_of_an_older_check_writes_nothing(staff: FlaskClient) -> None:
    place = check(staff, csv_file(ALICE))
    staff.post(f"{place}/confirm", data={"seen": "0" * 64})
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 0
    staff.post(f"{place}/confirm")
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 0


def test_all_or_nothing_when_writing_fails(
    staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = check(staff, csv_file(ALICE, BOB))
    before = contents()

    def fail(*_rest: object, **_more: object) -> None:
        raise RuntimeError("full")

    monkeypatch.setattr("lms.imports.writing._milestones", fail)
    with pytest.raises(RuntimeError):
        confirm(staff, place)
    assert contents() == before
    monkeypatch.undo()
    confirm(staff, place)
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2


def test_two_confirmations_at_the_same_moment_write_once(staff: FlaskClient, app: Flask) -> None:
    place = check(staff, csv_file(ALICE, BOB))
    upload = db.session.scalars(sa.select(Upload)).one()
    upload_id, seen, by = upload.id, upload.counts["digest"], upload.person_id
    db.session.commit()
    written: list[bool] = []
    gate = threading.Barrier(2)

    def press() -> None:
        with app.app_context():
            begin_writing()
            gate.wait()
            found = db.session.get_one(Upload, upload_id)
            course = shape_of(get_course(COURSE, "nl"))
            rights = Rights(everywhere=True)
            today = local_date(utcnow())
            written.append(
                services.confirm(
                    upload=found, rights=rights, seen=seen, by=by, course=course, today=today
                )
            )
            db.session.commit()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == [False, True]
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2
    assert "De rijen staan erin" in staff.get(place).text
