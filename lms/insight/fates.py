"""What would become of each of many people if something were done to all of them."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from lms.accounts.invitations import ONE_LETTER_PER
from lms.accounts.models import Person, RoleGrant
from lms.accounts.roles import PROTECTED
from lms.clock import utcnow
from lms.extensions import db
from lms.insight.directory import Directory, has_entered, was_invited
from lms.mail.models import MailKind, MailState, OutboxMail

DO = "do"


class Deed(StrEnum):
    """What can be done to many people at once."""

    INVITE = "invite"
    AGAIN = "invite-again"
    BLOCK = "block"
    UNBLOCK = "unblock"


def deeds_of(*, is_staff: bool) -> tuple[Deed, ...]:
    """What the viewer may do; coordinators shut nobody out."""
    return tuple(Deed) if is_staff else (Deed.INVITE, Deed.AGAIN)


def tally(directory: Directory, deed: Deed) -> dict[str, int]:
    """Fate → people: DO, or the word for why it would be skipped."""
    rows = db.session.execute(
        # By place: a repeated expression with parameters is not the same one to PostgreSQL.
        directory.select(_fate(directory, deed), sa.func.count()).group_by(sa.literal_column("1"))
    )
    return dict(iter(rows))


def doable(directory: Directory, deed: Deed, *, limit: int) -> dict[int, str]:
    """Id → public id of some of those to whom it can be done."""
    rows = db.session.execute(
        directory.select(Person.id, Person.public_id)
        .where(_fate(directory, deed) == DO)
        .order_by(Person.id)
        .limit(limit)
    )
    return dict(iter(rows))


def _fate(directory: Directory, deed: Deed) -> sa.Case[str]:
    return sa.case(*_reasons(directory, deed), else_=DO)


def _reasons(directory: Directory, deed: Deed) -> list[tuple[sa.ColumnElement[bool], str]]:
    blocked = Person.blocked_at.is_not(None)
    reasons: list[tuple[sa.ColumnElement[bool], str]] = [(Person.erased_at.is_not(None), "erased")]
    if deed is Deed.BLOCK:
        reasons += [(blocked, "blocked"), (Person.id == directory.viewer.id, "self")]
    elif deed is Deed.UNBLOCK:
        reasons += [(sa.not_(blocked), "not-blocked")]
    else:
        invited = was_invited()
        wrong = (invited, "invited") if deed is Deed.INVITE else (sa.not_(invited), "not-invited")
        return [
            *reasons,
            (blocked, "blocked"),
            (has_entered(), "active"),
            wrong,
            (_has_fresh_letter(), "too-soon"),
            (sa.not_(_has_place(directory)), "no-seat"),
        ]
    if not directory.viewer.is_admin:
        reasons.append((_protected(), "rights"))
    return reasons


def _has_fresh_letter() -> sa.ColumnElement[bool]:
    """Who was written to within the hour gets no second letter (see `invitations.invite`)."""
    return sa.exists().where(
        OutboxMail.person_id == Person.id,
        OutboxMail.kind == MailKind.INVITATION.value,
        OutboxMail.state.in_([MailState.WAITING.value, MailState.SENT.value]),
        OutboxMail.created_at > utcnow() - ONE_LETTER_PER,
    )


def _has_place(directory: Directory) -> sa.ColumnElement[bool]:
    """A seat that has not ended, or a role: without one there is nothing to be invited to."""
    seat = sa.exists().where(directory.own_seat(), directory.not_over())
    if not directory.viewer.is_staff:
        return seat
    return sa.or_(seat, sa.exists().where(RoleGrant.person_id == Person.id))


def _protected() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_([role.value for role in PROTECTED])
    )
