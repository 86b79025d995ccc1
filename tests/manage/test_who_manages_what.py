"""Coordinators manage what belongs to their own sites; anything else is not there for them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.network import nominations, services
from lms.network.models import Nomination, Organisation, Seat, Site
from tests.factories import make_person
from tests.manage.conftest import words
from tests.network.conftest import ago, today


@pytest.fixture
def seat(firm: Organisation, site: Site) -> Seat:
    """Of Alice, in Aalsmeer."""
    given = services.give_seat(
        organisation_id=firm.id, site_id=site.id, person=make_person(), since=ago(30), by=None
    )
    db.session.commit()
    return given


@pytest.fixture
def nomination(firm: Organisation, site: Site) -> Nomination:
    made = nominations.nominate(
        organisation_id=firm.id,
        site_id=site.id,
        name="Dewi Nieuw",
        email="dewi@example.invalid",
        language="nl",
        by=None,
    )
    db.session.commit()
    return made


PAGES = (
    "",
    "/edit",
    "/participation",
    "/participation/aalsmeer/end",
    "/seats/aalsmeer/give",
    "/seats/aalsmeer/1/handover",
    "/seats/aalsmeer/1/end",
    "/seats/aalsmeer/nomination-link",
)


@pytest.mark.usefixtures("seat", "other_site")
def test_every_page_of_an_organisation_belongs_to_its_site(
    staff: FlaskClient, coordinator: FlaskClient, stranger: FlaskClient, firm: Organisation
) -> None:
    for page in PAGES:
        address = f"/manage/organisations/{firm.public_id}{page}"
        assert staff.get(address).status_code == 200, page
        own = 404 if page == "/participation" else 200  # the only site of this coordinator
        assert coordinator.get(address).status_code == own, page
        assert stranger.get(address).status_code == 404, page
        if page:
            assert stranger.post(address).status_code == 404, page
    assert (
        stranger.post(f"/manage/organisations/{firm.public_id}/seats/aalsmeer/1/invite").status_code
        == 404
    )


def test_a_site_of_the_same_organisation_that_is_not_the_own_stays_out_of_reach(
    stranger: FlaskClient, firm: Organisation, seat: Seat, other_site: Site
) -> None:
    services.take_part(organisation_id=firm.id, site_id=other_site.id, since=today())
    db.session.commit()
    address = f"/manage/organisations/{firm.public_id}"
    page = words(stranger.get(address))
    assert "POCO’s in Naaldwijk" in page
    assert "Aalsmeer" not in page
    assert "Alice" not in page
    for what in ("give", "1/handover", "1/end"):
        assert stranger.get(f"{address}/seats/aalsmeer/{what}").status_code == 404
    assert stranger.post(f"{address}/seats/aalsmeer/1/invite").status_code == 404
    assert stranger.get(f"{address}/participation/aalsmeer/end").status_code == 404


def test_a_nomination_is_decided_by_the_own_coordinator(
    coordinator: FlaskClient, stranger: FlaskClient, nomination: Nomination
) -> None:
    address = f"/manage/nominations/{nomination.public_id}"
    assert "Dewi" not in words(stranger.get("/manage/nominations"))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address).status_code == 404
    assert stranger.post(f"{address}/refuse").status_code == 404
    assert "Dewi Nieuw" in words(coordinator.get("/manage/nominations"))
    assert "Dewi Nieuw" in words(coordinator.get(address))
    sent = {"seat": "free", "since": today().isoformat(), "invite": "y"}
    assert coordinator.post(address, data=sent).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 1
    assert coordinator.get(address).location == "/manage/nominations"
    assert "Niemand wacht op een besluit" in words(coordinator.get("/manage/nominations"))


def test_a_successor_is_accepted_by_taking_over(
    staff: FlaskClient, seat: Seat, nomination: Nomination
) -> None:
    alice = db.session.get_one(Person, seat.person_id).public_id
    address = f"/manage/nominations/{nomination.public_id}"
    sent = {"seat": alice, "since": today().isoformat()}
    assert staff.post(address, data=sent).status_code == 302
    db.session.refresh(seat)
    assert seat.until == today()


def test_a_day_that_cannot_be_is_explained_and_the_candidate_stays(
    staff: FlaskClient, nomination: Nomination
) -> None:
    address = f"/manage/nominations/{nomination.public_id}"
    answer = staff.post(address, data={"seat": "free", "since": ago(-3).isoformat()})
    assert answer.status_code == 400
    assert "tot en met vandaag" in words(answer)
    assert "Dewi Nieuw" in words(answer)


def test_refusing_removes_the_name(staff: FlaskClient, nomination: Nomination) -> None:
    staff.post(f"/manage/nominations/{nomination.public_id}/refuse")
    db.session.refresh(nomination)
    assert (nomination.state, nomination.name, nomination.email) == ("refused", "", "")


def test_what_waits_stands_first(
    coordinator: FlaskClient, stranger: FlaskClient, nomination: Nomination
) -> None:
    assert "Dit wacht op je 1 Kandidaten" in words(coordinator.get("/manage"))
    page = words(stranger.get("/manage"))
    assert "Er wacht nu niets op je." in page
    assert "Terreinen" not in page


def test_sites_are_for_staff(staff: FlaskClient, coordinator: FlaskClient) -> None:
    sent = {"name": "Eelde", "municipalities": "Tynaarlo", "address": "", "route": ""}
    assert coordinator.post("/manage/sites/new", data=sent).status_code == 404
    assert staff.post("/manage/sites/new", data=sent).status_code == 302
    assert staff.post("/manage/sites/new", data=sent).status_code == 400
    sent = {"name": "Eelde-Zuid", "municipalities": "", "contact": "Meldkamer"}
    assert staff.post("/manage/sites/eelde/edit", data=sent).status_code == 302
    page = words(staff.get("/manage/sites"))
    assert "Eelde-Zuid" in page
    assert "Meldkamer" in page
    assert "Tynaarlo" not in page
