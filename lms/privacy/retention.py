"""Every term of the register, carried out: by the worker once a day, or by hand.

Each sweep goes in batches with a commit of its own, so that nobody has to wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from lms.accounts.models import LoginSession, Person, RoleGrant
from lms.audit.models import AuditEntry
from lms.audit.sealing import remove_old
from lms.clock import local_date
from lms.extensions import db, may_write
from lms.grading.completion import FactKind
from lms.mail.filed import remove_older
from lms.network.models import Seat
from lms.privacy import erasure, terms, traces
from lms.privacy.register import entry_of
from lms.progress.models import LedgerFact

BATCH = 1000
"""Rows per transaction."""
ACCOUNTS = 200
"""Accounts that are erased in one run at most; the next run takes the following."""


NOW = object()
"""Stands for the moment of the run in what stays of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Rows of a table that are over. They go, or `blanks` are what stays of them.

    A row is over when `since` is `after` ago or longer, and `where` holds. The first of the columns
    in `since` that is filled counts.
    """

    table: str
    since: str
    after: timedelta
    where: str = ""
    blanks: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, now: datetime) -> sa.Select[Any]:
        """The keys of a batch of rows that are over."""
        table = entry_of(self.table).of
        moments = [table.c[name] for name in self.since.split()]
        since = sa.func.coalesce(*moments) if len(moments) > 1 else moments[0]
        before = sa.literal(now - self.after, moments[0].type)
        statement = sa.select(*table.primary_key).where(since <= before)
        return statement.where(sa.text(self.where)) if self.where else statement


AT_ONCE = timedelta(0)
LEFT = (
    "not exists (select 1 from participation where participation.organisation_id ="
    " {}.organisation_id and participation.until is null)"
)
"""Rows of an organisation that takes part nowhere. They go when it leaves; this is for what was
changed past the services."""

SWEEPS = (
    Sweep(table="login_session", since="ended_at expires_at", after=terms.SESSION.length),
    Sweep(table="login_link", since="used_at expires_at", after=terms.LINK.length),
    Sweep(table="nomination_link", since="used_at expires_at", after=terms.LINK.length),
    Sweep(table="sign_in_failure", since="at", after=terms.FAILURE.length),
    Sweep(table="recovery_code", since="used_at", after=terms.CODE.length),
    Sweep(
        table="one_time_code",
        since="created_at",
        after=terms.UNCONFIRMED.length,
        where="confirmed_at is null",
    ),
    Sweep(table="invitation", since="created_at", after=terms.INVITATION.length),
    # Whoever sends a letter empties it; this is for letters that were withdrawn. One that was given
    # up may be sent again.
    Sweep(
        table="outbox_mail",
        since="created_at",
        after=AT_ONCE,
        where="state in ('sent', 'withdrawn') and text <> ''",
        blanks={"text": ""},
    ),
    Sweep(
        table="outbox_mail",
        since="next_try_at",
        after=terms.FAILED_LETTER,
        where="state = 'failed' and text <> ''",
        blanks={"text": ""},
    ),
    Sweep(table="outbox_mail", since="created_at", after=terms.MAIL.length),
    Sweep(
        table="nomination",
        since="created_at",
        after=terms.NOMINATION.length,
        where="state = 'open'",
        blanks={"state": "withdrawn", "decided_at": NOW},
    ),
    Sweep(
        table="nomination",
        since="decided_at",
        after=AT_ONCE,
        where="(name <> '' or email <> '')",
        blanks={"name": "", "email": ""},
    ),
    Sweep(table="upload", since="created_at", after=terms.UPLOAD.length),
    Sweep(table="report_draft", since="started_at", after=terms.PRACTICE.length),
    Sweep(table="response", since="saved_at", after=terms.ANSWERS.length),
    Sweep(table="check_response", since="answered_at", after=terms.ANSWERS.length),
    Sweep(table="self_check", since="answered_at", after=terms.ANSWERS.length),
    Sweep(table="scenario_run", since="saved_at", after=terms.ANSWERS.length),
    Sweep(
        table="remark",
        since="changed_at",
        after=terms.REMARK_NAME,
        where="person_id is not null",
        blanks={"person_id": None},
    ),
    Sweep(table="remark", since="changed_at", after=terms.REMARK.length),
    Sweep(
        table="attendance_correction",
        since="at",
        after=terms.CORRECTION.length,
        where="reason <> ''",
        blanks={"reason": ""},
    ),
    *(
        Sweep(table=table, since="changed_at", after=after, where=where)
        for table in ("resilience_scan", "measure")
        for after, where in (
            (terms.RESILIENCE.length, ""),
            (AT_ONCE, LEFT.format(table)),
        )
    ),
    Sweep(table="training_sign_in_list", since="expires_at", after=AT_ONCE),
    Sweep(table="erasure_request", since="done_at", after=terms.REQUEST.length),
    Sweep(
        table="person",
        since="reminders_paused_until",
        after=AT_ONCE,
        blanks={"reminders_paused_until": None},
    ),
)
BY_OTHER_MEANS = {"audit_entry": remove_old}
"""Terms that no sweep carries out: entries of the trail go by the seal."""


def run(now: datetime) -> dict[str, int]:
    """Carry out every term; returns how many rows went or were emptied, per table. Commits."""
    counts: dict[str, int] = {}
    with may_write():
        for sweep in SWEEPS:
            _count(counts, sweep.table, _sweep(sweep, now))
        _count(counts, "person", _erase_idle(now))
        db.session.commit()
        trail = remove_old(now=now, keep=terms.TRAIL.length)
        _count(counts, "audit_entry", trail)
        instance = Path(current_app.config["SETTINGS"].instance)
        files = remove_older(instance=instance, than=now - terms.FILED_LETTER)
        _count(counts, "letters in files", files)
        if counts or _removed_lately(now):
            traces.settle(whole=True)
    return counts


def _removed_lately(now: datetime) -> bool:
    """Whether something was removed that may not be out of the file yet.

    An erasure, because it was large or busy, or a practice report whose review was done.
    """
    since = now - 2 * terms.DAY
    erased = sa.exists().where(Person.erased_at > since)
    practised = sa.exists().where(
        LedgerFact.kind == FactKind.EXERCISE_DONE,
        LedgerFact.subject.startswith("report/"),
        LedgerFact.at > since,
    )
    found = bool(db.session.scalar(sa.select(sa.or_(erased, practised))))
    db.session.rollback()
    return found


def _count(counts: dict[str, int], table: str, number: int) -> None:
    if number:
        counts[table] = counts.get(table, 0) + number


def _sweep(sweep: Sweep, now: datetime) -> int:
    table = entry_of(sweep.table).of
    keys = list(table.primary_key)
    blanks = {name: now if value is NOW else value for name, value in sweep.blanks.items()}
    total = 0
    while True:
        batch = sweep.rows(now).limit(BATCH).subquery()
        chosen = sa.tuple_(*keys).in_(sa.select(*batch.c))
        change = sa.update(table).values(**blanks) if blanks else sa.delete(table)
        count = db.session.execute(change.where(chosen)).rowcount
        db.session.commit()
        total += count
        if count < BATCH:
            return total


def _erase_idle(now: datetime) -> int:
    """Erase accounts that nobody has needed for two years."""
    people = db.session.scalars(idle(now).limit(ACCOUNTS)).all()
    db.session.commit()
    for person_id in people:
        erasure.carry_out(person_id=person_id, by=None, now=now, settled=False)
    return len(people)


def idle(now: datetime) -> sa.Select[int]:
    """People without a role, whose last seat and last use are longer ago than the term.

    When a role was taken away is told by the audit trail only, so what stands there counts too.
    """
    before = now - terms.IDLE
    signs = (
        sa.exists().where(
            Seat.person_id == Person.id,
            sa.or_(Seat.until.is_(None), Seat.until > local_date(before)),
        ),
        sa.exists().where(RoleGrant.person_id == Person.id),
        sa.exists().where(LoginSession.person_id == Person.id),
        sa.exists().where(LedgerFact.person_id == Person.id, LedgerFact.at > before),
        sa.exists().where(AuditEntry.actor == Person.public_id, AuditEntry.at > before),
        sa.exists().where(
            AuditEntry.subject == Person.public_id,
            AuditEntry.at > before,
            AuditEntry.action.contains("role"),
        ),
    )
    return (
        sa.select(Person.id)
        .where(Person.erased_at.is_(None), Person.created_at < before)
        .where(*(~sign for sign in signs))
        .order_by(Person.id)
    )
