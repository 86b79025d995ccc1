"""Staff see how many, and only of five organisations and more; nothing sealed is ever read."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.editions.store import basic_training
from lms.extensions import db
from lms.grading.resilience import Answer
from lms.insight import queries
from lms.insight.resilience import totals
from lms.network.models import Site
from lms.resilience import services
from lms.resilience.contents import Text
from lms.resilience.models import Measure, State
from tests.factories import give_role, make_person, make_site
from tests.resilience.conftest import Firm, SignIn, make_firm


def scanned(firm: Firm, measures: int, state: State = State.PROPOSED) -> None:
    services.start(organisation_id=firm.id)
    services.save(organisation_id=firm.id, answers={"order-list": Answer.NOT})
    services.finish(organisation_id=firm.id)
    for number in range(measures):
        row = services.add_measure(organisation_id=firm.id, content=Text(f"M{number}", "Portier"))
        row.state = state.value
    db.session.commit()


def found(*sites: Site) -> tuple[object, object]:
    wanted = [site for site in queries.sites() if site.id in {own.id for own in sites}]
    per_site, together = totals(wanted)
    return [per_site[site.id] for site in wanted], together


def test_fewer_than_five_organisations_are_hidden_however_much_they_do(
    app: Flask, site: Site
) -> None:
    for number in range(4):
        scanned(make_firm(site, f"Firma {number}", f"Alice {number}"), 9)
    (here,), together = found(site)
    assert (here.scanned, here.measures) == (None, {State.PROPOSED: None})
    scanned(make_firm(site, "Firma 4", "Alice 4"), 2, State.DONE)
    (here,), together = found(site)
    assert here.scanned == 5
    assert here.measures == {State.PROPOSED: None, State.DONE: None}
    scanned(make_firm(site, "Firma 5", "Alice 5"), 1)
    (here,), together = found(site)
    assert here.measures[State.PROPOSED] == 35  # 37, to the nearest five
    assert here == together


def test_a_site_counts_its_own_and_the_total_everybody_once(app: Flask, site: Site) -> None:
    there = make_site("naaldwijk")
    for number in range(5):
        scanned(make_firm(site if number else there, f"Firma {number}", f"Alice {number}"), 1)
    services.start(organisation_id=make_firm(there, "Loopt nog", "Bob Bezig").id)
    db.session.commit()
    per_site, together = found(site, there)
    assert [entry.scanned for entry in per_site] == [None, None]
    assert together.scanned == 5


@pytest.mark.parametrize("role", ["staff", "admin", "coordinator"])
def test_no_page_of_staff_reads_what_is_sealed(
    app: Flask,
    firm: Firm,
    sign_in: SignIn,
    count_queries,
    role: str,  # type: ignore[no-untyped-def]
) -> None:
    scanned(firm, 1)
    person = make_person("Bob Kijkt")
    give_role(person, role, firm.site if role == "coordinator" else None)
    browser = sign_in(person)
    slug, organisation = firm.site.slug, firm.organisation.public_id
    addresses = [
        "/networks",
        "/networks/resilience",
        "/networks/export.csv",
        f"/networks/{slug}",
        f"/networks/{slug}/organisations.csv",
        f"/networks/{slug}/people.csv",
        f"/networks/{slug}/matrix.csv",
        f"/people/{firm.poco.public_id}",
        f"/manage/people/{firm.poco.public_id}",
        f"/manage/organisations/{organisation}",
        "/manage/export/network.csv",
    ]
    with count_queries() as seen:
        for address in addresses:
            answer = browser.get(address)
            answer.get_data()
            assert answer.status_code == 200, address
    assert not [statement for statement in seen if "sealed" in statement]
    reading = [statement for statement in seen if Measure.__tablename__ in statement.split()]
    assert len(reading) in {2, 3}, "only the page of totals"
    page = browser.get("/networks/resilience").text
    assert "minder dan 5" in page
    assert browser.get(firm.at()).status_code == 404
    assert basic_training("nl").scan is not None
