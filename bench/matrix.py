"""The completion matrix of one site as CSV: two thousand people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any

from bench.dashboard import moment, timed
from bench.network import Network, network, slugs
from bench.plan import Plan
from bench.report import Row
from bench.site import COURSE
from lms.clock import local_date
from lms.content.types import Course

TITLE = "Completion matrix as CSV"
HOW = (
    "A demo network cut down to exactly 2,000 people with a seat at one site, the file as"
    " programme staff downloads it from `lms serve`. The reference reads the same rows with the"
    " sqlite3 driver and writes the same file with Python's `csv`; it is checked to hold the same"
    " dates. Moodle's figure for 2,000 people × 20 activities comes from an earlier measurement on"
    " a machine like this one."
)
PEOPLE = 2_000
ENOUGH = 6_000
"""So many POCOs in all that the first site has more than PEOPLE."""
MOODLE = 1.96
TARGET = 20

SURPLUS = """
delete from seat where site_id = :site and person_id not in (
    select distinct person_id from seat
    where site_id = :site and until is null order by person_id limit :people
)
"""
ROWS = """
select p.name, o.name, c.done
from (select person_id, min(id) seat_id from seat
      where site_id = :site and since <= :day and (until is null or until > :day)
      group by person_id) h
join person p on p.id = h.person_id join seat s on s.id = h.seat_id
join organisation o on o.id = s.organisation_id
left join course_progress c on c.person_id = h.person_id and c.course = :course
order by p.name, p.id
"""


def run(plan: Plan) -> Iterator[Row]:
    with network(ENOUGH, plan.port, _cut) as found:
        course = found.site.course()
        path = f"/networks/{slugs()[0]}/matrix.csv"
        theirs = _bare(found, course)
        _check(found.staff.get(path).body, theirs)
        found.staff.packed(path)
        ours_took, theirs_took = [], []
        for _ in range(plan.repeats):
            ours_took.append(timed(lambda: found.staff.packed(path)))
            theirs_took.append(timed(lambda: _bare(found, course)))
    ours, bare = median(ours_took), median(theirs_took)
    name = f"{PEOPLE:,} people × {len(_keys(course))} activities"
    yield Row(name, f"{ours * 1000:.0f} ms", f"{bare * 1000:.0f} ms", f"{ours / bare:.2f} ×")
    yield Row(
        f"{name}, against Moodle",
        f"{ours * 1000:.0f} ms",
        f"{MOODLE} s",
        f"{MOODLE / ours:.0f} × faster",
        f"≥ {TARGET} ×",
        MOODLE / ours >= TARGET,
    )


def _cut(bare: Any) -> None:
    (site,) = bare.execute("select id from site where slug = ?", (slugs()[0],)).fetchone()
    bare.execute(SURPLUS, {"site": site, "people": PEOPLE})


def _keys(course: Course) -> list[str]:
    return [*course.activities, *(f"meeting/{kind}" for kind in course.meetings)]


def _bare(found: Network, course: Course) -> str:
    at = moment(course)
    keys = _keys(course)
    (site,) = found.bare.execute("select id from site where slug = ?", (slugs()[0],)).fetchone()
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(["Naam", "Organisatie", *keys])
    rows = found.bare.execute(ROWS, {"site": site, "day": at.day, "course": COURSE})
    for name, organisation, text in rows:
        done = json.loads(text) if text else {}
        writer.writerow([name, organisation, *(_day(done.get(key), at.moment) for key in keys)])
    return target.getvalue()


def _day(moment: str | None, cutoff: str) -> str:
    if not moment or moment >= cutoff:
        return ""
    return str(local_date(datetime.fromisoformat(moment)))


def _check(ours: bytes, theirs: str) -> None:
    """Both hold the same dates of the same number of people."""
    mine = list(csv.reader(io.StringIO(ours.decode("utf-8-sig")), delimiter=";"))[1:]
    bare = list(csv.reader(io.StringIO(theirs), delimiter=";"))[1:]
    if len(mine) != PEOPLE or [row[2:] for row in mine] != [row[2:] for row in bare]:
        raise RuntimeError(f"the file and its reference differ: {len(mine)}, {len(bare)} people")
