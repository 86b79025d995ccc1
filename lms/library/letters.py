"""The letter about a decision on shared material. Subject and first lines tell neither a name nor
what the programme is about, as in `accounts.letters`."""

from __future__ import annotations

from flask import current_app

from lms.accounts.models import Person
from lms.extensions import db
from lms.i18n import text_in
from lms.library.models import Material, MaterialVersion
from lms.mail.models import MailKind
from lms.mail.services import post


def tell(*, material: Material, version: MaterialVersion) -> None:
    """Write to who made a version that it was looked at; what was decided stands on its page.
    Flushes."""
    person = db.session.get_one(Person, version.person_id)
    if person.blocked_at is not None or person.erased_at is not None:
        return
    post(
        address=person.email,
        kind=MailKind.TRAINING,
        language=person.language,
        subject=text_in(person.language, "What you sent in was looked at"),
        text=text_in(
            person.language,
            "Hello,\n\nYou sent something in for others. Somebody of the team looked at it. What"
            " came of it, you read here:\n\n%(address)s\n\nNobody reads the answers to this"
            " letter.\n\nKind regards,\nthe programme team\n",
            address=f"{current_app.config['SETTINGS'].address}/materials/{material.public_id}",
        ),
        person_id=person.id,
    )
