"""An organisation takes part at sites, from a day and until a day."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.errors import OrganisationExists, SeatsHeld, SiteExists, TakesPartAlready, WrongDay
from lms.extensions import db
from lms.network import nominations, services, sites
from lms.network.models import Nomination, Participation, Seat, Site
from tests.factories import make_organisation, make_person, make_site
from tests.network.conftest import AtOnce, ago, today


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


def test_a_new_organisation_takes_part(site: Site) -> None:
    firm = services.create_organisation(
        name="Kwekerij Één", kind="grower", site_id=site.id, since=ago(3)
    )
    assert firm.search_key == "kwekerijeen"
    assert services.current_participation(firm.id, site.id) is not None


def test_a_known_name_is_refused_unless_it_is_another_organisation(site: Site) -> None:
    known = make_organisation(site)
    name = "kwekerij  PROEF"
    with pytest.raises(OrganisationExists) as refused:
        services.create_organisation(name=name, kind="other", site_id=site.id, since=today())
    assert refused.value.public_id == known.public_id
    services.create_organisation(
        name=name, kind="other", site_id=site.id, since=today(), another=True
    )


def test_taking_part_twice_is_refused(site: Site, at_once: AtOnce) -> None:
    firm, other = make_organisation(site).id, make_site("naaldwijk").id

    def joining() -> None:
        services.take_part(organisation_id=firm, site_id=other, since=today())

    assert at_once(joining, joining) == ["done", "takes-part-already"]
    with pytest.raises(TakesPartAlready):
        joining()


def test_it_ends_only_without_seats_or_with_them(site: Site) -> None:
    firm = make_organisation(site)
    services.give_seat(
        organisation_id=firm.id, site_id=site.id, person=make_person(), since=ago(5), by=None
    )
    ending = {"organisation_id": firm.id, "site_id": site.id, "on": today()}
    with pytest.raises(SeatsHeld):
        services.end_participation(**ending)
    assert services.end_participation(**ending, end_seats=True) == 1
    db.session.commit()
    assert db.session.scalar(sa.select(Seat.until)) == today()
    assert db.session.scalar(sa.select(Participation.until)) == today()


def test_open_nominations_go_with_it(site: Site) -> None:
    firm = make_organisation(site)
    nominations.nominate(
        organisation_id=firm.id,
        site_id=site.id,
        name="Bob",
        email="bob@example.invalid",
        language="nl",
        by=None,
    )
    services.end_participation(organisation_id=firm.id, site_id=site.id, on=today())
    row = db.session.execute(sa.select(Nomination.state, Nomination.name, Nomination.email)).one()
    assert tuple(row) == ("withdrawn", "", "")


def test_it_lasts_at_least_a_day_and_begins_after_the_last_one_ended(site: Site) -> None:
    firm = make_organisation(site, since=ago(10))
    with pytest.raises(WrongDay):
        services.end_participation(organisation_id=firm.id, site_id=site.id, on=ago(10))
    services.end_participation(organisation_id=firm.id, site_id=site.id, on=ago(4))
    with pytest.raises(WrongDay):
        services.take_part(organisation_id=firm.id, site_id=site.id, since=ago(5))
    services.take_part(organisation_id=firm.id, site_id=site.id, since=ago(4))


def test_nobody_took_part_before_there_was_a_programme(site: Site) -> None:
    with pytest.raises(WrongDay):
        services.create_organisation(
            name="Oud", kind="other", site_id=site.id, since=services.FIRST_DAY.replace(year=1)
        )


def test_a_site_gets_an_address_from_its_name(app: Flask) -> None:
    site = sites.create_site(name="Eelde-Noord é", municipalities="Tynaarlo")
    assert (site.slug, site.municipalities) == ("eelde-noord-e", "Tynaarlo")
    with pytest.raises(SiteExists):
        sites.create_site(name="EELDE-noord é".upper().replace("É", "é"))


def test_two_sites_of_one_address_are_refused(app: Flask) -> None:
    sites.create_site(name="Eelde!")
    with pytest.raises(SiteExists):
        sites.create_site(name="Eelde?")
