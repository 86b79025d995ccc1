"""The figures of the dashboards as bare SQL: what the pages are measured against.

Written for SQLite by hand and run through the driver, with none of the app's code between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HELD = "since <= :day and (until is null or until > :day)"

PEOPLE = f"""
with holder as (
    select site_id, person_id, min(unbroken_since) held,
           row_number() over (partition by person_id order by site_id) = 1 one
    from seat where {HELD} and site_id in (SITES) group by site_id, person_id
)
select site_id, one,
       case when complete_at < :cutoff then 5 when online_done_at < :cutoff then 4
            when started_at < :cutoff then 3 when signed_in_at < :cutoff then 2
            when invited_at < :cutoff then 1 else 0 end standing,
       count(*),
       sum(held < :overdue and (complete_at is null or complete_at >= :cutoff)),
       sum(exists (select 1 from active_quarter a
                   where a.quarter = :quarter and a.person_id = holder.person_id))MODULES
from holder left join course_progress c on c.person_id = holder.person_id and c.course = :course
group by 1, 2, 3
"""
MODULE = ", sum(coalesce(c.modules ->> '$.\"{slug}\"' < :moment, 0))"

ORGANISATIONS = """
with placed as (
    select p.site_id, p.organisation_id, max(coalesce(c.complete_at < :cutoff, 0)) covered
    from participation p
    left join seat s on s.site_id = p.site_id and s.organisation_id = p.organisation_id
         and s.since <= :day and (s.until is null or s.until > :day)
    left join course_progress c on c.person_id = s.person_id and c.course = :course
    where p.since <= :day and (p.until is null or p.until > :day) and p.site_id in (SITES)
    group by p.site_id, p.organisation_id
)
select site_id, count(*), sum(covered) from placed group by site_id
union all
select 0, count(*), sum(covered)
from (select max(covered) covered from placed group by organisation_id)
"""

HOLDERS = """
select site_id, SUMS from (
    select site_id, FLAGS from seat where site_id in (SITES) group by site_id, person_id
) group by site_id
"""

ACTIVE = """
select s.site_id, a.quarter, count(distinct s.person_id)
from seat s join active_quarter a on a.person_id = s.person_id and a.quarter between FIRST and LAST
where s.site_id in (SITES) and s.since <= case a.quarter DAYS end
      and (s.until is null or s.until > case a.quarter DAYS end)
group by s.site_id, a.quarter
"""

WAITING = """
select o.public_id, o.name, count(s.id),
       sum(coalesce(s.unbroken_since < :overdue and c.complete_at is null, 0)) late
from participation p join organisation o on o.id = p.organisation_id
left join seat s on s.site_id = p.site_id and s.organisation_id = p.organisation_id
     and s.since <= :day and (s.until is null or s.until > :day)
left join course_progress c on c.person_id = s.person_id and c.course = :course
where p.since <= :day and (p.until is null or p.until > :day) and p.site_id in (SITES)
group by o.id having max(coalesce(c.complete_at < :cutoff, 0)) = 0
order by late desc, o.name limit 8
"""


@dataclass(frozen=True)
class At:
    """What the figures are of: moments and days as SQLite keeps them, `days` per quarter."""

    course: str
    day: str
    cutoff: str
    moment: str
    overdue: str
    quarter: int
    days: dict[int, str]


def networks(connection: Any, at: At, sites: Sequence[int]) -> dict[int, Any]:
    """Site → (standings, overdue, active, modules, organisations, covered, history); 0 is all."""
    return _figures(connection, at, sites, ())


def site(connection: Any, at: At, number: int, modules: Sequence[str]) -> dict[int, Any]:
    """The same of one site with its modules, and who waits."""
    found = _figures(connection, at, (number,), modules)
    _ask(connection, WAITING, at, (number,))
    return found


def _figures(
    connection: Any, at: At, sites: Sequence[int], modules: Sequence[str]
) -> dict[int, Any]:
    standings: dict[int, list[int]] = defaultdict(lambda: [0] * 6)
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * (2 + len(modules)))
    people = PEOPLE.replace("MODULES", "".join(MODULE.format(slug=slug) for slug in modules))
    for number, first, standing, count, *more in _ask(connection, people, at, sites):
        for key in (number, 0) if first else (number,):
            standings[key][standing] += count
            sums[key] = [a + (b or 0) for a, b in zip(sums[key], more, strict=True)]
    organisations = {row[0]: row[1:] for row in _ask(connection, ORGANISATIONS, at, sites)}
    history = _history(connection, at, sites)
    return {
        number: (standings[number], sums[number], organisations.get(number), history.get(number))
        for number in (0, *sites)
    }


def _history(connection: Any, at: At, sites: Sequence[int]) -> dict[int, Any]:
    names = [f"q{quarter}" for quarter in at.days]
    flags = ", ".join(
        f"max(since <= '{day}' and (until is null or until > '{day}')) {name}"
        for name, day in zip(names, at.days.values(), strict=True)
    )
    holders = HOLDERS.replace("FLAGS", flags)
    holders = holders.replace("SUMS", ", ".join(f"sum({name})" for name in names))
    days = " ".join(f"when {quarter} then '{day}'" for quarter, day in at.days.items())
    statement = ACTIVE.replace("DAYS", days)
    statement = statement.replace("FIRST", str(min(at.days))).replace("LAST", str(max(at.days)))
    active = {
        (number, quarter): count
        for number, quarter, count in _ask(connection, statement, at, sites)
    }
    return {
        number: [
            (count, active.get((number, quarter), 0))
            for quarter, count in zip(at.days, counts, strict=True)
        ]
        for number, *counts in _ask(connection, holders, at, sites)
    }


def _ask(connection: Any, statement: str, at: At, sites: Sequence[int]) -> list[Any]:
    text = statement.replace("SITES", ", ".join(map(str, sites)))
    return list(connection.execute(text, vars(at) | {"days": None}))
