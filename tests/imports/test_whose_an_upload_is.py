"""Who may put in what, and how long a file is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import db
from lms.imports import services
from lms.imports.models import Upload, UploadRow
from lms.network.models import Organisation, Seat, Site
from tests.conftest import field
from tests.factories import give_role, give_seat, make_person, make_site
from tests.imports.sheets import ALICE, csv_file
from tests.imports.uploading import BOB, check, confirm, counts, put_in

SignIn = Callable[[Person], FlaskClient]


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
