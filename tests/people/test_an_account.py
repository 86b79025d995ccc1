"""The page of one account: what it shows to whom, changing it, new people, rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Invitation, LoginLink, Person, RoleGrant
from lms.accounts.services import make_login_link
from lms.audit.models import AuditEntry
from lms.extensions import db
from lms.network.models import Site
from tests.factories import give_role, give_seat, make_person

Sites = tuple[Site, Site]
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(sites: Sites) -> Person:
    person = make_person()
    give_seat(person, sites[0])
    return person


def page_of(person: Person, *rest: str) -> str:
    return "/".join(["/manage/people", person.public_id, *rest])


def test_the_page_shows_the_account_and_is_noted(alice: Person, staff: FlaskClient) -> None:
    page = staff.get(page_of(alice)).get_data(as_text=True)
    for text in ("Alice Proef", alice.email, "Kwekerij Proef", f"/people/{alice.public_id}"):
        assert text in page
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("person.viewed", alice.public_id)


def test_a_coordinator_sees_no_buttons_for_what_only_staff_do(
    alice: Person, coordinator: FlaskClient
) -> None:
    page = coordinator.get(page_of(alice)).get_data(as_text=True)
    assert page_of(alice, "invite") in page
    for endpoint in ("block", "edit", "roles"):
        assert page_of(alice, endpoint) not in page


def test_details_are_changed(alice: Person, staff: FlaskClient) -> None:
    make_login_link(person=alice)
    staff.post(page_of(alice, "invite"))
    data = {"name": " Alice  de Vries ", "email": "Nieuw@Example.invalid", "language": "en"}
    assert staff.post(page_of(alice, "edit"), data=data).location == page_of(alice)
    db.session.refresh(alice)
    assert (alice.name, alice.email) == ("Alice de Vries", "nieuw@example.invalid")
    assert (alice.language, alice.search_key) == ("en", "alicedevries")
    used = sa.select(LoginLink.used_at).where(LoginLink.person_id == alice.id)
    assert None not in db.session.scalars(used).all()
    assert db.session.scalars(sa.select(Invitation)).one().withdrawn_at is not None


@pytest.mark.parametrize(
    "email", ["bob.programma@example.invalid", "BOB.Programma@example.invalid"]
)
def test_an_address_belongs_to_one_person(alice: Person, staff: FlaskClient, email: str) -> None:
    data = {"name": "Alice", "email": email, "language": "nl"}
    for address in (page_of(alice, "edit"), "/manage/people/new"):
        answer = staff.post(address, data={**data, "role": "partner", "site": "aalsmeer"})
        assert answer.status_code == 400
        assert "heeft dit e-mailadres al" in answer.get_data(as_text=True)
    db.session.refresh(alice)
    assert alice.name == "Alice Proef"


@pytest.mark.parametrize("email", ["", "alice", "alice@", "a b@c.nl", "x" * 260 + "@c.nl"])
def test_what_is_no_address_is_refused(alice: Person, staff: FlaskClient, email: str) -> None:
    data = {"name": "Alice", "email": email, "language": "nl"}
    assert staff.post(page_of(alice, "edit"), data=data).status_code == 400


def test_staff_change_no_account_of_the_programme_team_but_their_own(
    app: Flask, alice: Person, sign_in: SignIn
) -> None:
    bob, charlie = make_person("Bob Team"), make_person("Charlie Beheer")
    give_role(bob, "staff")
    give_role(charlie, "admin")
    staff, admin = sign_in(bob), sign_in(charlie)
    data = {"name": "Anders", "email": "anders@example.invalid", "language": "nl"}
    assert staff.post(page_of(charlie, "edit"), data=data).status_code == 404
    assert staff.post(page_of(charlie, "block")).status_code == 404
    assert staff.post(page_of(bob, "edit"), data=data).status_code == 302
    data["email"] = "weer.anders@example.invalid"
    assert admin.post(page_of(bob, "edit"), data=data).status_code == 302


def test_blocking_ends_every_session_and_unblocking_opens_the_door(
    alice: Person, staff: FlaskClient, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    staff.post(page_of(alice, "block"))
    assert browser.get("/me").status_code == 302
    assert "Geblokkeerd" in staff.get(page_of(alice)).get_data(as_text=True)
    staff.post(page_of(alice, "unblock"))
    assert browser.get("/me").status_code == 302
    assert sign_in(alice).get("/me").status_code == 200


def test_nobody_blocks_themselves(app: Flask, sign_in: SignIn) -> None:
    charlie = make_person("Charlie Beheer")
    give_role(charlie, "admin")
    give_role(make_person("Bob Beheer"), "admin")
    browser = sign_in(charlie)
    browser.post(page_of(charlie, "block"))
    db.session.refresh(charlie)
    assert charlie.blocked_at is None


def test_a_new_person_gets_a_role_and_an_invitation(sites: Sites, staff: FlaskClient) -> None:
    data = {"name": "Petra", "email": "petra@example.invalid", "language": "nl", "invited": "y"}
    answer = staff.post("/manage/people/new", data={**data, "role": "partner", "site": "aalsmeer"})
    person = db.session.scalars(sa.select(Person).where(Person.name == "Petra")).one()
    assert answer.location == page_of(person)
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    assert (grant.role, grant.site_id) == ("partner", sites[0].id)
    assert db.session.scalars(sa.select(Invitation)).one().person_id == person.id


def test_a_partner_without_a_site_is_refused_and_nobody_is_made(
    sites: Sites, staff: FlaskClient
) -> None:
    data = {"name": "Petra", "email": "petra@example.invalid", "language": "nl"}
    answer = staff.post("/manage/people/new", data={**data, "role": "partner", "site": ""})
    assert answer.status_code == 400
    assert db.session.scalar(sa.select(Person.id).where(Person.name == "Petra")) is None


def test_staff_give_no_wide_rights_and_admins_do(
    alice: Person, staff: FlaskClient, admin: FlaskClient
) -> None:
    assert staff.post(page_of(alice, "roles"), data={"role": "staff"}).status_code == 400
    assert admin.post(page_of(alice, "roles"), data={"role": "staff"}).status_code == 302
    assert staff.post(page_of(alice, "roles/end"), data={"grant": "staff"}).status_code == 302
    assert roles_of(alice) == {("staff", None)}, "only an administrator takes it away"
    admin.post(page_of(alice, "roles/end"), data={"grant": "staff"})
    assert roles_of(alice) == set()


def test_a_role_works_from_the_next_request_on(
    alice: Person, sites: Sites, staff: FlaskClient, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    role = {"role": "coordinator", "site": "naaldwijk"}
    assert browser.get("/networks/naaldwijk").status_code == 404
    staff.post(page_of(alice, "roles"), data=role)
    assert browser.get("/networks/naaldwijk").status_code == 200
    staff.post(page_of(alice, "roles/end"), data={"grant": "coordinator/naaldwijk"})
    assert browser.get("/networks/naaldwijk").status_code == 404


def roles_of(person: Person) -> set[tuple[str, int | None]]:
    rows = sa.select(RoleGrant.role, RoleGrant.site_id).where(RoleGrant.person_id == person.id)
    return {(role, site) for role, site in db.session.execute(rows)}
