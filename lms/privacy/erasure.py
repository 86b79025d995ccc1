"""Erasing a person: what tells who it was goes, what was done stays without a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Person
from lms.assessment.models import Attempt, Response
from lms.audit.services import note
from lms.clock import local_date
from lms.errors import NotFound
from lms.extensions import db
from lms.imports.models import Upload
from lms.network.models import Seat
from lms.privacy import erasure_log, traces
from lms.privacy.kinds import Erasure, Subject
from lms.privacy.models import ErasureRequest
from lms.privacy.register import REGISTER
from lms.resilience.forgetting import forget

NOWHERE = "erased.invalid"
"""Addresses that can never receive mail."""
GONE = "[…]"
"""Stands in a text where the name or address was."""


def subject_of(person_id: int) -> Subject:
    """Who a download or an erasure is about. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound
    return Subject(person.id, person.public_id, person.email, person.name)


def carry_out(
    *, person_id: int, by: int | None, now: datetime, logged: bool = True, settled: bool = True
) -> None:
    """Erase a person for good, and commit. Who erases many calls `traces.settle` once afterwards.

    The log outside the database is written first: should the machine stop in between, the
    erasure is carried out when `lms migrate` replays it. Files and freed pages are cleaned last.
    """
    subject = subject_of(person_id)
    erase(subject=subject, by=by, now=now)
    if logged:
        erasure_log.append(public_id=subject.public_id, now=now)
    db.session.commit()
    traces.remove_letters(subject.email)
    if settled:
        traces.settle()


def erase(*, subject: Subject, by: int | None, now: datetime) -> None:
    """Take out of every table what the register says; flushes."""
    _end_seats(subject, now)
    _forget_written_answers(subject)
    for entry in REGISTER:
        if entry.about is None:
            continue
        if entry.erasure is Erasure.DELETE:
            db.session.execute(sa.delete(entry.of).where(entry.about(entry.of, subject)))
        elif entry.blanks:
            blank = sa.update(entry.of).values(**entry.blanks)
            db.session.execute(blank.where(entry.about(entry.of, subject)))
    _forget_account(subject, now)
    # Any file that waits to be imported may name the person. It can be sent again.
    db.session.execute(sa.delete(Upload))
    _forget_in_texts(subject)
    _close_request(subject, by, now)
    note("person.erased", subject=subject.public_id)
    db.session.flush()
    db.session.expire_all()


def _end_seats(subject: Subject, now: datetime) -> None:
    """Nobody holds a seat without a name; what was held stays as it was."""
    today = local_date(now)
    held = sa.or_(Seat.until.is_(None), Seat.until > today)
    db.session.execute(
        sa.update(Seat)
        .where(Seat.person_id == subject.id, held)
        .values(until=sa.case((Seat.since > today, Seat.since), else_=today)),
        execution_options=_CORE,
    )


_CORE = {"synchronize_session": False}


def _forget_account(subject: Subject, now: datetime) -> None:
    """Also shut: no session, link or passkey that another worker still knows opens it."""
    domain = DOMAIN if subject.email.endswith(f"@{DOMAIN}") else NOWHERE
    db.session.execute(
        sa.update(Person)
        .where(Person.id == subject.id)
        .values(
            email=f"erased-{subject.id}@{domain}",
            erased_at=now,
            blocked_at=sa.func.coalesce(Person.blocked_at, now),
        ),
        execution_options=_CORE,
    )


def _forget_written_answers(subject: Subject) -> None:
    """Choices stay: they are options of the question. What was typed may tell who it was."""
    rows = db.session.execute(
        sa.select(Response.attempt_id, Response.number, Response.value, Attempt.drawn)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.person_id == subject.id, Response.value.is_not(None))
    ).all()
    for attempt_id, number, value, drawn in rows:
        if isinstance(value, str) and value not in _options(drawn, number):
            db.session.execute(
                sa.update(Response)
                .where(Response.attempt_id == attempt_id, Response.number == number)
                .values(value=None),
                execution_options=_CORE,
            )


def _options(drawn: list[dict[str, Any]], number: int) -> list[str]:
    return drawn[number - 1].get("order", []) if 0 < number <= len(drawn) else []


def _forget_in_texts(subject: Subject) -> None:
    """The name and the address in what others wrote. A single word is no name to search for."""
    wanted = [subject.email, *([subject.name] if " " in subject.name.strip() else [])]
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in wanted), re.IGNORECASE
    )
    forget(person_id=subject.id, pattern=pattern, instead=GONE)
    for entry in REGISTER:
        for name in entry.free:
            key = entry.keys.get(name)
            also = {key: entry.of.c.public_id} if key else {}
            _replace(entry.of, entry.of.c[name], wanted, pattern, also)


def _replace(
    table: sa.Table,
    column: sa.Column[Any],
    wanted: list[str],
    pattern: re.Pattern[str],
    also: Mapping[str, Any],
) -> None:
    keys = list(table.primary_key)
    found = db.session.execute(
        sa.select(*keys, column).where(
            sa.or_(*(column.icontains(text, autoescape=True) for text in wanted))
        )
    ).all()
    for *values, text in found:
        this = sa.and_(*(key == value for key, value in zip(keys, values, strict=True)))
        changed = {column.name: pattern.sub(GONE, text), **also}
        db.session.execute(sa.update(table).where(this).values(**changed))


def _close_request(subject: Subject, by: int | None, now: datetime) -> None:
    db.session.execute(
        sa.update(ErasureRequest)
        .where(ErasureRequest.person_id == subject.id, ErasureRequest.done_at.is_(None))
        .values(done_at=now, done_by=by),
        execution_options=_CORE,
    )


def replay(*, now: datetime, path: str = "") -> int:
    """Erase again who comes back with a backup; returns how many. Commits each."""
    again = 0
    for public_id in erasure_log.read(path):
        person_id = db.session.scalar(
            sa.select(Person.id).where(Person.public_id == public_id, Person.erased_at.is_(None))
        )
        if person_id is not None:
            carry_out(person_id=person_id, by=None, now=now, logged=bool(path), settled=False)
            again += 1
    db.session.rollback()
    if again:
        traces.settle(whole=True)
    return again
