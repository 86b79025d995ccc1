"""Whom the rule of `rules` says something about, and sending what it says. Flushes, never commits.

The rule runs in Python over one light row a person, so that it stands in one place only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from lms.accounts import invitations
from lms.accounts.letters import Letter
from lms.accounts.models import Invitation, Person
from lms.accounts.pauses import pause_address
from lms.content.types import Course
from lms.extensions import db
from lms.followup import letters
from lms.followup.rules import Case, Reason, Skip, Verdict, judge
from lms.followup.scope import Scope
from lms.i18n import day_in
from lms.insight.sql import held_on, progress_of
from lms.mail.models import MailKind, MailState, OutboxMail
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
    """Everybody with a current seat: who would get a reminder, who is skipped, and how many need
    none because nothing is wrong or because they are complete."""

    due: tuple[Judged, ...]
    skipped: tuple[Judged, ...]
    fine: int
    complete: int

    @property
    def reasons(self) -> Counter[Reason]:
        """How often each reason holds among those who would get one."""
        return Counter(reason for judged in self.due for reason in judged.verdict.reasons)

    @property
    def skips(self) -> Counter[Skip | None]:
        """How many are skipped for each reason."""
        return Counter(judged.verdict.skip for judged in self.skipped)


def overview(*, scope: Scope, course: Course, now: datetime) -> Overview:
    """What the rule says about everybody in the scope."""
    judged = [
        Judged(*person, case, judge(case, now=now, due_days=course.due_days))
        for *person, case in _cases(scope, course.slug)
    ]
    due = tuple(one for one in judged if one.verdict.reasons and not one.verdict.skip)
    skipped = tuple(one for one in judged if one.verdict.skip)
    fine = len(judged) - len(due) - len(skipped)
    return Overview(due, skipped, fine, _complete(scope, course.slug))


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
    people = [one.person_id for one in overview(scope=scope, course=course, now=now).due]
    for chunk in _chunks(people):
        lock = sa.select(Person.id).where(Person.id.in_(chunk)).order_by(Person.id)
        db.session.execute(lock.with_for_update())
    still = overview(scope=scope, course=course, now=now).due
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


def _cases(scope: Scope, course: str) -> Iterator[tuple[int, str, str, Case]]:
    """Who they are, and what the rule looks at."""
    for person_id, public_id, name, *dates in db.session.execute(_unfinished(scope, course)):
        yield person_id, public_id, name, Case(*dates)


def _unfinished(scope: Scope, course: str) -> sa.Select[Any]:
    """Ids, name and the fields of a Case, in their order, of everybody with a current seat who is
    not complete."""
    holder = _holders(scope)
    invitation = (
        sa.select(sa.func.max(Invitation.created_at))
        .where(Invitation.person_id == Person.id)
        .scalar_subquery()
    )
    reminder = (
        sa.select(sa.func.max(OutboxMail.created_at))
        .where(
            OutboxMail.person_id == Person.id,
            OutboxMail.kind == MailKind.REMINDER.value,
            OutboxMail.state.in_([MailState.WAITING.value, MailState.SENT.value]),
        )
        .scalar_subquery()
    )
    return (
        sa.select(
            Person.id,
            Person.public_id,
            Person.name,
            CourseProgress.named_at,
            sa.func.coalesce(CourseProgress.invited_at, invitation),
            invitation,
            CourseProgress.signed_in_at,
            CourseProgress.last_activity_at,
            Person.blocked_at,
            Person.reminders_paused_until,
            reminder,
        )
        .select_from(holder)
        .join(Person, Person.id == holder.c.person_id)
        .outerjoin(CourseProgress, progress_of(Person.id, course))
        .where(Person.erased_at.is_(None), CourseProgress.complete_at.is_(None))
        .order_by(Person.name, Person.id)
    )


def _complete(scope: Scope, course: str) -> int:
    holder = _holders(scope)
    statement = (
        sa.select(sa.func.count())
        .select_from(holder)
        .join(CourseProgress, progress_of(holder.c.person_id, course))
        .where(CourseProgress.complete_at.is_not(None))
    )
    return db.session.scalar(statement) or 0


def _holders(scope: Scope) -> sa.Subquery:
    """Each person with a seat in the scope today, once."""
    return (
        sa.select(Seat.person_id)
        .where(held_on(scope.today), *scope.seats())
        .distinct()
        .subquery("holder")
    )


def _chunks(ids: list[int], size: int = 500) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
