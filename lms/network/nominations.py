"""An organisation puts somebody forward for a seat; staff or the coordinator decide.

Names and addresses are blanked at the decision. Services flush, never commit.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import sqlalchemy as sa
from flask import current_app

from lms.accounts.services import hash_token, normalise_email
from lms.clock import utcnow
from lms.errors import (
    NominationDecided,
    NominationLinkExpired,
    NotTakingPart,
    SeatEnded,
    TooManyNominations,
)
from lms.extensions import db
from lms.i18n import text_in
from lms.mail.models import MailKind
from lms.mail.services import post
from lms.network.candidates import person_for
from lms.network.handover import Outcome, hand_over
from lms.network.models import Nomination, NominationLink, Seat
from lms.network.services import current_participation, give_seat, lock_organisation

OPEN_NOMINATIONS = 3
"""How many may wait for a decision, of an organisation at a site."""
LINK_DAYS = 14


def nominate(
    *,
    organisation_id: int,
    site_id: int,
    name: str,
    email: str,
    language: str,
    by: int | None,
    replaces_id: int | None = None,
) -> Nomination:
    """Put somebody forward; `replaces_id` is the seat they would take over.

    Who was put forward already and still waits is not put forward again. Raises NotTakingPart,
    TooManyNominations, and SeatEnded for a seat that nobody holds there.
    """
    lock_organisation(organisation_id)
    if current_participation(organisation_id, site_id) is None:
        raise NotTakingPart
    email = normalise_email(email)
    waiting = _open(organisation_id, site_id)
    for nomination in waiting:
        if nomination.email == email:
            return nomination
    if len(waiting) >= OPEN_NOMINATIONS:
        raise TooManyNominations
    if replaces_id is not None:
        held_seat(replaces_id, organisation_id, site_id)
    nomination = Nomination(
        organisation_id=organisation_id,
        site_id=site_id,
        replaces_id=replaces_id,
        name=" ".join(name.split()),
        email=email,
        language=language,
        nominated_by=by,
    )
    db.session.add(nomination)
    db.session.flush()
    return nomination


def make_link(*, organisation_id: int, site_id: int, by: int) -> str:
    """A token by which somebody without an account nominates once. Raises NotTakingPart."""
    if current_participation(organisation_id, site_id) is None:
        raise NotTakingPart
    token = secrets.token_urlsafe(32)
    now = utcnow()
    db.session.add(
        NominationLink(
            token_hash=hash_token(token),
            organisation_id=organisation_id,
            site_id=site_id,
            made_by=by,
            created_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
        )
    )
    db.session.flush()
    return token


def address_of(token: str) -> str:
    """The address that goes to the organisation."""
    return f"{current_app.config['SETTINGS'].address}/nominate/{token}"


def send_link(*, token: str, email: str, language: str) -> None:
    """Put a letter with the address in the outbox."""
    post(
        address=normalise_email(email),
        kind=MailKind.NOMINATION,
        language=language,
        subject=text_in(language, "A form for your organisation"),
        text=text_in(
            language,
            "Hello,\n\nYour organisation may put somebody forward as contact person. Open this"
            " address to fill in the form:\n\n%(address)s\n\nIt works once, and until two weeks"
            " from now.\n",
            address=address_of(token),
        ),
        person_id=None,
    )


def find_link(token: str) -> NominationLink:
    """The usable link of this token. Raises NominationLinkExpired."""
    link = db.session.scalar(
        sa.select(NominationLink).where(NominationLink.token_hash == hash_token(token))
    )
    if link is None or link.used_at is not None or link.expires_at <= utcnow():
        raise NominationLinkExpired
    return link


def nominate_by_link(*, token: str, name: str, email: str, language: str) -> Nomination:
    """Use up a link, once, also when it is sent twice at the same moment.

    Raises NominationLinkExpired, and what `nominate` raises.
    """
    link = find_link(token)
    used = db.session.execute(
        sa.update(NominationLink)
        .where(NominationLink.id == link.id, NominationLink.used_at.is_(None))
        .values(used_at=utcnow())
    )
    if used.rowcount != 1:
        raise NominationLinkExpired
    return nominate(
        organisation_id=link.organisation_id,
        site_id=link.site_id,
        name=name,
        email=email,
        language=language,
        by=None,
    )


def accept(
    *, nomination: Nomination, since: date, by: int, invite: bool, replaces_id: int | None = None
) -> Outcome:
    """Give the candidate a seat, or hand the seat `replaces_id` over, and perhaps invite.

    Raises NominationDecided, and what `give_seat` and `hand_over` raise.
    """
    lock_organisation(nomination.organisation_id)
    name, email, language = nomination.name, nomination.email, nomination.language
    _decide(nomination, "accepted", by)
    person = person_for(email=email, name=name, language=language)
    organisation_id, site_id = nomination.organisation_id, nomination.site_id
    if replaces_id is not None:
        seat = held_seat(replaces_id, organisation_id, site_id)
        return hand_over(seat=seat, person=person, on=since, by=by, invite=invite)
    given = give_seat(
        organisation_id=organisation_id,
        site_id=site_id,
        person=person,
        since=since,
        by=by,
        invite=invite,
    )
    return Outcome(given, (), ())


def refuse(*, nomination: Nomination, by: int) -> None:
    """The candidate gets no seat. Raises NominationDecided."""
    _decide(nomination, "refused", by)


def withdraw(*, nomination: Nomination, by: int) -> None:
    """Who put the candidate forward takes that back. Raises NominationDecided."""
    _decide(nomination, "withdrawn", by)


def held_seat(seat_id: int, organisation_id: int, site_id: int) -> Seat:
    """A seat of the organisation at the site that somebody holds. Raises SeatEnded."""
    seat = db.session.scalar(
        sa.select(Seat).where(
            Seat.id == seat_id,
            Seat.organisation_id == organisation_id,
            Seat.site_id == site_id,
            Seat.until.is_(None),
        )
    )
    if seat is None:
        raise SeatEnded
    return seat


def _decide(nomination: Nomination, state: str, by: int) -> None:
    """Once; the name and address go with the decision."""
    decided = db.session.execute(
        sa.update(Nomination)
        .where(Nomination.id == nomination.id, Nomination.state == "open")
        .values(state=state, decided_by=by, decided_at=utcnow(), name="", email="")
        .execution_options(synchronize_session="fetch")
    )
    if decided.rowcount != 1:
        raise NominationDecided


def _open(organisation_id: int, site_id: int) -> list[Nomination]:
    return list(
        db.session.scalars(
            sa.select(Nomination).where(
                Nomination.organisation_id == organisation_id,
                Nomination.site_id == site_id,
                Nomination.state == "open",
            )
        )
    )
