"""Who gives and takes which rights; the last administrator stays."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts import roles
from lms.accounts.access import SignedIn
from lms.accounts.models import Person, Role
from lms.audit.models import AuditEntry
from lms.clock import utcnow
from lms.errors import RoleRefused
from lms.extensions import db
from tests.factories import give_role, make_person, make_site


def acting(person: Person, *held: Role) -> SignedIn:
    return SignedIn(
        id=person.id,
        public_id=person.public_id,
        name=person.name,
        email=person.email,
        language="nl",
        session_id=0,
        token="",
        roles=frozenset(held),
    )


@pytest.fixture
def bob(app: Flask) -> Person:
    return make_person("Bob Beheer")


def refused(why: str) -> pytest.RaisesExc[RoleRefused]:
    return pytest.raises(RoleRefused, match=f"^{why}$")


@pytest.mark.parametrize(
    ("held", "role", "why"),
    [
        (Role.STAFF, Role.STAFF, "admins-only"),
        (Role.STAFF, Role.ADMIN, "admins-only"),
        (Role.COORDINATOR, Role.COORDINATOR, "admins-only"),
        (Role.COORDINATOR, Role.PARTNER, "admins-only"),
        (Role.ADMIN, Role.COORDINATOR, "site"),
    ],
)
def test_a_right_is_refused(bob: Person, held: Role, role: Role, why: str) -> None:
    with refused(why):
        roles.grant(by=acting(bob, held), person=make_person(), role=role, site_id=None)


def test_nobody_changes_their_own_rights(bob: Person) -> None:
    give_role(bob, "admin")
    for change in (roles.grant, roles.take_away):
        with refused("own"):
            change(by=acting(bob, Role.ADMIN), person=bob, role=Role.STAFF, site_id=None)


def test_the_last_admin_stays(bob: Person) -> None:
    alice = make_person()
    give_role(alice, "admin")
    with refused("last-admin"):
        roles.take_away(by=acting(bob, Role.ADMIN), person=alice, role=Role.ADMIN, site_id=None)
    give_role(bob, "admin")
    bob.blocked_at = utcnow()
    with refused("last-admin"):
        roles.take_away(by=acting(bob, Role.ADMIN), person=alice, role=Role.ADMIN, site_id=None)
    bob.blocked_at = None
    roles.take_away(by=acting(bob, Role.ADMIN), person=alice, role=Role.ADMIN, site_id=None)
    assert roles.roles_of(alice.id) == []


def test_who_is_shut_out_gets_no_rights(bob: Person) -> None:
    alice = make_person()
    alice.blocked_at = utcnow()
    with refused("shut-out"):
        roles.grant(by=acting(bob, Role.ADMIN), person=alice, role=Role.STAFF, site_id=None)


def test_changes_are_noted_once(bob: Person) -> None:
    alice, site = make_person(), make_site()
    staff = acting(bob, Role.STAFF)
    for _twice in range(2):
        roles.grant(by=staff, person=alice, role=Role.PARTNER, site_id=site.id)
    for _twice in range(2):
        roles.take_away(by=staff, person=alice, role=Role.PARTNER, site_id=site.id)
    entries = db.session.execute(sa.select(AuditEntry.action, AuditEntry.subject)).all()
    assert entries == [("role.granted", alice.public_id), ("role.taken", alice.public_id)]
