"""The dashboards of networks of growing size, beside their bare SQL; charts, cold and warm."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from bench import dashboard_sql, servers
from bench.browser import Browser
from bench.dashboard_sql import At
from bench.network import Network, network, slugs
from bench.plan import Plan
from bench.report import Row
from bench.site import COURSE
from lms.clock import last_day, local_date, start_of_day, utcnow
from lms.content.types import Course
from lms.insight import figures, period, queries
from lms.insight.sql import RANKED

TITLE = "Site dashboard"
HOW = (
    "`lms demo --people N` in a database of its own, addresses changed so that production settings"
    " accept it; the pages as programme staff gets them from `lms serve` over one connection,"
    " against the same figures in hand-written SQL (`bench/dashboard_sql.py`) through the sqlite3"
    " driver on the same file, in turns; medians. Before it is measured the reference is checked to"
    " give the same figures as the page. Growth: how many times the time of the size before."
)
SIZES = (1_000, 10_000, 100_000)
TARGET_AT = 10_000
TARGET = 2.0
LONGEST = 15.0
"""Seconds after which a slow page is not repeated any more."""
Show = Callable[[], object]


def run(plan: Plan) -> Iterator[Row]:
    before: dict[str, float] = {}
    for size in SIZES[:2] if plan.quick else SIZES:
        with network(size, plan.port) as found:
            yield Row(f"{size:,} people: making the demo", f"{found.seeding:.1f} s")
            course = found.site.course()
            at = moment(course)
            check(found, at, course)
            for name, path, reference in _pages(found, at, course):
                ours, theirs = _turns(plan, found.staff, path, reference)
                growth = f", × {ours / before[name]:.1f}" if name in before else ""
                before[name] = ours
                target = size == TARGET_AT
                yield Row(
                    f"{size:,} people: {name}",
                    f"{ours * 1000:.1f} ms{growth}",
                    f"{theirs * 1000:.1f} ms",
                    f"{ours / theirs:.2f} ×",
                    f"≤ {TARGET:.0f} ×" if target else "",
                    ours <= TARGET * theirs if target else None,
                )
            if size == TARGET_AT:
                yield from _charts(plan, found.staff)


def moment(course: Course) -> At:
    """Now, in the forms in which SQLite keeps days and moments."""
    today = local_date(utcnow())
    now = period.choose("", first=None, today=today)
    days = {q: str(last_day(q)) for q in range(now.quarter - queries.HISTORY + 1, now.quarter)}
    assert course.due_days is not None
    return At(
        course=COURSE,
        day=str(today),
        cutoff=_stored(start_of_day(today + timedelta(days=1))),
        moment=start_of_day(today + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S"),
        overdue=str(today - timedelta(days=course.due_days)),
        quarter=now.quarter,
        days={**days, now.quarter: str(today)},
    )


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def check(found: Network, at: At, course: Course) -> None:
    """The reference and the app agree, or what follows compares nothing."""
    slugs = [module.slug for module in course.required_modules]
    with found.site.app.app_context():
        sites = queries.sites()
        now = period.choose("", first=None, today=local_date(utcnow()))
        for with_modules, chosen in ((False, sites), (True, sites[:1])):
            ours = queries.overview(
                sites=chosen, period=now, course=course, with_modules=with_modules
            )
            ids = [site.id for site in chosen]
            used = slugs if with_modules else []
            theirs = (
                dashboard_sql.site(found.bare, at, ids[0], slugs)
                if with_modules
                else dashboard_sql.networks(found.bare, at, ids)
            )
            for entry in ours.networks:
                if _told(entry, used) != theirs[entry.site.id]:
                    raise RuntimeError(f"page and reference differ: {entry} {theirs}")


def _told(entry: figures.Network, modules: list[str]) -> Any:
    people, firms = entry.people, entry.organisations
    return (
        [people.statuses.get(status, 0) for status in RANKED],
        [people.overdue, people.active, *(people.modules.get(slug, 0) for slug in modules)],
        (firms.total, firms.covered),
        [(quarter.holders, quarter.active) for quarter in entry.history],
    )


def _pages(found: Network, at: At, course: Course) -> list[tuple[str, str, Show]]:
    modules = [module.slug for module in course.required_modules]
    numbers = dict(found.bare.execute("select slug, id from site").fetchall())
    slug = slugs()[0]
    sites = list(numbers.values())
    return [
        ("all networks", "/networks", lambda: dashboard_sql.networks(found.bare, at, sites)),
        (
            "one network",
            f"/networks/{slug}",
            lambda: dashboard_sql.site(found.bare, at, numbers[slug], modules),
        ),
    ]


def _turns(plan: Plan, staff: Browser, path: str, reference: Show) -> tuple[float, float]:
    """Seconds for the page and for its reference."""
    # Each worker and each connection has the pages of the file in its cache before it counts.
    for _ in range(servers.WORKERS):
        open_page(staff, path), reference()
    ours: list[float] = []
    theirs: list[float] = []
    end = time.monotonic() + LONGEST
    while len(ours) < plan.repeats and (not ours or time.monotonic() < end):
        ours.append(timed(partial(open_page, staff, path)))
        theirs.append(timed(reference))
    return median(ours), median(theirs)


def open_page(staff: Browser, path: str) -> bytes:
    """The body of a page that must be there."""
    page = staff.packed(path)
    if page.status != 200:
        raise RuntimeError(f"{path} answered {page.status}")
    return page.body


def timed(work: Show) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _charts(plan: Plan, staff: Browser) -> Iterator[Row]:
    """Of pages that nobody has looked at yet, so that no chart is there."""
    found: list[str] = []
    for slug in slugs():
        page = staff.get(f"/networks/{slug}").text
        found += re.findall(r'(?:src|srcset)="(/networks/chart/[^"]+)"', page)
    urls = [html.unescape(url) for url in dict.fromkeys(found)]
    if not urls:
        raise RuntimeError("the dashboards show no charts")
    cold = [timed(partial(open_page, staff, url)) for url in urls]
    warm = [timed(partial(open_page, staff, url)) for _ in range(plan.repeats) for url in urls]
    yield Row("chart, the first of a server (matplotlib is imported)", f"{cold[0]:.2f} s")
    yield Row("chart, figures not drawn before", f"{median(cold[1:]) * 1000:.0f} ms")
    yield Row("chart, figures drawn before", f"{median(warm) * 1000:.1f} ms")
