"""The list of everybody and search by name with 100,000 people, beside their bare SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

from bench import letters
from bench.browser import PACKED, PLAIN, Browser, Page
from bench.dashboard import timed
from bench.network import Network, network
from bench.plan import Plan
from bench.report import Row
from bench.servers import WORKERS
from lms.clock import local_date, utcnow
from lms.search import fold

TITLE = "People"
HOW = (
    "`lms demo --people 100000`; the list of everybody as programme staff gets it from `lms serve`"
    " over one connection: 50 people with their state, seats and roles, how many there are, and"
    " the note in the audit trail. Against the same rows and the same count in hand-written SQL"
    " through the sqlite3 driver on the same file, in turns; medians. The reference is checked to"
    " give the same number of people. Search is for a part of a name, in a form that is posted."
    " Reminders and invitations count everybody anew and show the first 50."
)
SIZE = 100_000
PATH = "/manage/people"
TEXT = "van der"

KEYS = "select id from person where erased_at is null{where} order by name, id limit 50 offset {at}"
COUNT = "select count(*) from person where erased_at is null{where}"
STATE = """
case when p.erased_at is not null then 5 when p.blocked_at is not null then 4
     when p.password_hash is not null
       or exists (select 1 from course_progress c
                  where c.person_id = p.id and c.signed_in_at is not null)
       or exists (select 1 from login_session l where l.person_id = p.id)
       or exists (select 1 from passkey k where k.person_id = p.id)
       or exists (select 1 from invitation i where i.person_id = p.id and i.accepted_at is not null)
     then 3
     when exists (select 1 from invitation i where i.person_id = p.id
                  and i.accepted_at is null and i.withdrawn_at is null)
       or exists (select 1 from course_progress c
                  where c.person_id = p.id and c.invited_at is not null)
     then 2 else 1 end
"""
ROWS = (
    f"select p.id, p.public_id, p.name, p.email, {STATE} standing, p.created_at"
    " from person p where p.id in (IDS) order by p.name, p.id"
)
SEATS = """
select e.person_id, o.name, s.name, e.since, e.until from seat e
join organisation o on o.id = e.organisation_id join site s on s.id = e.site_id
where e.person_id in (IDS) order by e.since, e.id
"""
ROLES = """
select g.person_id, g.role, s.name from role_grant g left join site s on s.id = g.site_id
where g.person_id in (IDS)
"""
ACTIVE = (
    " and blocked_at is null and (password_hash is not null or exists (select 1 from"
    " course_progress c where c.person_id = person.id and c.signed_in_at is not null)"
    " or exists (select 1 from login_session l where l.person_id = person.id)"
    " or exists (select 1 from passkey k where k.person_id = person.id)"
    " or exists (select 1 from invitation i where i.person_id = person.id"
    " and i.accepted_at is not null))"
)
HELD = (
    " and exists (select 1 from seat e where e.person_id = person.id and e.site_id = 1"
    " and e.since <= '{day}' and (e.until is null or e.until > '{day}'))"
)


@dataclass(frozen=True)
class Visit:
    """A page of the list; with `form` it is posted."""

    staff: Browser
    path: str
    form: dict[str, str] = field(default_factory=dict)

    def __call__(self, *, packed: bool = True) -> Page:
        extra = PACKED if packed else PLAIN
        page = (
            self.staff.post(self.path, self.form, extra)
            if self.form
            else (self.staff.packed(self.path) if packed else self.staff.get(self.path))
        )
        if page.status != 200:
            raise RuntimeError(f"{self.path} answered {page.status}")
        return page


def run(plan: Plan) -> Iterator[Row]:
    with network(SIZE, plan.port) as found:
        for name, visit, where, at in _visits(found):
            bare = partial(_bare, found.bare, where, at)
            _check(visit(packed=False).text, bare())
            yield _compared(plan, name, visit, bare)
        for name, path, reference in letters.visits(found):
            visit = Visit(found.staff, path)
            if reference() not in visit(packed=False).text:
                raise RuntimeError(f"{path} and its reference differ")
            yield _compared(plan, name, visit, reference)


def _visits(found: Network) -> Iterator[tuple[str, Visit, str, int]]:
    """Name, page, and the same for the reference: a condition and where the page begins."""
    staff = found.staff
    (people,) = found.bare.execute("select count(*) from person").fetchone()
    (site,) = found.bare.execute("select slug from site where id = 1").fetchone()
    last = (people - 1) // 50
    held = HELD.format(day=local_date(utcnow()))
    words = " and ".join(f"search_key like '%{fold(word)}%'" for word in TEXT.split())
    search = f" and (({words}) or email like '%{TEXT}%')"
    form = {"q": TEXT, "csrf_token": staff.get(PATH).field("csrf_token")}
    yield "the first page", Visit(staff, PATH), "", 0
    yield "the last page", Visit(staff, f"{PATH}?page={last + 1}"), "", last * 50
    yield "the POCOs of a site", Visit(staff, f"{PATH}?role=poco&site={site}"), held, 0
    yield "those who have been in", Visit(staff, f"{PATH}?state=active"), ACTIVE, 0
    yield f"search for “{TEXT}”", Visit(staff, PATH, form), search, 0


def _compared(plan: Plan, name: str, visit: Visit, bare: Callable[[], Any]) -> Row:
    for _ in range(WORKERS):
        visit(), bare()
    ours, theirs = [], []
    for _ in range(plan.repeats):
        ours.append(timed(visit))
        theirs.append(timed(bare))
    mine, reference = median(ours), median(theirs)
    return Row(
        f"{SIZE:,} people: {name}",
        f"{mine * 1000:.1f} ms",
        f"{reference * 1000:.1f} ms",
        f"{mine / reference:.2f} ×",
    )


def _bare(connection: Any, where: str, at: int) -> tuple[int, int]:
    """How many there are, and how many stand on the page."""
    ids = [row[0] for row in connection.execute(KEYS.format(where=where, at=at))]
    places = ", ".join(map(str, ids))
    for statement in (ROWS, SEATS, ROLES):
        connection.execute(statement.replace("IDS", places)).fetchall()
    return connection.execute(COUNT.format(where=where)).fetchone()[0], len(ids)


def _check(text: str, reference: tuple[int, int]) -> None:
    """Page and reference hold the same number of lines, and the page names the same total."""
    total, lines = reference
    shown = f"{total:,}".replace(",", ".")
    if len(re.findall(r'name="person"', text)) != lines or f">{shown} " not in text:
        raise RuntimeError(f"page and reference differ: {total}, {lines}")
