"""Colleagues reached and what groups gained: counted once, the same on screen and in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import quarter_of
from lms.content.kits.types import Round
from lms.extensions import db
from lms.insight import reach
from lms.insight.period import period_of
from lms.network.models import Organisation, Site
from lms.training import services
from lms.training.models import SelfStudyCode, SelfStudyLink
from lms.training.services import Count
from tests.factories import make_site
from tests.insight import pages
from tests.insight.conftest import TODAY, make_organisation, make_poco, noon

KIT, TWICE = "perron", "wegkijken"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "utcnow", lambda: noon(TODAY))


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


def hold(
    person: Person,
    firm: Organisation,
    site: Site,
    day: date,
    people: int,
    before: tuple[int, int] = (0, 0),
    after: tuple[int, int] = (0, 0),
) -> None:
    """A session; `before` and `after` are right and wrong answers."""
    counts: Iterable[Count] = [
        Count(TWICE, round_, answer, count)
        for round_, pair in ((Round.BEFORE, before), (Round.AFTER, after))
        for answer, count in zip("ab", pair, strict=True)
        if sum(pair)
    ]
    services.record_paper(
        organisation_id=firm.id,
        site_id=site.id,
        given_by=person.id,
        kit=KIT,
        language="nl",
        day=day,
        headcount=people,
        tallies=counts,
    )
    db.session.commit()


def test_screen_and_file_say_the_same(site: Site, staff: FlaskClient) -> None:
    firm = make_organisation("Firma", site)
    alice = make_poco("Alice", firm, site)
    hold(alice, firm, site, date(2026, 7, 2), 12, (3, 7), (8, 2))
    hold(alice, firm, site, date(2026, 6, 30), 9, (2, 2), (4, 0))  # too few to tell
    hold(alice, firm, site, date(2026, 6, 30), 6)
    link = SelfStudyLink(
        organisation_id=firm.id, site_id=site.id, made_by=alice.id, kit=KIT, expires_at=noon(TODAY)
    )
    db.session.add(link)
    db.session.flush()
    for code, counted in (("a", date(2026, 8, 1)), ("b", None)):
        row = SelfStudyCode(link_id=link.id, code=code, made_on=TODAY, counted_on=counted)
        db.session.add(row)
    db.session.commit()
    tables = {table.caption: table for table in pages.tables(staff.get("/networks/aalsmeer"))}
    shown = pages.as_exported(tables["Interne trainingen per kwartaal"])
    assert [row[1:] for row in shown[-2:]] == [["2", "15", "0", ""], ["1", "12", "1", "50"]]
    exported = pages.lines(staff.get("/networks/aalsmeer/export.csv"))
    start = exported.index(["Interne trainingen per kwartaal"]) + 1
    assert exported[start : start + len(shown)] == shown
    (overview, *_) = pages.tables(staff.get("/networks"))
    assert pages.as_exported(overview)[1][-1] == "12"
    earlier = pages.as_exported(pages.tables(staff.get("/networks?period=2026-Q2"))[0])
    assert earlier[1][-1] == "15"


def test_an_organisation_counts_where_the_reader_may_look(site: Site) -> None:
    there = make_site("naaldwijk")
    firm = make_organisation("Firma", site)
    alice = make_poco("Alice", firm, site)
    hold(alice, firm, site, TODAY, 7)
    hold(alice, firm, there, TODAY, 5)
    everywhere = reach.of_organisation(firm.id, None, TODAY)
    assert [everywhere[-1].quarter, everywhere[-1].people] == [quarter_of(TODAY), 12]
    assert reach.of_organisation(firm.id, [site.id], TODAY)[-1].people == 7
    assert reach.given_by(alice.id) == (2, TODAY)
    sites = reach.of_sites([site.id, there.id], period_of(quarter_of(TODAY), today=TODAY))
    assert [sites[site.id][-1].people, sites[there.id][-1].people] == [7, 5]


def test_giving_a_training_is_taking_part(site: Site, staff: FlaskClient) -> None:
    firm = make_organisation("Firma", site)
    alice = make_poco("Alice", firm, site)
    before = pages.as_exported(pages.tables(staff.get("/networks"))[0])[1]
    hold(alice, firm, site, TODAY, 7)
    after = pages.as_exported(pages.tables(staff.get("/networks"))[0])[1]
    assert (before[-2], after[-2]) == ("0%", "100%")
    assert "1 training aan collega" in staff.get(f"/people/{alice.public_id}").text
    assert "Firma" in staff.get(f"/manage/organisations/{firm.public_id}").text
