"""Whom the rule of `rules` says something about, and sending what it says. Flushes, never commits.

Counted and chosen in SQL, see `sift`; what is shown and what is sent is judged by the rule itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from lms.followup.sift import Sieve, invited_at, letter_at, reminded_at
from lms.i18n import day_in
from lms.insight.sql import flag, held_on, progress_of
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
        total: Counter[str] = Counter()
        reasons: Counter[Reason] = Counter()
        skips: Counter[Skip] = Counter()
        for complete, skip, *holds, count in db.session.execute(self._kinds()):
            found = [reason for reason, one in zip(Reason, holds, strict=True) if one]
            if complete:
                total["complete"] += count
            elif not found:
                total["fine"] += count
            elif skip is None:
                total["due"] += count
                reasons.update(dict.fromkeys(found, count))
            else:
                total["skipped"] += count
                skips[Skip(skip)] += count
        return Overview(**total, reasons=reasons, skips=skips)

    def page(self, *, skipped: bool, offset: int = 0, limit: int | None = None) -> list[Judged]:
        """Those who would get one, or those who are skipped, by name."""
        skip = self._sieve.skip()
        wanted = skip.is_not(None) if skipped else skip.is_(None)
        statement = self._unfinished().where(self._sieve.any_reason(), wanted)
        statement = statement.order_by(Person.name, Person.id).offset(offset).limit(limit)
        return [
            Judged(person_id, public_id, name, case, self._judged(case))
            for person_id, public_id, name, *dates in db.session.execute(statement)
            for case in [Case(*dates)]
        ]

    @property
    def _sieve(self) -> Sieve:
        return Sieve(self.course, self.now)

    def _judged(self, case: Case) -> Verdict:
        return judge(case, now=self.now, due_days=self.course.due_days)

    def _kinds(self) -> sa.Select[Any]:
        """Complete or not, why skipped, one column for each Reason, and how many people."""
        complete = CourseProgress.complete_at.is_not(None)
        reasons = self._sieve.reasons()
        some = sa.and_(sa.not_(complete), self._sieve.any_reason())
        each = self._people(
            flag(complete).label("complete"),
            sa.case((some, self._sieve.skip()), else_=sa.null()).label("skip"),
            *(
                flag(sa.and_(sa.not_(complete), reasons[reason])).label(reason.value)
                for reason in Reason
            ),
        ).subquery()
        return sa.select(*each.c, sa.func.count()).group_by(*each.c)

    def _unfinished(self) -> sa.Select[Any]:
        """Ids, name and the fields of a Case, in their order, of who is not complete."""
        return self._people(
            Person.id,
            Person.public_id,
            Person.name,
            CourseProgress.named_at,
            invited_at(),
            letter_at(),
            CourseProgress.signed_in_at,
            CourseProgress.last_activity_at,
            Person.blocked_at,
            Person.reminders_paused_until,
            reminded_at(),
        ).where(CourseProgress.complete_at.is_(None))

    def _people(self, *columns: Any) -> sa.Select[Any]:
        """Each person with a seat in the scope today, once."""
        holds = sa.exists().where(
            Seat.person_id == Person.id, held_on(self.scope.today), *self.scope.seats()
        )
        return (
            sa.select(*columns)
            .select_from(Person)
            .outerjoin(CourseProgress, progress_of(Person.id, self.course.slug))
            .where(Person.erased_at.is_(None), holds)
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
