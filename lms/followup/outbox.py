"""The outbox as those who run the network see it: never the text of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lms.accounts import invitations
from lms.accounts.models import Person
from lms.extensions import db
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.mail.services import send_again

STUCK = timedelta(minutes=15)
"""A letter that waits so long past its time has no worker."""


@dataclass(frozen=True, slots=True)
class Row:
    """A letter; `name` is None when it is to no person we know. `repeatable` says that it can be
    sent again."""

    public_id: str
    name: str | None
    address: str
    kind: MailKind
    state: MailState
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    tries: int
    error: str
    repeatable: bool


def counts() -> dict[MailState, int]:
    """How many letters there are in each state."""
    rows = db.session.execute(
        sa.select(OutboxMail.state, sa.func.count()).group_by(OutboxMail.state)
    )
    return {MailState(state): count for state, count in rows}


def page(*, state: MailState, offset: int, limit: int) -> list[Row]:
    """The letters in a state, the newest first."""
    mail = OutboxMail
    statement = (
        sa.select(
            mail.public_id,
            Person.name,
            mail.address,
            mail.kind,
            mail.state,
            mail.created_at,
            mail.next_try_at,
            mail.sent_at,
            mail.tries,
            mail.last_error,
            sa.and_(
                mail.address != "", sa.or_(mail.text != "", mail.kind == MailKind.INVITATION.value)
            ),
        )
        .outerjoin(Person, Person.id == mail.person_id)
        .where(mail.state == state.value)
        .order_by(mail.created_at.desc(), mail.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Row(*row[:3], MailKind(row[3]), MailState(row[4]), *row[5:])
        for row in db.session.execute(statement)
    ]


def is_stuck(now: datetime) -> bool:
    """Whether a letter has waited too long for a worker to take it."""
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    OutboxMail.state == MailState.WAITING.value,
                    OutboxMail.next_try_at < now - STUCK,
                    sa.or_(OutboxMail.held_until.is_(None), OutboxMail.held_until < now),
                )
            )
        )
    )


def failed() -> int:
    """How many letters were given up."""
    return counts().get(MailState.FAILED, 0)


def by_id(public_id: str) -> OutboxMail | None:
    """A letter by the id in the address."""
    return db.session.scalar(sa.select(OutboxMail).where(OutboxMail.public_id == public_id))


def repeat(*, letter: OutboxMail, by: int) -> bool:
    """Send a failed letter again; False when that is not possible any more.

    The text of an invitation went when it failed, for its link signs in: the person gets a new
    one, and the failed letter is set aside. Raises NotInvitable.
    """
    if letter.state != MailState.FAILED:
        return False
    if letter.kind != MailKind.INVITATION or letter.person_id is None:
        return send_again(letter=letter)
    person = db.session.get_one(Person, letter.person_id)
    invitations.invite(person=person, by=by)
    letter.state = MailState.WITHDRAWN.value
    db.session.flush()
    return True
