"""Everybody with an account that the viewer may see: found, filtered, sorted, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.accounts.access import SignedIn
from lms.accounts.keys import Passkey
from lms.accounts.models import Invitation, LoginSession, Person, Role, RoleGrant
from lms.extensions import db, there_is
from lms.insight.sql import BY_TABLE, Condition, held_on
from lms.network.models import Organisation, Seat, Site
from lms.progress.models import CourseProgress
from lms.search import finds, words_of

SORTS = ("name", "added")
POCO, FORMER = "poco", "former"
ROLES = (POCO, FORMER, *(role.value for role in Role))


class State(StrEnum):
    """Where an account stands."""

    NOT_INVITED = "not-invited"
    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people; everything empty means all who are not erased.

    `ids` (public ids) are those that somebody pointed at; `text` is part of a name or address.
    """

    site_id: int | None = None
    role: str = ""
    state: State | None = None
    text: str = ""
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list. `places` are seats now (organisation, site), or else those once held."""

    public_id: str
    name: str
    email: str
    state: State
    created_at: datetime
    places: tuple[tuple[str, str], ...]
    former: bool
    roles: tuple[tuple[Role, str], ...] = field(default=())
    """Role, and the name of its site or nothing."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The people whom `viewer` may see: staff everybody, coordinators who has or had a seat at
    their sites."""

    viewer: SignedIn
    wanted: Wanted
    today: date

    def count(self) -> int:
        """How many there are."""
        statement = self.select(sa.func.count(Person.id))
        # Without any condition the index of the names answers alone.
        looks_further = self.wanted != Wanted()
        return db.session.scalar(statement.where(BY_TABLE) if looks_further else statement) or 0

    def page(self, *, sort: str, offset: int, limit: int) -> list[Entry]:
        """Some of them in the order of `sort`: a key of SORTS, descending after a `-`."""
        # Only keys are put in order, so that a far page of a long list reads little.
        order = self._order(sort)
        chosen = self.select(Person.id).order_by(*order).offset(offset).limit(limit)
        key = chosen.subquery("chosen")
        rows = db.session.execute(
            sa.select(
                Person.id,
                Person.public_id,
                Person.name,
                Person.email,
                state_of().label("state"),
                Person.created_at,
            )
            .join(key, key.c.id == Person.id)
            .order_by(*order)
        ).all()
        places, roles = self._places([row[0] for row in rows]), self._roles([r[0] for r in rows])
        return [
            Entry(
                public_id, name, email, State(state), created, *places[id], roles=tuple(roles[id])
            )
            for id, public_id, name, email, state, created in rows
        ]

    def select(self, *columns: Any) -> sa.Select[Any]:
        """Columns about these people; `Person` is the table."""
        return sa.select(*columns).select_from(Person).where(*self._conditions())

    def own_seat(self) -> Condition:
        """A seat of the person that the viewer may know of."""
        mine = Seat.person_id == Person.id
        if self.viewer.is_staff:
            return mine
        return sa.and_(mine, Seat.site_id.in_(self.viewer.sites))

    def not_over(self) -> Condition:
        """Seats that are held now or will be."""
        return sa.or_(Seat.until.is_(None), Seat.until > self.today)

    def _conditions(self) -> Iterator[Condition]:
        wanted = self.wanted
        if not self.viewer.is_staff:
            yield there_is(self.own_seat())
        if wanted.ids is not None:
            yield Person.public_id.in_(wanted.ids)
        if wanted.state is not State.ERASED and wanted.ids is None:
            yield Person.erased_at.is_(None)
        if wanted.state is not None:
            yield is_in(wanted.state)
        if wanted.role or wanted.site_id is not None:
            yield self._holds(wanted.role, wanted.site_id)
        if wanted.text:
            yield self._found(wanted.text)

    def _holds(self, role: str, site_id: int | None) -> Condition:
        seat = there_is(self.own_seat(), *_at(Seat.site_id, site_id))
        now = there_is(self.own_seat(), held_on(self.today), *_at(Seat.site_id, site_id))
        grant = there_is(
            RoleGrant.person_id == Person.id,
            *_at(RoleGrant.site_id, site_id),
            *([RoleGrant.role == role] if role else []),
        )
        if role == POCO:
            return now
        if role == FORMER:
            return sa.and_(seat, sa.not_(now))
        if role or not self.viewer.is_staff:
            return grant if role else seat
        return sa.or_(seat, grant)

    def _found(self, text: str) -> Condition:
        """By name; staff also by address. A text without letters finds nobody."""
        named = finds(Person.search_key, text) if words_of(text) else sa.false()
        if not self.viewer.is_staff:
            return named
        return sa.or_(named, Person.email.contains(text.strip().lower(), autoescape=True))

    def _order(self, sort: str) -> tuple[sa.ColumnElement[Any], ...]:
        down = sort.startswith("-")
        first = Person.created_at if sort.removeprefix("-") == "added" else Person.name
        keys: Sequence[Any] = (first, Person.id)
        return tuple(key.desc() if down else key.asc() for key in keys)

    def _places(self, ids: list[int]) -> dict[int, tuple[tuple[tuple[str, str], ...], bool]]:
        """Seats now; for who has none, those of the past, and that they are past."""
        rows = db.session.execute(
            sa.select(Seat.person_id, Organisation.name, Site.name, held_on(self.today))
            .join(Person, Person.id == Seat.person_id)
            .join(Organisation, Organisation.id == Seat.organisation_id)
            .join(Site, Site.id == Seat.site_id)
            .where(Seat.person_id.in_(ids), self.own_seat())
            .order_by(Seat.since, Seat.id)
        )
        now, past = defaultdict(list), defaultdict(list)
        for person_id, organisation, site, current in rows:
            (now if current else past)[person_id].append((organisation, site))
        return {
            id: (tuple(dict.fromkeys(now[id] or past[id])), not now[id] and bool(past[id]))
            for id in ids
        }

    def _roles(self, ids: list[int]) -> dict[int, list[tuple[Role, str]]]:
        """Coordinators see those that concern their own sites."""
        statement = (
            sa.select(RoleGrant.person_id, RoleGrant.role, Site.name)
            .outerjoin(Site, Site.id == RoleGrant.site_id)
            .where(RoleGrant.person_id.in_(ids))
            .order_by(RoleGrant.role, Site.name)
        )
        if not self.viewer.is_staff:
            statement = statement.where(RoleGrant.site_id.in_(self.viewer.sites))
        rows = db.session.execute(statement)
        found = defaultdict(list)
        for person_id, role, site in rows:
            found[person_id].append((Role(role), site or ""))
        return found


def _at(column: Any, site_id: int | None) -> list[Condition]:
    return [] if site_id is None else [column == site_id]


def has_entered() -> Condition:
    """Whether somebody has been in: the ledger knows it of POCOs, keys and sessions of others."""
    return sa.or_(
        Person.password_hash.is_not(None),
        there_is(CourseProgress.person_id == Person.id, CourseProgress.signed_in_at.is_not(None)),
        there_is(LoginSession.person_id == Person.id),
        there_is(Passkey.person_id == Person.id),
        there_is(Invitation.person_id == Person.id, Invitation.accepted_at.is_not(None)),
    )


def was_invited() -> Condition:
    """Whether a letter is on its way to who has not been in."""
    return sa.or_(
        there_is(
            Invitation.person_id == Person.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        ),
        there_is(CourseProgress.person_id == Person.id, CourseProgress.invited_at.is_not(None)),
    )


def is_in(state: State) -> Condition:
    """Whether an account stands there."""
    free = sa.and_(Person.erased_at.is_(None), Person.blocked_at.is_(None))
    return {
        State.ERASED: lambda: Person.erased_at.is_not(None),
        State.BLOCKED: lambda: sa.and_(Person.erased_at.is_(None), _is_blocked()),
        State.ACTIVE: lambda: sa.and_(free, has_entered()),
        State.INVITED: lambda: sa.and_(free, sa.not_(has_entered()), was_invited()),
        State.NOT_INVITED: lambda: sa.and_(free, sa.not_(has_entered()), sa.not_(was_invited())),
    }[state]()


def _is_blocked() -> Condition:
    """Few are: as a set, so that a page in the order of the names looks at those only."""
    blocked = aliased(Person)
    return Person.id.in_(sa.select(blocked.id).where(blocked.blocked_at.is_not(None)))


def state_of() -> sa.Case[str]:
    """The state of an account, as text."""
    return sa.case(
        (Person.erased_at.is_not(None), State.ERASED.value),
        (Person.blocked_at.is_not(None), State.BLOCKED.value),
        (has_entered(), State.ACTIVE.value),
        (was_invited(), State.INVITED.value),
        else_=State.NOT_INVITED.value,
    )
