"""A sign-in link by mail, for who has no passkey at hand and forgot the password."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from flask import current_app

from lms.accounts import queries, services, throttle
from lms.accounts.models import LinkPurpose, Person, SignInFailure
from lms.extensions import db
from lms.i18n import text_in
from lms.mail.models import MailKind
from lms.mail.services import post


def ask_for_link(*, email: str, network: str) -> None:
    """Put a letter with a link in the outbox, if this address has an account. Raises Throttled.

    The caller says the same to everybody; an unknown address costs the same work.
    """
    address = services.normalise_email(email)
    throttle.reserve((throttle.LETTER, address), (throttle.LETTER_NETWORK, network))
    person = queries.may_recover(address)
    if person is not None:
        _send(person)
    else:
        _pretend()


def _send(person: Person) -> None:
    token = services.make_login_link(person=person, purpose=LinkPurpose.RECOVERY)
    address = f"{current_app.config['SETTINGS'].address}/sign-in/link/{token}"
    post(
        address=person.email,
        kind=MailKind.RECOVERY,
        language=person.language,
        subject=text_in(person.language, "Your sign-in link"),
        text=text_in(
            person.language,
            "Hello,\n\nWith this address you sign in:\n\n%(address)s\n\n"
            "It works once, for one hour. Did you not ask for it? Then do nothing.\n",
            address=address,
        ),
        person_id=person.id,
    )


def _pretend() -> None:
    """Two rows and a commit, as for a real letter; nothing stays."""
    rows = [SignInFailure(bucket=secrets.token_hex(32)) for _ in range(2)]
    for row in rows:
        db.session.add(row)
        db.session.flush()
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.id.in_(r.id for r in rows)))
