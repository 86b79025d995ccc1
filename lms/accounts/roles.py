"""Giving and taking away rights. Coordinators and partners by staff, staff and admins by admins.

Services flush, never commit.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from lms.accounts.access import SignedIn
from lms.accounts.models import Person, Role, RoleGrant
from lms.audit.services import note
from lms.errors import RoleRefused
from lms.extensions import db

PER_SITE = frozenset({Role.COORDINATOR, Role.PARTNER})
PROTECTED = frozenset({Role.STAFF, Role.ADMIN})
"""Only admins touch the rights, the address or the entry of those who have one of these."""


def may_give(by: SignedIn) -> tuple[Role, ...]:
    """The roles this person may give and take away."""
    if by.is_admin:
        return tuple(Role)
    return (Role.COORDINATOR, Role.PARTNER) if by.is_staff else ()


def may_change(by: SignedIn, *, person_id: int, roles: Collection[str]) -> bool:
    """Whether staff may change the account of a person with these roles."""
    return by.is_staff and (by.is_admin or by.id == person_id or not PROTECTED & set(roles))


def roles_of(person_id: int) -> list[RoleGrant]:
    """What a person may be, the widest first."""
    grants = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person_id))
    order = [Role.ADMIN, Role.STAFF, Role.COORDINATOR, Role.PARTNER]
    return sorted(grants, key=lambda grant: (order.index(Role(grant.role)), grant.site_id or 0))


def grant(*, by: SignedIn, person: Person, role: Role, site_id: int | None) -> None:
    """Give a role; one that is held already stays as it is. Raises RoleRefused."""
    _check(by, person, role)
    if (role in PER_SITE) != (site_id is not None):
        raise RoleRefused("site")
    if person.blocked_at or person.erased_at:
        raise RoleRefused("shut-out")
    if db.session.scalar(_held(person.id, role, site_id)) is None:
        db.session.add(RoleGrant(person_id=person.id, role=role.value, site_id=site_id))
        note("role.granted", subject=person.public_id, role=role.value, site=site_id)
        db.session.flush()


def take_away(*, by: SignedIn, person: Person, role: Role, site_id: int | None) -> None:
    """Take a role away; it works no more from the next request on. Raises RoleRefused."""
    _check(by, person, role)
    if role is Role.ADMIN:
        keep_an_admin(without={person.id})
    held = db.session.scalar(_held(person.id, role, site_id))
    if held is not None:
        db.session.delete(held)
        note("role.taken", subject=person.public_id, role=role.value, site=site_id)
        db.session.flush()


def keep_an_admin(*, without: Collection[int]) -> None:
    """Raises RoleRefused when these people are the only administrators there are.

    The rows are locked, so that two admins cannot shut each other out at the same moment.
    """
    admins = db.session.scalars(
        sa.select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMIN.value,
            Person.blocked_at.is_(None),
            Person.erased_at.is_(None),
        )
        .with_for_update()
    ).all()
    if set(admins) and set(admins) <= set(without):
        raise RoleRefused("last-admin")


def _check(by: SignedIn, person: Person, role: Role) -> None:
    if by.id == person.id:
        raise RoleRefused("own")
    if role not in may_give(by):
        raise RoleRefused("admins-only")


def _held(person_id: int, role: Role, site_id: int | None) -> sa.Select[tuple[RoleGrant]]:
    return sa.select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role.value,
        RoleGrant.site_id.is_(None) if site_id is None else RoleGrant.site_id == site_id,
    )
