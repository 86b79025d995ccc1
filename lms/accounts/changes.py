"""A way to sign in changed: the person hears of it by letter, and the trail keeps it.

Whoever takes over an account would begin here. Flushes, never commits.
"""

from __future__ import annotations

from enum import StrEnum

from flask import current_app

from lms.accounts.models import Person
from lms.audit.services import note
from lms.i18n import text_in
from lms.mail.models import MailKind
from lms.mail.services import post


class Change(StrEnum):
    """What changed; the value is kept in the audit trail."""

    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    PASSWORD_SET = "password-set"  # noqa: S105  no password
    CODES_ON = "codes-on"
    CODES_OFF = "codes-off"
    RECOVERY_CODES = "recovery-codes"


def tell(person: Person, change: Change, *, letter: bool = True) -> None:
    """Note a change, and write to the person; without a letter where the account is only being
    made ready."""
    note("sign-in.changed", subject=person.public_id, what=change.value)
    if letter:
        post(
            address=person.email,
            kind=MailKind.ACCOUNT,
            language=person.language,
            subject=text_in(person.language, "Your account"),
            text=_text(person.language, change),
            person_id=person.id,
        )


def _text(language: str, change: Change) -> str:
    return text_in(
        language,
        "Hello,\n"
        "\n"
        "%(what)s\n"
        "\n"
        "Was it you? Then you need not do anything.\n"
        "\n"
        "Was it not you? Then somebody else may be in your account. Do this now:\n"
        "- Go to %(address)s and ask for a sign-in link.\n"
        "- Open My account. End the other sessions, remove what is not yours, and choose a new"
        " password if you use one.\n"
        "- Tell the team of the training.\n"
        "\n"
        "Nobody reads the answers to this letter.\n"
        "\n"
        "Kind regards,\n"
        "the team of the training\n",
        what=_what(language, change),
        address=f"{current_app.config['SETTINGS'].address}/sign-in",
    )


def _what(language: str, change: Change) -> str:
    match change:
        case Change.PASSKEY_ADDED:
            return text_in(language, "A passkey was added to your account.")
        case Change.PASSKEY_REMOVED:
            return text_in(language, "A passkey was removed from your account.")
        case Change.PASSWORD_SET:
            return text_in(language, "A new password was set for your account.")
        case Change.CODES_ON:
            return text_in(language, "An app for codes was set up for your account.")
        case Change.CODES_OFF:
            return text_in(language, "The app for codes was taken off your account.")
        case Change.RECOVERY_CODES:
            return text_in(language, "New recovery codes were made for your account.")
