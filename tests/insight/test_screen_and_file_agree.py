"""What a page shows is what its export holds, and a file can do no harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.insight import export
from lms.network.models import Site
from tests.conftest import reload_content
from tests.factories import COURSE, make_person, make_site
from tests.insight import pages
from tests.insight.conftest import STEPS, do, make_organisation, make_poco, seat


@pytest.fixture
def network(app: Flask) -> Site:
    site = make_site()
    for number in range(7):
        firm = make_organisation(f"Firma {number}", site, since=date(2025, 7, 1 + number))
        make_poco(f"Alice {number}", firm, site, done=number, on=date(2025, 9 + number % 3, 1))
        if number % 2:
            make_poco(f"Bob {number}", firm, site, number=2, since=date(2026, 7, 1))
    make_organisation("Zonder", site)
    make_site("naaldwijk")
    return site


@pytest.mark.parametrize("period", ["", "?period=2026-Q2", "?period=2025-Q3"])
def test_the_overview(network: Site, staff: FlaskClient, period: str) -> None:
    screen = pages.tables(staff.get(f"/networks{period}"))
    expected: list[list[str]] = []
    for table in screen:
        expected += [[table.caption], *pages.as_exported(table), []]
    assert pages.lines(staff.get(f"/networks/export.csv{period}")) == expected[:-1]


def test_one_site(network: Site, staff: FlaskClient) -> None:
    exported = pages.lines(staff.get("/networks/aalsmeer/export.csv"))
    for table in pages.tables(staff.get("/networks/aalsmeer")):
        if table.caption in {"Status van de POCO’s", "Modules klaar", "Deelname per kwartaal"}:
            start = exported.index([table.caption]) + 1
            assert exported[start : start + len(table.rows)] == pages.as_exported(table)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("people", ""),
        ("people", "?status=started&sort=-modules"),
        ("people", "?overdue=1"),
        ("people", "?period=2026-Q2&sort=due"),
        ("people", "?module=eerste&sort=organisation"),
        ("people", "?active=no"),
        ("organisations", ""),
        ("organisations", "?cover=no&sort=-overdue"),
        ("organisations", "?cover=yes&period=2026-Q1"),
    ],
)
def test_the_lists(network: Site, staff: FlaskClient, page: str, query: str) -> None:
    (table,) = pages.tables(staff.get(f"/networks/aalsmeer/{page}{query}"))
    assert len(table.rows) > 1
    exported = pages.lines(staff.get(f"/networks/aalsmeer/{page}.csv{query}"))
    assert exported == pages.as_exported(table)


def test_the_matrix_has_the_day_of_everything_done(app: Flask, staff: FlaskClient) -> None:
    site = make_site()
    firm = make_organisation("Firma", site)
    alice = make_poco("Alice", firm, site)
    do(alice, date(2026, 6, 30), STEPS[:2])
    do(alice, date(2026, 7, 1), STEPS[2:5])
    make_poco("Bob", firm, site, number=2)
    june, july = "2026-06-30", "2026-07-01"
    head, first, second = pages.lines(staff.get("/networks/aalsmeer/matrix.csv"))
    assert len(head) == 2 + len(STEPS)
    assert first == ["Alice", "Firma", june, june, july, july, july, ""]
    assert second == ["Bob", "Firma", *[""] * len(STEPS)]
    _, then, _ = pages.lines(staff.get("/networks/aalsmeer/matrix.csv?period=2026-Q2"))
    assert then == ["Alice", "Firma", june, june, "", "", "", ""]


def test_extra_practice_stands_apart_and_in_no_count(
    app: Flask, staff: FlaskClient, content: Path
) -> None:
    site = make_site()
    alice = make_poco("Alice", make_organisation("Firma", site), site)
    do(alice, date(2026, 7, 1), STEPS[:1])
    module = content / f"courses/{COURSE}/20-tweede/module.md"
    module.write_text(module.read_text().replace("theme:", "optional: true\ntheme:"))
    reload_content()
    head, _ = pages.lines(staff.get("/networks/aalsmeer/matrix.csv"))
    assert [title for title in head if title.endswith("(extra oefenen)")] == [head[5]]
    lines = pages.lines(staff.get("/networks/aalsmeer/export.csv"))
    assert ["Eerste module", "0", "0%"] in lines
    assert not [line for line in lines if line[:1] == ["Tweede module"]]
    page = staff.get(f"/people/{alice.public_id}").get_data(as_text=True)
    assert "1 van 3" in page
    assert "Extra oefenen" in page


def test_late_in_the_evening_it_is_tomorrow_in_utc_but_not_here(app: Flask) -> None:
    from lms.insight.matrix import _day

    assert _day("2026-06-30T21") == "2026-06-30"
    assert _day("2026-06-30T22") == "2026-07-01"
    assert _day("2026-01-31T22") == "2026-01-31"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_computes(app: Flask, staff: FlaskClient, first: str) -> None:
    site = make_site()
    person = make_person("Alice")
    person.name = f'{first}HYPERLINK("x")'
    seat(person, make_organisation(f"{first}1+1", site), site)
    for name in ("people", "matrix"):
        _, row, *_ = pages.lines(staff.get(f"/networks/aalsmeer/{name}.csv"))
        assert row[:2] == [f'\'{first}HYPERLINK("x")', f"'{first}1+1"]
    assert export.guard("Alice") == "Alice"


def test_a_file_has_a_neutral_name_and_the_period(network: Site, staff: FlaskClient) -> None:
    for address, name in {
        "/networks/export.csv": "netwerken-2026-Q3.csv",
        "/networks/aalsmeer/people.csv?period=2026-Q2": "pocos-aalsmeer-2026-Q2.csv",
        "/networks/aalsmeer/matrix.csv": "voortgang-aalsmeer-2026-Q3.csv",
    }.items():
        response = staff.get(address)
        assert response.get_data()
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.mimetype == "text/csv"
        assert response.headers["Cache-Control"] == "no-store"
