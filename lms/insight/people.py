"""Lists of the POCOs of a site, and all about one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.assessment.models import Attempt
from lms.clock import local_date
from lms.content.types import Course
from lms.extensions import db
from lms.grading.completion import Status, due_on
from lms.insight.figures import PersonRow, QuizResult, SeatRow, Site
from lms.insight.period import Period
from lms.insight.sql import (
    RANKED,
    active_in,
    flag,
    held_on,
    module_done,
    overdue_in,
    progress_of,
    rank_at,
)
from lms.network.models import Organisation, Seat
from lms.network.models import Site as SiteModel
from lms.progress.models import CourseProgress
from lms.search import finds, words_of

SORTS = ("name", "organisation", "status", "modules", "activity", "due")
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people of a site; everything empty means all of them."""

    statuses: tuple[Status, ...] = ()
    overdue: bool = False
    active: bool | None = None
    module: str = ""
    organisation: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people of a site in a period that are wanted: counted, by the page, or all."""

    site: Site
    period: Period
    course: Course
    today: date
    wanted: Wanted = Wanted()

    def count(self) -> int:
        """How many there are."""
        holder = self._holders()
        statement = (
            sa.select(sa.func.count())
            .select_from(holder)
            .outerjoin(CourseProgress, progress_of(holder.c.person_id, self.course.slug))
            .where(*self._conditions(holder))
        )
        return db.session.scalar(statement) or 0

    def page(self, *, sort: str, offset: int, limit: int) -> list[PersonRow]:
        """Some of them in the order of `sort`: a key of SORTS, descending after a `-`."""
        chosen = self._chosen(sort).offset(offset).limit(limit).subquery("chosen")
        return [self._row(row) for row in db.session.execute(self._rows(chosen, sort))]

    def all(self, *, sort: str) -> Iterator[PersonRow]:
        """All of them, a batch at a time."""
        statement = self._rows(self._chosen(sort).subquery("chosen"), sort)
        for row in db.session.execute(statement.execution_options(yield_per=BATCH)):
            yield self._row(row)

    def done(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Name, organisation and activity → moment it was done (ISO, UTC), by name."""
        chosen = self._chosen("name").subquery("chosen")
        statement = self._joined(
            chosen, Person.name, Organisation.name, CourseProgress.done
        ).order_by(Person.name, Person.id)
        for row in db.session.execute(statement.execution_options(yield_per=BATCH)):
            yield row[0], row[1], row[2] or {}

    def _holders(self) -> sa.Subquery:
        """One row per person; the seat given first names the organisation."""
        statement = (
            sa.select(
                Seat.person_id,
                sa.func.min(Seat.id).label("seat_id"),
                sa.func.max(flag(held_on(self.today))).label("current"),
                sa.func.min(Seat.unbroken_since).label("since"),
            )
            .where(Seat.site_id == self.site.id, held_on(self.period.day))
            .group_by(Seat.person_id)
        )
        if self.wanted.organisation:
            statement = statement.join(Organisation).where(
                Organisation.public_id == self.wanted.organisation
            )
        return statement.subquery("holder")

    def _chosen(self, sort: str) -> sa.Select[Any]:
        """Who is wanted, in order: only keys, so that a long list sorts little."""
        holder = self._holders()
        return (
            self._joined(holder, *holder.c)
            .where(*self._conditions(holder))
            .order_by(*self._order(sort, holder))
        )

    def _rows(self, chosen: sa.Subquery, sort: str) -> sa.Select[Any]:
        return self._joined(
            chosen,
            Person.public_id,
            Person.name,
            Organisation.name,
            rank_at(self.period.cutoff),
            self._modules_done(),
            CourseProgress.last_activity_at,
            chosen.c.since,
            flag(overdue_in(self.period, self.course.due_days, chosen.c.since)),
            chosen.c.current,
        ).order_by(*self._order(sort, chosen))

    def _joined(self, people: sa.Subquery, *columns: Any) -> sa.Select[Any]:
        """Columns about the people of a subquery with person_id and seat_id."""
        return (
            sa.select(*columns)
            .select_from(people)
            .join(Person, Person.id == people.c.person_id)
            .join(Seat, Seat.id == people.c.seat_id)
            .join(Organisation, Organisation.id == Seat.organisation_id)
            .outerjoin(CourseProgress, progress_of(people.c.person_id, self.course.slug))
        )

    def _conditions(self, holder: sa.Subquery) -> Iterator[sa.ColumnElement[bool]]:
        wanted = self.wanted
        if wanted.statuses:
            ranks = [RANKED.index(status) for status in wanted.statuses]
            yield rank_at(self.period.cutoff).in_(ranks)
        if wanted.overdue:
            yield overdue_in(self.period, self.course.due_days, holder.c.since)
        if wanted.active is not None:
            active = active_in(self.period.quarter, holder.c.person_id)
            yield active if wanted.active else sa.not_(active)
        if wanted.module:
            yield module_done(wanted.module, self.period.cutoff)
        if wanted.name:
            # An alias: the statement around may join the person itself.
            named = aliased(Person)
            fits = finds(named.search_key, wanted.name) if words_of(wanted.name) else sa.false()
            yield sa.exists().where(named.id == holder.c.person_id, fits)

    def _order(self, sort: str, people: sa.Subquery) -> tuple[sa.ColumnElement[Any], ...]:
        key = self._sort_key(sort, people)
        first = key.desc() if sort.startswith("-") else key.asc()
        return first.nulls_last(), Person.name.asc(), Person.id.asc()

    def _sort_key(self, sort: str, people: sa.Subquery) -> sa.ColumnElement[Any]:
        match sort.lstrip("-"):
            case "organisation":
                return Organisation.name
            case "status":
                return rank_at(self.period.cutoff)
            case "modules":
                return self._modules_done()
            case "activity":
                return CourseProgress.last_activity_at
            case "due":
                return people.c.since
            case _:
                return Person.name

    def _modules_done(self) -> sa.ColumnElement[int]:
        count: sa.ColumnElement[int] = sa.literal(0)
        for module in self.course.required_modules:
            count = count + flag(module_done(module.slug, self.period.cutoff))
        return count

    def _row(self, row: Any) -> PersonRow:
        public_id, name, organisation, rank, modules, last, since, overdue, current = row
        return PersonRow(
            public_id,
            name,
            organisation,
            RANKED[rank],
            modules,
            last,
            due_on(since, due_days=self.course.due_days),
            bool(overdue),
            bool(current),
        )


def organisation_name(public_id: str, site: Site) -> str | None:
    """The name of an organisation that has or had a seat at the site."""
    return db.session.scalar(
        sa.select(Organisation.name).where(
            Organisation.public_id == public_id,
            sa.exists().where(Seat.organisation_id == Organisation.id, Seat.site_id == site.id),
        )
    )


def find(public_id: str) -> sa.Row[tuple[int, str]] | None:
    """Id and name of a person who has or had a seat."""
    return db.session.execute(
        sa.select(Person.id, Person.name).where(
            Person.public_id == public_id, sa.exists().where(Seat.person_id == Person.id)
        )
    ).first()


def sites_of(person_id: int, day: date) -> set[int]:
    """The sites where a person holds a seat on a day."""
    return set(
        db.session.scalars(sa.select(Seat.site_id).where(Seat.person_id == person_id, held_on(day)))
    )


def seats_of(person_id: int) -> list[SeatRow]:
    """All seats of a person, the newest first."""
    rows = db.session.execute(
        sa.select(
            SiteModel.id,
            SiteModel.slug,
            SiteModel.name,
            Organisation.public_id,
            Organisation.name,
            Seat.since,
            Seat.until,
        )
        .join(SiteModel, SiteModel.id == Seat.site_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.person_id == person_id)
        .order_by(Seat.since.desc(), Seat.id.desc())
    )
    return [SeatRow(Site(*row[:3]), *row[3:]) for row in rows]


def quiz_results(person_id: int, course: str) -> dict[str, QuizResult]:
    """Quiz slug → result, of the quizzes handed in at least once."""
    rows = db.session.execute(
        sa.select(Attempt.quiz, sa.func.max(Attempt.score), sa.func.count())
        .where(
            Attempt.person_id == person_id,
            Attempt.course == course,
            Attempt.submitted_at.is_not(None),
        )
        .group_by(Attempt.quiz)
    )
    return {quiz: QuizResult(best, attempts) for quiz, best, attempts in rows}


def day_of(moment: datetime | None) -> date | None:
    """The Dutch calendar day of a moment."""
    return local_date(moment) if moment else None
