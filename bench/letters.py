"""Invitations and reminders with 100,000 people, beside their bare SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench.network import Network
from lms.clock import local_date, utcnow
from lms.editions.store import get_course
from lms.followup.rules import BETWEEN, INVITED_FOR, QUIET_FOR

Bare = Callable[[], str]
"""The reference; gives the figure that the page shows too."""

LETTER = "(select max(i.created_at) from invitation i where i.person_id = h.person_id)"
REASON = f"""(h.held < :due
  or (c.signed_in_at is null and coalesce(coalesce(c.invited_at, {LETTER}) <= :invited, 0))
  or (c.signed_in_at <= :quiet and coalesce(c.last_activity_at <= :quiet, 1)))"""
KIND = f"""
case when c.complete_at is not null then 3 when not {REASON} then 2
  when h.person_id in (select id from person where blocked_at is not null)
    or h.person_id in (select id from person where reminders_paused_until > :now)
    or (c.signed_in_at is null and coalesce(c.invited_at, {LETTER}) is null)
    or h.person_id in (select person_id from outbox_mail where kind = 'reminder'
                       and state in ('waiting', 'sent') and created_at > :between)
    or (c.signed_in_at is null and coalesce({LETTER}, c.invited_at) > :invited) then 1
  else 0 end
"""
NOW = "since <= :day and (until is null or until > :day)"
HELD = f"select person_id, min(unbroken_since) held from seat where {NOW} group by person_id"
KINDS = f"""
select sum(kind = 0), sum(kind = 1), sum(kind = 2), sum(kind = 3) from (
  select {KIND} kind from ({HELD}) h
  left join course_progress c on c.person_id = h.person_id and c.course || '' = :course
  where h.person_id not in (select id from person where erased_at is not null) limit -1 offset 0)
"""
REMINDED = f"""
select h.id, h.public_id, h.name, c.* from (
  select id, id person_id, public_id, name, erased_at,
    (select min(unbroken_since) from seat e where e.person_id = person.id and {NOW}) held
  from person) h
left join course_progress c on c.person_id = h.person_id and c.course = :course
where h.erased_at is null and h.held is not null and {KIND} = 0
order by h.name, h.id limit 50
"""
NEVER_IN = """
password_hash is null and blocked_at is null and erased_at is null
and not exists (select 1 from login_session l where l.person_id = p.id)
and not exists (select 1 from course_progress c
                where c.person_id = p.id and c.signed_in_at is not null)
"""
NEWEST = "i.id = (select max(n.id) from invitation n where n.person_id = p.id)"
STATE = """
case when i.id is null then 0 when i.accepted_at is not null then 1
  when i.withdrawn_at is not null then 2 when i.expires_at <= :now then 3 else 4 end
"""
STATES = f"""
select {STATE} state, count(*) from person p left join invitation i on {NEWEST}
where p.id > 0 and {NEVER_IN} group by state
"""
CAME_IN = """
select count(*) from invitation i where accepted_at is not null and not exists (
  select 1 from invitation n where n.person_id = i.person_id and n.id > i.id)
"""
WAITING = f"""
select p.public_id, p.name, {STATE} from person p left join invitation i on {NEWEST}
where {NEVER_IN} and i.accepted_at is null order by p.name, p.id limit 50
"""


def visits(found: Network) -> Iterator[tuple[str, str, Bare]]:
    """Name, address and reference of each page."""
    with found.site.app.app_context():
        values = _values(get_course("basistraining", "nl").due_days or 0)
    yield "reminders", "/manage/reminders", partial(_reminders, found.bare, values)
    yield "invitations", "/manage/invitations", partial(_invitations, found.bare, values)


def _reminders(connection: Any, values: dict[str, str]) -> str:
    due, *_rest = connection.execute(KINDS, values).fetchone()
    connection.execute(REMINDED, values).fetchall()
    return _shown(due)


def _invitations(connection: Any, values: dict[str, str]) -> str:
    states = dict(connection.execute(STATES, values).fetchall())
    connection.execute(CAME_IN).fetchone()
    connection.execute(WAITING, values).fetchall()
    return _shown(sum(states.values()) - states.get(1, 0))


def _shown(number: int) -> str:
    """As a page writes it."""
    return f">{number:,}<".replace(",", ".")


def _values(due_days: int) -> dict[str, str]:
    now = utcnow()
    moments = {
        "now": now,
        "invited": now - INVITED_FOR,
        "quiet": now - QUIET_FOR,
        "between": now - BETWEEN,
    }
    texts = {name: _text(moment) for name, moment in moments.items()}
    today = local_date(now)
    days = {"day": today.isoformat(), "due": (today - timedelta(days=due_days)).isoformat()}
    return {**texts, **days, "course": "basistraining"}


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
