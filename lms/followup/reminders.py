"""Whom the rule of `rules` says something about, and sending what it says. Flushes, never commits.

Counted and chosen in SQL, see `sift`; what is shown and what is sent is judged by the rule itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from lms.accounts import invitations
from lms.accounts.letters import Letter
from lms.accounts.models import Person
from lms.accounts.pauses import pause_address
from lms.content.types import Course
from lms.extensions import db
from lms.followup import letters
from lms.followup.rules import Case, Reason, Skip, Verdict, judge
from lms.followup.scope import Scope
from lms.followup.sift import (
    DUE,
    FINE,
    OUTCOMES,
    SKIPS,
    Sieve,
    invited_at,
    letter_at,
    reasons_of,
    reminded_at,
)
from lms.i18n import day_in
from lms.insight.sql import held_on
from lms.mail.models import MailKind
from lms.mail.services import post
from lms.network.models import Organisation, Seat, Site
from lms.progress.models import CourseProgress


@dataclass(frozen=True, slots=True)
class Judged:
    """A person and what the rule says."""

    person_id: int
    public_id: str
    name: str
    case: Case
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the page shows it, with the seat that was given first."""

    judged: Judged
    organisation: str
    site: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How many of those with a current seat would get a reminder, are skipped, and need none
    because nothing is wrong or because they are complete."""

    due: int = 0
    skipped: int = 0
    fine: int = 0
    complete: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    """How often each reason holds among those who would get one."""
    skips: Counter[Skip] = field(default_factory=Counter)
    """How many are skipped for each reason."""


@dataclass(frozen=True, slots=True)
class Round:
    """The rule, about everybody with a current seat in the scope, at one moment."""

    scope: Scope
    course: Course
    now: datetime

    def overview(self) -> Overview:
        """How many there are of each kind."""
        kinds: Counter[str] = Counter()
        reasons: Counter[Reason] = Counter()
        skips: Counter[Skip] = Counter()
        counts = db.session.execute(self._outcomes()).one()
        for outcome, count in zip(OUTCOMES, counts, strict=True):
            if not count:
                continue
            if outcome >= DUE:
                kinds["due"] += count
                reasons.update(dict.fromkeys(reasons_of(outcome), count))
            elif outcome >= 0:
                kinds["skipped"] += count
                skips[SKIPS[outcome]] += count
            else:
                kinds["fine" if outcome == FINE else "complete"] += count
        return Overview(**kinds, reasons=reasons, skips=skips)

    def page(self, *, skipped: bool, offset: int = 0, limit: int | None = None) -> list[Judged]:
        """Those who would get one, or those who are skipped, by name."""
        since = self._since(Person.id)
        sieve = self._sieve(Person.id, since)
        outcome = sieve.outcome()
        wanted = outcome.between(0, DUE - 1) if skipped else outcome >= DUE
        statement = (
            sa.select(Person.id, Person.public_id, Person.name, since, *_case())
            .outerjoin(CourseProgress, sieve.progress())
            .where(Person.erased_at.is_(None), since.is_not(None), wanted)
            .order_by(Person.name, Person.id)
        )
        return [
            Judged(person_id, public_id, name, case, self._judged(case))
            for person_id, public_id, name, *dates in db.session.execute(
                statement.offset(offset).limit(limit)
            )
            for case in [Case(*dates)]
        ]

    def _outcomes(self) -> sa.Select[Any]:
        """Of how many people each of OUTCOMES comes. The offset makes the database work it out
        once for each person; to group them it would put all of them in order first."""
        since = sa.func.min(Seat.unbroken_since).label("since")
        held = sa.select(Seat.person_id, since).where(*self._seats())
        holder = held.group_by(Seat.person_id).subquery("holder")
        sieve = self._sieve(holder.c.person_id, holder.c.since)
        statement = sa.select(sieve.outcome().label("outcome")).select_from(holder)
        joined = statement.outerjoin(CourseProgress, sieve.progress()).where(sieve.is_known())
        each = joined.offset(0).subquery()
        return sa.select(*(sa.func.count().filter(each.c.outcome == one) for one in OUTCOMES))

    def _since(self, person: sa.ColumnElement[int]) -> sa.ScalarSelect[date]:
        """Since when the person has held a seat in the scope, or elsewhere before it, without a
        gap; null for who holds none there."""
        held = sa.select(sa.func.min(Seat.unbroken_since))
        return held.where(Seat.person_id == person, *self._seats()).scalar_subquery()

    def _seats(self) -> tuple[sa.ColumnElement[bool], ...]:
        return held_on(self.scope.today), *self.scope.seats()

    def _sieve(self, person: Any, since: Any) -> Sieve:
        return Sieve(person, since, self.course, self.now)

    def _judged(self, case: Case) -> Verdict:
        return judge(case, now=self.now, due_days=self.course.due_days)


def _case() -> tuple[Any, ...]:
    """The fields of a Case after `since`, in their order."""
    return (
        invited_at(Person.id),
        letter_at(Person.id),
        CourseProgress.signed_in_at,
        CourseProgress.last_activity_at,
        Person.blocked_at,
        Person.reminders_paused_until,
        reminded_at(Person.id),
    )


def rows(judged: Sequence[Judged], scope: Scope) -> list[Row]:
    """The people of a page, in the order given."""
    statement = (
        sa.select(Seat.person_id, Organisation.name, Site.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Site, Site.id == Seat.site_id)
        .where(
            Seat.person_id.in_([one.person_id for one in judged]),
            held_on(scope.today),
            *scope.seats(),
        )
        .order_by(Seat.id.desc())
    )
    places = {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}
    return [Row(one, *places[one.person_id]) for one in judged if one.person_id in places]


def send(*, scope: Scope, course: Course, now: datetime, by: int) -> int:
    """Write a reminder to everybody who is due one at this moment; how many.

    Two people who press the button at the same time take turns: the second finds nobody due.
    """
    due = Round(scope, course, now)
    people = [one.person_id for one in due.page(skipped=False)]
    for chunk in _chunks(people):
        lock = sa.select(Person.id).where(Person.id.in_(chunk)).order_by(Person.id)
        db.session.execute(lock.with_for_update())
    still = due.page(skipped=False)
    for judged in still:
        _remind(db.session.get_one(Person, judged.person_id), judged, by)
    return len(still)


def _remind(person: Person, judged: Judged, by: int) -> None:
    letter = _letter(person, judged, by)
    post(
        address=person.email,
        kind=MailKind.REMINDER,
        language=person.language,
        subject=letter.subject,
        text=letter.text,
        person_id=person.id,
    )


def _letter(person: Person, judged: Judged, by: int) -> Letter:
    pause = pause_address(person)
    if judged.case.signed_in_at is None and not invitations.has_key(person):
        address, invitation = invitations.renew(person=person, by=by)
        until = day_in(person.language, invitation.expires_at)
        return letters.not_signed_in(person.language, address=address, until=until, pause=pause)
    return letters.behind(
        person.language,
        address=f"{current_app.config['SETTINGS'].address}/training",
        pause=pause,
        overdue=Reason.OVERDUE in judged.verdict.reasons,
    )


def _chunks(ids: list[int], size: int = 500) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
