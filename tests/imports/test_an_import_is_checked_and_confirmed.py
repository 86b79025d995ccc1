"""From the chosen file to the network: seen first, written once, all of it or nothing."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
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
from lms.imports import checking, services
from lms.imports.models import Upload, UploadRow
from lms.imports.queries import Rights
from lms.mail.models import OutboxMail
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact
from lms.progress.rebuild import rebuild
from tests.conftest import field
from tests.factories import COURSE, give_role, give_seat, make_person, make_site
from tests.imports.sheets import ALICE, HEAD, csv_file, csv_text, xlsx_rows

SignIn = Callable[[Person], FlaskClient]
BOB = ("Kwekerij Proef", "", "Aalsmeer", "", "Bob Proef", "BOB@x.nl", "en", "01-02-2026")
TABLES = (Organisation, Participation, Person, Seat, LedgerFact, CourseProgress)


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def staff(app: Flask, site: Site, sign_in: SignIn) -> FlaskClient:
    person = make_person("Trudy Programma")
    give_role(person, "staff")
    return sign_in(person)


def send(browser: FlaskClient, data: bytes, name: str = "x.csv") -> Any:
    return browser.post("/manage/imports", data={"file": (io.BytesIO(data), name)})


def check(browser: FlaskClient, data: bytes, name: str = "x.csv") -> str:
    """Choose a file and carry its check to the end; the address of its page."""
    response = send(browser, data, name)
    assert response.status_code == 302, response.text
    for _ in range(20):
        if 'name="seen"' in (page := browser.get(response.location).text) or "fate=" in page:
            return str(response.location)
        browser.post(f"{response.location}/check")
    raise AssertionError("the check does not end")


def confirm(browser: FlaskClient, place: str) -> Any:
    seen = field(browser.get(place).text, "seen")
    return browser.post(f"{place}/confirm", data={"seen": seen})


def put_in(browser: FlaskClient, data: bytes, name: str = "x.csv") -> str:
    place = check(browser, data, name)
    confirm(browser, place)
    return place


def contents() -> list[list[Any]]:
    """Everything in the tables an import may write."""
    db.session.rollback()
    return [
        [
            tuple(row)
            for row in db.session.execute(sa.select(model.__table__).order_by(sa.text("1")))
        ]
        for model in TABLES
    ]


def counts(page: str) -> dict[str, int]:
    found = re.findall(r"fate=(\w+)\"[^>]*>[^<]*<span[^>]*>([\d.]+)</span>", page)
    return {fate: int(number.replace(".", "")) for fate, number in found}


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


def test_two_thousand_rows_with_thirty_bad_ones(staff: FlaskClient, site: Site) -> None:
    rows = [
        (f"Kwekerij {n // 2}", "kweker", "Aalsmeer", "05-01-2026", f"P {n}", f"p{n}@x.nl", "nl", "")
        for n in range(2000)
    ]
    for n in range(0, 300, 10):
        rows[n] = [
            (*rows[n][:2], "Nergens", *rows[n][3:]),
            (*rows[n][:5], "geen adres", *rows[n][6:]),
            (*rows[n][:3], "05-01-2099", *rows[n][4:]),
        ][n // 10 % 3]
    place = check(staff, csv_file(*rows))
    assert counts(staff.get(place).text) == {"create": 1970, "change": 0, "same": 0, "refuse": 30}
    page = staff.get(f"{place}?fate=refuse&page=1").text
    assert page.count('class="import-row"') == 30
    assert '<b class="number">2</b>' in page
    assert staff.get(f"{place}?fate=refuse&page=2").status_code == 404
    assert staff.get(f"{place}?page=40").status_code == 200
    confirm(staff, place)
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 1970
    assert db.session.scalar(sa.select(sa.func.count(Organisation.id))) == 1000
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UploadRow)) == 0


def test_a_check_goes_on_in_portions_and_says_how_far_it_is(
    staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PORTION", 2)
    rows = [(f"Kwekerij {n // 3}", "", "Aalsmeer", "", f"P {n}", f"p{n}@x.nl") for n in range(5)]
    place = send(staff, csv_file(*rows)).location
    page = staff.get(place).text
    assert "0 van 5 rijen gecontroleerd" in page
    assert re.search(r'<progress[^>]*value="0" max="5"', page)
    told = staff.post(f"{place}/check", headers={"Accept": "application/json"}).json
    assert told == {"done": 2, "total": 5, "text": "2 van 5 rijen gecontroleerd", "finished": False}
    assert staff.post(f"{place}/check").location == place
    assert staff.post(f"{place}/check", headers={"Accept": "application/json"}).json["finished"]
    # The third of the first organisation is refused, although it came in another portion.
    assert counts(staff.get(place).text) == {"create": 4, "change": 0, "same": 0, "refuse": 1}


def test_a_check_starts_again_when_the_network_changes_under_it(
    staff: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PORTION", 1)
    place = send(staff, csv_file(ALICE, BOB)).location
    staff.post(f"{place}/check")
    give_seat(make_person("Charlie Proef"), site)
    staff.post(f"{place}/check")
    assert "0 van 2 rijen gecontroleerd" in staff.get(place).text
    for _ in range(2):
        staff.post(f"{place}/check")
    assert counts(staff.get(place).text)["refuse"] == 1


def test_two_windows_check_a_portion_once(staff: FlaskClient, app: Flask) -> None:
    trudy = db.session.scalars(sa.select(Person)).one()
    upload = services.receive(person_id=trudy.id, data=csv_file(ALICE, BOB), name="x.csv")
    rights = checking.Rights(everywhere=True)
    portion = checking.plan_portion(upload=upload, rights=rights, today=date(2026, 11, 25))
    assert [checking.keep(portion), checking.keep(portion)] == [True, False]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UploadRow)) == 2


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


def test_a_file_that_cannot_be_read_is_explained_beside_the_field(staff: FlaskClient) -> None:
    response = send(staff, b"%PDF-1.7", "rijen.pdf")
    assert response.status_code == 422
    assert "Dit is geen XLSX- of CSV-bestand." in response.text
    assert 'aria-invalid="true"' in response.text
    assert send(staff, csv_text(head=HEAD).encode()).status_code == 422
    assert staff.post("/manage/imports").status_code == 422


def test_a_file_of_four_megabytes_comes_in_and_one_of_seven_is_explained(
    staff: FlaskClient,
) -> None:
    row = (*ALICE[:4], "A" * 4_000, *ALICE[5:])
    assert send(staff, csv_file(*[row] * 1000)).status_code == 302
    response = send(staff, b"a" * 7 * 2**20)
    assert response.status_code == 302
    assert "groter dan 5 MB" in staff.get(response.location).text
    assert staff.post("/manage/imports/x/check", data={"a": "x" * 3 * 2**20}).status_code == 413


def test_a_coordinator_puts_in_only_rows_of_the_own_site(site: Site, sign_in: SignIn) -> None:
    other = make_site("naaldwijk")
    bob = make_person("Bob Terrein")
    give_role(bob, "coordinator", site)
    give_seat(make_person("Charlie Vreemd"), other, "Handel Ver")
    browser = sign_in(bob)
    place = check(
        browser,
        csv_file(
            ALICE,
            ("Kwekerij Proef", "", "Naaldwijk"),
            ("Handel Ver", "kweker", "Aalsmeer", "", "Anders", "charlie.vreemd@example.invalid"),
        ),
    )
    page = browser.get(place).text
    assert counts(page) == {"create": 2, "change": 0, "same": 0, "refuse": 1}
    assert "Naaldwijk is geen terrein van jou. Je kunt kiezen uit: Aalsmeer." in page
    # The name of somebody at another site is not told.
    assert "Charlie Vreemd" not in page
    assert "bekend met een andere naam" in page
    confirm(browser, place)
    assert db.session.scalars(sa.select(Seat.site_id)).all().count(other.id) == 1
    assert (
        db.session.scalar(sa.select(Organisation.kind).where(Organisation.name == "Handel Ver"))
        == "other"
    )


def test_rights_that_are_gone_at_the_confirmation_write_nothing(
    site: Site, sign_in: SignIn
) -> None:
    bob = make_person("Bob Terrein")
    give_role(bob, "coordinator", site)
    give_role(bob, "coordinator", make_site("naaldwijk"))
    browser = sign_in(bob)
    place = check(browser, csv_file(ALICE))
    seen = field(browser.get(place).text, "seen")
    db.session.execute(sa.text(f"delete from role_grant where site_id = {site.id}"))
    db.session.commit()
    browser.post(f"{place}/confirm", data={"seen": seen})
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 0


def test_an_upload_is_seen_by_nobody_else(staff: FlaskClient, sign_in: SignIn) -> None:
    place = check(staff, csv_file(ALICE))
    other = make_person("Charlie Programma")
    give_role(other, "staff")
    browser = sign_in(other)
    assert browser.get(place).status_code == 404
    assert browser.get(f"{place}/refused.csv").status_code == 404
    for verb in ("check", "confirm", "remove"):
        assert browser.post(f"{place}/{verb}").status_code == 404
    assert place not in browser.get("/manage/imports").text
    assert place in staff.get("/manage/imports").text


def test_a_file_goes_when_it_is_thrown_away_and_at_the_latest_after_a_day(
    staff: FlaskClient,
) -> None:
    staff.post(f"{check(staff, csv_file(ALICE))}/remove")
    assert db.session.scalar(sa.select(sa.func.count(Upload.id))) == 0
    check(staff, csv_file(ALICE))
    done = put_in(staff, csv_file(BOB))
    assert db.session.scalar(sa.select(sa.func.count(Upload.id)).where(Upload.data.is_(None))) == 1
    assert services.remove_old(now=utcnow() + timedelta(hours=23)) == 0
    assert services.remove_old(now=utcnow() + timedelta(hours=25)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UploadRow)) == 0
    db.session.commit()
    assert staff.get(done).status_code == 404


def test_refused_rows_can_be_taken_out_mended_and_put_in(staff: FlaskClient) -> None:
    place = check(staff, csv_file(ALICE, (*BOB[:2], "=Nergens", *BOB[3:])))
    response = staff.get(f"{place}/refused.csv")
    assert "Terrein: hier staat een formule" in response.text
    mended = response.text.replace(";=Nergens;", ";Aalsmeer;").replace(";'=Nergens;", ";Aalsmeer;")
    confirm(staff, place)
    put_in(staff, mended.encode())
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2


def test_a_page_of_rows_takes_few_queries(
    staff: FlaskClient, count_queries: Callable[[], Any]
) -> None:
    rows = [(f"Kwekerij {n}", "", "Aalsmeer", "", f"P {n}", f"p{n}@x.nl") for n in range(120)]
    place = check(staff, csv_file(*rows))
    with count_queries() as seen:
        assert staff.get(f"{place}?fate=create&page=2").status_code == 200
    assert len([text for text in seen if text.startswith("SELECT")]) <= 5


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
