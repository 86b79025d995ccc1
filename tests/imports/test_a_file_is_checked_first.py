"""Before anything is written: what a check shows, how far it is, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.imports import checking, services
from lms.imports.models import UploadRow
from lms.network.models import Organisation, Seat, Site
from tests.factories import give_seat, make_person
from tests.imports.sheets import ALICE, HEAD, csv_file, csv_text
from tests.imports.uploading import BOB, check, confirm, counts, put_in, send


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


def test_a_page_of_rows_takes_few_queries(
    staff: FlaskClient, count_queries: Callable[[], Any]
) -> None:
    rows = [(f"Kwekerij {n}", "", "Aalsmeer", "", f"P {n}", f"p{n}@x.nl") for n in range(120)]
    place = check(staff, csv_file(*rows))
    with count_queries() as seen:
        assert staff.get(f"{place}?fate=create&page=2").status_code == 200
    assert len([text for text in seen if text.startswith("SELECT")]) <= 5


def test_refused_rows_can_be_taken_out_mended_and_put_in(staff: FlaskClient) -> None:
    place = check(staff, csv_file(ALICE, (*BOB[:2], "=Nergens", *BOB[3:])))
    response = staff.get(f"{place}/refused.csv")
    assert "Terrein: hier staat een formule" in response.text
    mended = response.text.replace(";=Nergens;", ";Aalsmeer;").replace(";'=Nergens;", ";Aalsmeer;")
    confirm(staff, place)
    put_in(staff, mended.encode())
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2
