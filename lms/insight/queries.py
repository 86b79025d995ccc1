"""The figures of site networks: a fixed number of statements, grouped in SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from lms.clock import last_day
from lms.content.types import Course
from lms.extensions import db
from lms.insight import reach
from lms.insight.figures import Network, Organisations, Overview, People, QuarterShare, Site
from lms.insight.period import Period
from lms.insight.sql import (
    RANKED,
    active_in,
    complete_at,
    flag,
    held_on,
    module_done,
    overdue_in,
    progress_of,
    rank_at,
    takes_part_on,
)
from lms.network.models import Participation, Seat
from lms.network.models import Site as SiteModel
from lms.progress.models import ActiveQuarter, CourseProgress

HISTORY = 8
"""Quarters in a line chart: two years."""


def sites() -> tuple[Site, ...]:
    """All sites, by name."""
    rows = db.session.execute(
        sa.select(SiteModel.id, SiteModel.slug, SiteModel.name).order_by(SiteModel.name)
    )
    return tuple(Site(*row) for row in rows)


def first_seat() -> date | None:
    """The day the first seat was given; None when there is none."""
    return db.session.scalar(sa.select(sa.func.min(Seat.since)))


def overview(
    *, sites: Sequence[Site], period: Period, course: Course, with_modules: bool = False
) -> Overview:
    """The figures of these sites and their totals: seven statements for any number of
    people."""
    ids = [site.id for site in sites]
    people, all_people = _people(ids, period, course, with_modules=with_modules)
    organisations, all_organisations = _organisations(ids, period, course)
    history, reached = _history(ids, period), reach.of_sites(ids, period)
    return Overview(
        tuple(
            Network(
                site,
                people.get(site.id, People()),
                organisations.get(site.id, Organisations()),
                history[site.id],
                reached[site.id],
            )
            for site in sites
        ),
        all_people,
        all_organisations,
    )


def _people(
    ids: list[int], period: Period, course: Course, *, with_modules: bool
) -> tuple[dict[int, People], People]:
    """Per site and in all. `first` marks one of a person's sites, so that the total of all sites
    counts everybody once."""
    holder = (
        sa.select(
            Seat.site_id,
            Seat.person_id,
            sa.func.min(Seat.unbroken_since).label("since"),
            sa.func.row_number()
            .over(partition_by=Seat.person_id, order_by=Seat.site_id)
            .label("nth"),
        )
        .where(held_on(period.day), Seat.site_id.in_(ids))
        .group_by(Seat.site_id, Seat.person_id)
        .subquery()
    )
    slugs = [module.slug for module in course.required_modules] if with_modules else []
    keys = (
        holder.c.site_id,
        flag(holder.c.nth == 1).label("first"),
        rank_at(period.cutoff).label("rank"),
        flag(overdue_in(period, course.due_days, holder.c.since)).label("overdue"),
        flag(active_in(period.quarter, holder.c.person_id)).label("active"),
    )
    rows = db.session.execute(
        sa.select(
            *keys,
            sa.func.count(),
            *(sa.func.sum(flag(module_done(slug, period.cutoff))) for slug in slugs),
        )
        .select_from(holder)
        .outerjoin(CourseProgress, progress_of(holder.c.person_id, course.slug))
        # By place: a repeated expression with parameters is not the same one to PostgreSQL.
        .group_by(*(sa.literal_column(str(place)) for place in range(1, len(keys) + 1)))
    )
    per_site: dict[int, _Tally] = defaultdict(_Tally)
    total = _Tally()
    for site_id, first, rank, overdue, active, count, *modules in rows:
        done = dict(zip(slugs, modules, strict=True))
        for tally in (per_site[site_id], total) if first else (per_site[site_id],):
            tally.add(rank, overdue, active, count, done)
    return {site_id: tally.people() for site_id, tally in per_site.items()}, total.people()


class _Tally:
    """Adds grouped rows up to People."""

    def __init__(self) -> None:
        self._ranks: Counter[int] = Counter()
        self._modules: Counter[str] = Counter()
        self._overdue = 0
        self._active = 0

    def add(self, rank: int, overdue: int, active: int, count: int, done: dict[str, int]) -> None:
        self._ranks[rank] += count
        self._overdue += overdue * count
        self._active += active * count
        self._modules.update({slug: int(number) for slug, number in done.items()})

    def people(self) -> People:
        return People(
            {RANKED[rank]: count for rank, count in self._ranks.items()},
            self._overdue,
            self._active,
            dict(self._modules),
        )


def _organisations(
    ids: list[int], period: Period, course: Course
) -> tuple[dict[int, Organisations], Organisations]:
    """Per site and in all; in all, an organisation is covered when it is at one of its sites."""
    at_site = (
        sa.select(
            Participation.site_id,
            Participation.organisation_id,
            sa.func.max(complete_at(period.cutoff)).label("covered"),
        )
        .outerjoin(
            Seat,
            sa.and_(
                Seat.site_id == Participation.site_id,
                Seat.organisation_id == Participation.organisation_id,
                held_on(period.day),
            ),
        )
        .outerjoin(CourseProgress, progress_of(Seat.person_id, course.slug))
        .where(takes_part_on(period.day), Participation.site_id.in_(ids))
        .group_by(Participation.site_id, Participation.organisation_id)
        .subquery()
    )
    c = at_site.c
    placed = sa.select(
        c.site_id,
        c.covered,
        flag(
            sa.func.row_number().over(partition_by=c.organisation_id, order_by=c.site_id) == 1
        ).label("first"),
        sa.func.max(c.covered).over(partition_by=c.organisation_id).label("anywhere"),
    ).subquery()
    rows = db.session.execute(
        sa.select(
            placed.c.site_id,
            sa.func.count(),
            sa.func.sum(placed.c.covered),
            sa.func.sum(placed.c.first),
            sa.func.sum(placed.c.first * placed.c.anywhere),
        ).group_by(placed.c.site_id)
    ).all()
    per_site = {row[0]: Organisations(int(row[1]), int(row[2])) for row in rows}
    total = Organisations(sum(int(row[3]) for row in rows), sum(int(row[4]) for row in rows))
    return per_site, total


def _history(ids: list[int], period: Period) -> dict[int, tuple[QuarterShare, ...]]:
    """Participation per site in the quarters up to the period, oldest first."""
    days = {
        quarter: last_day(quarter)
        for quarter in range(period.quarter - HISTORY + 1, period.quarter)
    }
    days[period.quarter] = period.day
    holders = _holders(ids, days)
    active = _active(ids, days)
    return {
        site_id: tuple(
            QuarterShare(
                quarter, holders.get((site_id, quarter), 0), active.get((site_id, quarter), 0)
            )
            for quarter in days
        )
        for site_id in ids
    }


def _holders(ids: list[int], days: dict[int, date]) -> dict[tuple[int, int], int]:
    """(site, quarter) → people with a seat on the quarter's day.

    One pass over the seats: per person a flag for each quarter, then the sum of the flags.
    """
    person = (
        sa.select(
            Seat.site_id,
            *(
                sa.func.max(flag(held_on(day))).label(f"q{quarter}")
                for quarter, day in days.items()
            ),
        )
        .where(Seat.site_id.in_(ids))
        .group_by(Seat.site_id, Seat.person_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(
            person.c.site_id, *(sa.func.sum(person.c[f"q{quarter}"]) for quarter in days)
        ).group_by(person.c.site_id)
    )
    return {
        (site_id, quarter): int(count)
        for site_id, *counts in rows
        for quarter, count in zip(days, counts, strict=True)
    }


def _active(ids: list[int], days: dict[int, date]) -> dict[tuple[int, int], int]:
    """(site, quarter) → those among the holders who took part in the quarter."""
    day = sa.case(days, value=ActiveQuarter.quarter)
    rows = db.session.execute(
        sa.select(Seat.site_id, ActiveQuarter.quarter, sa.func.count(sa.distinct(Seat.person_id)))
        .join(Seat, Seat.person_id == ActiveQuarter.person_id)
        .where(
            ActiveQuarter.quarter.between(min(days), max(days)),
            Seat.site_id.in_(ids),
            held_on(day),
        )
        .group_by(Seat.site_id, ActiveQuarter.quarter)
    )
    return {(site_id, quarter): count for site_id, quarter, count in rows}
