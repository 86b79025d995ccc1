"""The network as a spreadsheet: the same columns, no formulas, and back in without a change."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.imports import export
from lms.imports.columns import HEADINGS, MILESTONES
from lms.imports.export import Wanted
from lms.imports.outcomes import Fate, Outcome
from lms.imports.plan import Planner
from lms.imports.queries import Rights, load_known
from lms.imports.reading import read_file
from lms.imports.tidy import guard, unguard
from lms.network.models import Kind, Organisation, Participation, Seat, Site
from tests.conftest import empty
from tests.factories import COURSE, give_role, give_seat, make_person, make_site

SignIn = Callable[[Person], FlaskClient]
HEAD = list(HEADINGS["nl"].values())


def staff(sign_in: SignIn) -> FlaskClient:
    trudy = make_person("Trudy Programma")
    give_role(trudy, "staff")
    return sign_in(trudy)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def planned(data: bytes, name: str) -> list[Outcome]:
    today = local_date(utcnow())
    rows = read_file(data, name).rows
    planner = Planner(load_known(rows, Rights(everywhere=True), today=today), today=today)
    return list(planner.plan(rows))


def test_both_formats_hold_the_same_rows(app: Flask, sign_in: SignIn) -> None:
    site = make_site()
    give_seat(make_person("Álice Proef"), site)
    firm = Organisation(name="Zonder POCO", kind="trader")
    db.session.add(firm)
    db.session.flush()
    db.session.add(Participation(organisation_id=firm.id, site_id=site.id, since=date(2026, 2, 1)))
    browser = staff(sign_in)
    today = str(local_date(utcnow()))
    lines = read_csv(browser.get("/manage/export/network.csv").text)
    assert lines == [
        HEAD + list(MILESTONES["nl"].values()),
        ["Kwekerij Proef", "anders", "Aalsmeer", "2026-01-05", "Álice Proef",
         "álice.proef@example.invalid", "nl", "2026-01-05", today, "", "", "", "", ""],
        ["Zonder POCO", "handel", "Aalsmeer", "2026-02-01", "", "", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    book = browser.get("/manage/export/network.xlsx").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    assert [[str(cell) for cell in row] for row in sheet.to_python()] == lines


def test_what_ended_is_not_in_it(app: Flask, sign_in: SignIn) -> None:
    site = make_site()
    seat = give_seat(make_person(), site)
    gone = give_seat(make_person("Charlie Proef"), site, "Handel Weg")
    yesterday = local_date(utcnow()) - timedelta(days=1)
    seat.until = yesterday
    db.session.execute(
        sa.update(Participation)
        .where(Participation.organisation_id == gone.organisation_id)
        .values(until=yesterday)
    )
    db.session.commit()
    lines = read_csv(staff(sign_in).get("/manage/export/network.csv").text)
    assert [line[:1] + line[4:6] for line in lines[1:]] == [["Kwekerij Proef", "", ""]]


def test_a_coordinator_gets_the_own_sites_without_milestones(app: Flask, sign_in: SignIn) -> None:
    site, other = make_site(), make_site("naaldwijk")
    give_seat(make_person(), site)
    give_seat(make_person("Charlie Vreemd"), other, "Handel Ver")
    bob = make_person("Bob Terrein")
    give_role(bob, "coordinator", site)
    browser = sign_in(bob)
    lines = read_csv(browser.get("/manage/export/network.csv").text)
    assert lines[0] == HEAD
    assert [line[0] for line in lines[1:]] == ["Kwekerij Proef"]
    assert browser.get("/manage/export/network.csv?site=naaldwijk").status_code == 404
    assert browser.get("/manage/export/network.csv?site=aalsmeer").status_code == 200
    assert browser.get("/manage/export/network.pdf").status_code == 404
    found = db.session.execute(sa.select(AuditEntry.actor, AuditEntry.detail)).all()
    assert [tuple(entry) for entry in found] == [
        (bob.public_id, {"rows": 1, "site": "", "format": "csv"}),
        (bob.public_id, {"rows": 1, "site": "aalsmeer", "format": "csv"}),
    ]


def test_no_cell_computes(app: Flask, sign_in: SignIn) -> None:
    site = make_site()
    person = make_person("Alice Proef")
    give_seat(person, site, "=cmd|' /C calc'!A0")
    person.name = "+31 6 Alice"
    db.session.commit()
    browser = staff(sign_in)
    (line,) = read_csv(browser.get("/manage/export/network.csv").text)[1:]
    assert (line[0], line[4]) == ("'=cmd|' /C calc'!A0", "'+31 6 Alice")
    book = browser.get("/manage/export/network.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()


@given(st.text(st.sampled_from("'=+-@\ta"), max_size=6))
def test_a_guarded_text_comes_back_and_never_computes(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in set("=+-@\t")


NAMES = st.text(st.sampled_from("ABab éß=+-@'\";,ijy12\u00a0|"), min_size=1, max_size=12)
FIRMS = st.lists(
    st.tuples(NAMES, st.sampled_from(list(Kind)), st.lists(NAMES, max_size=2)), max_size=6
)


@given(firms=FIRMS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_was_exported_changes_nothing_when_it_comes_back(
    app: Flask, firms: list[tuple[str, Kind, list[str]]]
) -> None:
    fill(firms)
    today = local_date(utcnow())
    wanted = Wanted(tuple(db.session.scalars(sa.select(Site.id))), today, "nl", COURSE)
    text = "".join(export.csv_lines(wanted.headings, export.rows(wanted)))
    book = export.xlsx_file(wanted.headings, export.rows(wanted)).read()
    for data, name in ((text.encode(), "x.csv"), (book, "x.xlsx")):
        if not firms:
            continue
        outcomes = planned(data, name)
        assert len(outcomes) == export.count(wanted)
        assert not [outcome.actions for outcome in outcomes if outcome.actions]
        for outcome in outcomes:
            # Names without a letter and names that two firms share are refused, never changed.
            codes = {note.code for note in outcome.notes if note.refuses}
            assert outcome.fate is Fate.SAME or codes <= {"no-letters", "ambiguous", "missing"}
    db.session.rollback()
    empty(db.engine)


def fill(firms: list[tuple[str, Kind, list[str]]]) -> None:
    site = Site(slug="aalsmeer", name="Aalsmeer")
    db.session.add(site)
    db.session.flush()
    for place, (name, kind, people) in enumerate(firms):
        firm = Organisation(name=name, kind=kind.value)
        db.session.add(firm)
        db.session.flush()
        since = date(2026, 1, 5) + timedelta(days=place)
        db.session.add(Participation(organisation_id=firm.id, site_id=site.id, since=since))
        for number, called in enumerate(people, start=1):
            person = Person(name=called, email=f"p{place}.{number}@x.nl")
            db.session.add(person)
            db.session.flush()
            seat = {"organisation_id": firm.id, "site_id": site.id, "person_id": person.id}
            db.session.add(Seat(number=number, since=since, **seat))
    db.session.commit()


def test_the_template_is_read_and_explains_itself(app: Flask, sign_in: SignIn) -> None:
    make_site()
    browser = staff(sign_in)
    book = browser.get("/manage/imports/template.xlsx")
    assert book.headers["Content-Disposition"] == 'attachment; filename="poco-template.xlsx"'
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(book.data))
    assert workbook.sheet_names == ["Rijen", "Uitleg"]
    assert workbook.get_sheet_by_index(0).to_python() == [HEAD]
    told = str(workbook.get_sheet_by_index(1).to_python())
    assert all(heading in told for heading in HEAD)
    assert read_csv(browser.get("/manage/imports/template.csv").text) == [HEAD]
    assert browser.get("/manage/imports/template.ods").status_code == 404
