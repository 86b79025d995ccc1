"""People who have not signed in yet, and what became of their invitation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.accounts.models import Invitation, LoginSession, Person
from lms.extensions import db, there_is
from lms.followup.scope import Scope
from lms.insight.sql import BY_TABLE
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.network.models import Organisation, Seat, Site
from lms.progress.models import CourseProgress
from lms.search import finds

SORTS = ("name", "organisation", "when")
LETTERS = (MailKind.INVITATION.value, MailKind.REMINDER.value)
"""A reminder to somebody who never signed in carries a new invitation."""


class State(StrEnum):
    """Where the invitation of somebody is."""

    NONE = "none"
    """Nobody invited this person yet."""
    WAITING = "waiting"
    """The letter is in the outbox."""
    SENT = "sent"
    FAILED = "failed"
    """The letter could not be delivered."""
    EXPIRED = "expired"
    """Too old; also where only the milestone is left of an invitation."""
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list; `at` is the moment that belongs to the state."""

    public_id: str
    name: str
    organisation: str | None
    site: str | None
    state: State
    at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Those who never signed in, blocked and erased people left out. With the state ACCEPTED:
    those who came in by their invitation."""

    scope: Scope
    now: datetime
    state: State | None = None
    name: str = ""

    def counts(self) -> dict[State, int]:
        """How many there are per state, whatever the state that is asked for."""
        state = self._state().label("state")
        inside = self._from(sa.select(state)).where(*self._who(), _waits(), BY_TABLE)
        each = inside.subquery()
        rows = db.session.execute(sa.select(each.c.state, sa.func.count()).group_by(each.c.state))
        counts = {State(name): count for name, count in rows if name != State.ACCEPTED.value}
        accepted = db.session.scalar(self._accepted())
        return {**counts, State.ACCEPTED: accepted} if accepted else counts

    def page(self, *, sort: str, offset: int, limit: int) -> list[Row]:
        """Some of them, in the order of a key of SORTS, descending after a `-`."""
        statement = self._seated(
            sa.select(
                Person.public_id,
                Person.name,
                Organisation.name,
                Site.name,
                self._state(),
                self._moment(),
            )
        ).where(*self._wanted())
        if sort != SORTS[0] or self.state not in {None, State.ACCEPTED}:
            statement = statement.where(BY_TABLE)
        statement = statement.order_by(*self._order(sort)).offset(offset).limit(limit)
        return [Row(*row[:4], State(row[4]), row[5]) for row in db.session.execute(statement)]

    def person_ids(self) -> list[int]:
        """Everybody in it."""
        statement = self._from(sa.select(Person.id)).where(*self._wanted()).order_by(Person.id)
        return list(db.session.scalars(statement))

    def _from(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        """People with their newest invitation and its newest letter."""
        return (
            statement.select_from(Person)
            .outerjoin(Invitation, Invitation.id == _newest(Invitation))
            .outerjoin(
                OutboxMail,
                OutboxMail.id == _newest(OutboxMail, lambda mail: mail.kind.in_(LETTERS)),
            )
        )

    def _accepted(self) -> sa.Select[tuple[int]]:
        """How many came in by their newest invitation: most people, so that only those who do not
        count are looked up."""
        away = (Person.blocked_at.is_not(None), Person.erased_at.is_not(None))
        statement = sa.select(sa.func.count()).where(
            Invitation.accepted_at.is_not(None),
            ~_later_than(Invitation),
            self.scope.holds(Invitation.person_id),
            *(Invitation.person_id.not_in(sa.select(Person.id).where(one)) for one in away),
        )
        if not self.name:
            return statement
        named = sa.select(Person.id).where(finds(Person.search_key, self.name))
        return statement.where(Invitation.person_id.in_(named))

    def _seated(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        """The same with the seat that was given first."""
        first = (
            sa.select(sa.func.min(Seat.id))
            .where(Seat.person_id == Person.id, *self.scope.seats())
            .correlate(Person)
            .scalar_subquery()
        )
        seat = aliased(Seat)
        return (
            self._from(statement)
            .outerjoin(seat, seat.id == first)
            .outerjoin(Organisation, Organisation.id == seat.organisation_id)
            .outerjoin(Site, Site.id == seat.site_id)
        )

    def _who(self) -> Iterator[sa.ColumnElement[bool]]:
        yield Person.blocked_at.is_(None)
        yield Person.erased_at.is_(None)
        yield self.scope.holds(Person.id)
        if self.name:
            yield finds(Person.search_key, self.name)

    def _wanted(self) -> Iterator[sa.ColumnElement[bool]]:
        yield from self._who()
        if self.state is State.ACCEPTED:
            yield self._state() == self.state.value
            return
        yield _waits()
        if self.state is None:
            yield self._state() != State.ACCEPTED.value
        else:
            yield self._state() == self.state.value

    def _state(self) -> sa.ColumnElement[str]:
        return sa.case(
            (sa.and_(Invitation.id.is_(None), _milestone().is_(None)), State.NONE.value),
            (Invitation.id.is_(None), State.EXPIRED.value),
            (Invitation.accepted_at.is_not(None), State.ACCEPTED.value),
            (Invitation.withdrawn_at.is_not(None), State.WITHDRAWN.value),
            (Invitation.expires_at <= self.now, State.EXPIRED.value),
            (OutboxMail.state == MailState.FAILED.value, State.FAILED.value),
            (OutboxMail.state == MailState.WAITING.value, State.WAITING.value),
            else_=State.SENT.value,
        )

    def _moment(self) -> sa.ColumnElement[datetime]:
        state = self._state()
        return sa.case(
            (Invitation.id.is_(None), _milestone()),
            (state == State.ACCEPTED.value, Invitation.accepted_at),
            (state == State.WITHDRAWN.value, Invitation.withdrawn_at),
            (state == State.EXPIRED.value, Invitation.expires_at),
            else_=sa.func.coalesce(OutboxMail.sent_at, Invitation.created_at),
        )

    def _order(self, sort: str) -> tuple[sa.ColumnElement[Any], ...]:
        by = {"organisation": Organisation.name, "when": self._moment()}
        key = by.get(sort.lstrip("-"), Person.name)
        first = key.desc() if sort.startswith("-") else key.asc()
        return first.nulls_last(), Person.name.asc(), Person.id.asc()


def _newest(model: Any, *conditions: Any) -> sa.ScalarSelect[Any]:
    """The newest row about the person of the statement around it."""
    other = aliased(model)
    return (
        sa.select(sa.func.max(other.id))
        .where(other.person_id == Person.id, *(condition(other) for condition in conditions))
        .correlate(Person)
        .scalar_subquery()
    )


def _milestone() -> sa.ScalarSelect[Any]:
    """When the person was invited, as the courses know it."""
    return (
        sa.select(sa.func.min(CourseProgress.invited_at))
        .where(CourseProgress.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )


def _waits() -> sa.ColumnElement[bool]:
    """Never signed in, or invited once more after an invitation that was accepted. About the
    person alone, so that it is asked before the newest rows are looked up."""
    before, after = aliased(Invitation), aliased(Invitation)
    again = sa.select(after.person_id).where(
        after.accepted_at.is_(None),
        there_is(
            before.person_id == after.person_id,
            before.id < after.id,
            before.accepted_at.is_not(None),
        ),
    )
    return sa.or_(_never_signed_in(), Person.id.in_(again))


def _later_than(invitation: Any) -> sa.ColumnElement[bool]:
    """Whether somebody was invited again."""
    later = aliased(Invitation)
    return there_is(later.person_id == invitation.person_id, later.id > invitation.id)


def _never_signed_in() -> sa.ColumnElement[bool]:
    """No session, no password, and no course that says so."""
    return sa.and_(
        Person.password_hash.is_(None),
        ~there_is(CourseProgress.person_id == Person.id, CourseProgress.signed_in_at.is_not(None)),
        ~there_is(LoginSession.person_id == Person.id),
    )
