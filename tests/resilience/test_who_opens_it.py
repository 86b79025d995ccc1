"""The POCOs of the organisation with a seat now, and nobody else; tests/access has every page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.audit.models import AuditEntry
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.network.handover import hand_over
from lms.network.models import Organisation, Site
from lms.network.services import end_participation, end_seat, take_part
from lms.resilience import services
from lms.resilience.contents import Text
from lms.resilience.models import Measure, ResilienceScan
from tests.factories import give_role, make_person
from tests.resilience.conftest import Firm, SignIn, make_firm, second_poco

SECRET = "Nooit meer een deur open"


def today() -> object:
    return local_date(utcnow())


@pytest.fixture(autouse=True)
def _measure(firm: Firm) -> None:
    services.start(organisation_id=firm.id)
    services.add_measure(organisation_id=firm.id, content=Text(SECRET, "Portier"))
    db.session.commit()


def count() -> int:
    db.session.rollback()
    return sum(
        db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in (Measure, ResilienceScan)
    )


def test_both_seats_work_on_the_same_list(firm: Firm, sign_in: SignIn) -> None:
    bob = sign_in(second_poco(firm))
    assert SECRET in bob.get(firm.at("/measures")).text
    bob.post(firm.at("/measures/new"), data={"text": "Van Bob", "owner": "Planning", "step": ""})
    assert "Van Bob" in sign_in(firm.poco).get(firm.at("/measures")).text


def test_another_organisation_gets_nothing(firm: Firm, site: Site, sign_in: SignIn) -> None:
    other = make_firm(site, "Kwekerij Anders", "Charlie Vreemd")
    charlie = sign_in(other.poco)
    assert charlie.get(firm.at("/measures")).status_code == 404
    assert charlie.get("/resilience").location == other.at()
    measure = db.session.scalars(sa.select(Measure.public_id)).one()
    # The right random id below the wrong organisation is not there either.
    address = other.at(f"/measures/{measure}")
    assert charlie.get(address).status_code == 404
    assert charlie.post(f"{address}/remove").status_code == 404
    assert count() == 2


def test_a_seat_that_ended_opens_nothing_any_more(firm: Firm, sign_in: SignIn) -> None:
    alice = sign_in(firm.poco)
    assert alice.get(firm.at()).status_code == 200
    end_seat(seat=firm.seat, on=today())
    db.session.commit()
    assert alice.get(firm.at()).status_code == 404
    assert alice.get("/resilience").status_code == 404
    assert count() == 2


def test_a_handover_moves_it_to_the_successor_without_telling_how_much(
    firm: Firm, sign_in: SignIn
) -> None:
    staff, bob = make_person("Bob Programma"), make_person("Bob Opvolger")
    give_role(staff, "staff")
    outcome = hand_over(seat=firm.seat, person=bob, on=today(), by=staff.id)
    db.session.commit()
    assert [label for label in outcome.stays if "scan" in str(label)]
    assert not any("scan" in str(moved.label) for moved in outcome.moved)
    assert SECRET in sign_in(bob).get(firm.at("/measures")).text
    assert sign_in(firm.poco).get(firm.at("/measures")).status_code == 404


def test_it_goes_when_the_organisation_leaves_its_last_site(firm: Firm, app: Flask) -> None:
    there = Site(slug="naaldwijk", name="Naaldwijk")
    db.session.add(there)
    db.session.flush()
    take_part(organisation_id=firm.id, site_id=there.id, since=firm.seat.since)
    for site, left in ((there, 2), (firm.site, 0)):
        end_participation(organisation_id=firm.id, site_id=site.id, on=today(), end_seats=True)
        db.session.commit()
        assert count() == left


def test_whoever_holds_seats_of_two_organisations_chooses(
    firm: Firm, site: Site, sign_in: SignIn
) -> None:
    other = make_firm(site, "Kwekerij Anders", "Charlie Vreemd")
    other.seat.person_id = firm.poco.id
    db.session.commit()
    page = sign_in(firm.poco).get("/resilience").text
    assert firm.at() in page
    assert other.at() in page


def test_the_trail_says_who_opened_it_and_not_what_it_says(firm: Firm, sign_in: SignIn) -> None:
    sign_in(firm.poco).get(firm.at("/measures"))
    db.session.rollback()
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "resilience.seen")
    ).one()
    public_id = db.session.scalar(
        sa.select(Organisation.public_id).where(Organisation.id == firm.id)
    )
    assert (entry.actor, entry.subject) == (firm.poco.public_id, public_id)
    assert entry.detail == {}
