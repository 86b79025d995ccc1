"""Passkeys (WebAuthn): adding one, signing in with one, removing one. Flush, never commit.

A passkey proves two things at once: the device, and the finger, face or code that opens it. So
the browser must always check the person (user verification), and no second factor is asked.

The WebAuthn library is large and few requests need it: the functions import it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from lms.accounts import challenges, queries
from lms.accounts.challenges import Use
from lms.accounts.keys import OneTimeCode, Passkey
from lms.accounts.models import Person
from lms.clock import utcnow
from lms.errors import LastWayIn, NotFound, PasskeyRefused
from lms.extensions import db

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

SITE = "POCO Academie"
LONGEST_NAME = 60


def relying_party() -> tuple[str, str]:
    """The name of the site that passkeys belong to, and the address pages have there."""
    parts = urlsplit(current_app.config["SETTINGS"].address)
    host = parts.hostname or "localhost"
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return host, f"{parts.scheme}://{host}{port}"


def options_to_add(person: Person) -> dict[str, Any]:
    """What the browser needs to make a passkey for this person."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=relying_party()[0],
        rp_name=SITE,
        user_id=person.public_id.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenges.make(Use.ADD),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(person.id),
        timeout=challenges.SECONDS * 1000,
    )
    return _plain(options)


def add(*, person: Person, credential: str, name: str) -> Passkey:
    """Keep a passkey that the browser has just made. Raises PasskeyRefused."""
    import webauthn

    challenge = challenges.take(Use.ADD)
    host, origin = relying_party()
    made = _or_refuse(
        webauthn.verify_registration_response,
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=host,
        expected_origin=origin,
        require_user_verification=True,
    )
    transports = _or_refuse(_transports, credential=credential)
    challenges.use_up(challenge)
    known = sa.exists().where(Passkey.credential_id == made.credential_id)
    if db.session.scalar(sa.select(known)):
        raise PasskeyRefused
    passkey = Passkey(
        person_id=person.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=transports,
        name=name[:LONGEST_NAME],
    )
    db.session.add(passkey)
    db.session.flush()
    return passkey


def options_to_use(use: Use, person_id: int | None = None) -> dict[str, Any]:
    """What the browser needs to show a passkey: any of this site, or one of this person."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=relying_party()[0],
        challenge=challenges.make(use),
        allow_credentials=_described(person_id) if person_id else None,
        user_verification=UserVerificationRequirement.REQUIRED,
        timeout=challenges.SECONDS * 1000,
    )
    return _plain(options)


def use(*, use: Use, credential: str) -> Person:
    """The person whose passkey the browser has shown. Raises PasskeyRefused."""
    challenge = challenges.take(use)
    passkey, count = _verified(credential, challenge)
    passkey_id = passkey.id
    challenges.use_up(challenge)
    passkey = db.session.get_one(Passkey, passkey_id)
    person = db.session.get_one(Person, passkey.person_id)
    if person.blocked_at is not None:
        raise PasskeyRefused
    passkey.sign_count = count
    passkey.last_used_at = utcnow()
    db.session.flush()
    return person


def rename(*, person_id: int, public_id: str, name: str) -> bool:
    """What the owner calls a passkey; False without a name. Raises NotFound for somebody else's."""
    passkey = db.session.scalar(
        sa.select(Passkey).where(Passkey.person_id == person_id, Passkey.public_id == public_id)
    )
    if passkey is None:
        raise NotFound
    if name:
        passkey.name = name
        db.session.flush()
    return bool(name)


def remove(*, person_id: int, public_id: str) -> None:
    """Forget a passkey. Raises NotFound, and LastWayIn when nothing else opens the account."""
    person = db.session.scalars(
        # Two removals at the same moment must not each count on what the other takes away.
        sa.select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    passkeys = queries.passkeys_of(person_id)
    passkey = next((row for row in passkeys if row.public_id == public_id), None)
    if passkey is None:
        raise NotFound
    if len(passkeys) == 1 and not _password_is_enough(person):
        raise LastWayIn
    db.session.delete(passkey)
    db.session.flush()


def _password_is_enough(person: Person) -> bool:
    """Whether the password lets the person in: with staff rights it needs a second factor."""
    if person.password_hash is None:
        return False
    return (
        not queries.has_staff_rights(person.id)
        or db.session.get(OneTimeCode, person.id) is not None
    )


def _verified(credential: str, challenge: bytes) -> tuple[Passkey, int]:
    """The known passkey that answered the challenge, and its new counter."""
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json

    host, origin = relying_party()
    shown = _or_refuse(parse_authentication_credential_json, json_val=credential)
    passkey = db.session.scalar(sa.select(Passkey).where(Passkey.credential_id == shown.raw_id))
    if passkey is None:
        raise PasskeyRefused
    owner = db.session.get_one(Person, passkey.person_id).public_id.encode()
    if shown.response.user_handle not in {None, owner}:
        raise PasskeyRefused
    checked = _or_refuse(
        webauthn.verify_authentication_response,
        credential=shown,
        expected_challenge=challenge,
        expected_rp_id=host,
        expected_origin=origin,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
        require_user_verification=True,
    )
    return passkey, checked.new_sign_count


def _or_refuse(call: Callable[..., Any], **arguments: object) -> Any:
    """The library raises many kinds of errors for what no browser would send."""
    try:
        return call(**arguments)
    except Exception as error:
        raise PasskeyRefused from error


def _described(person_id: int) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    known = queries.passkeys_of(person_id)
    return [PublicKeyCredentialDescriptor(id=row.credential_id) for row in known]


def _transports(credential: str) -> str:
    """How the browser may reach it, as it says itself; only words that are known."""
    said = json.loads(credential)["response"].get("transports") or []
    known = ("usb", "nfc", "ble", "smart-card", "hybrid", "internal")
    return ",".join(word for word in known if word in said)


def _plain(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    plain: dict[str, Any] = json.loads(options_to_json(options))
    return plain
