"""What those with staff rights show besides a password: a code from an app, or one from paper.

Services flush, never commit.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from enum import Enum

import pyotp
import sqlalchemy as sa

from lms import qr
from lms.accounts import queries, vault
from lms.accounts.keys import OneTimeCode, Passkey, RecoveryCode
from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import db

ISSUER = "POCO Academie"
STEP = 30
DRIFT = 1
"""Steps that a clock may be off, to either side."""
RECOVERY_CODES = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_GROUPS, _GROUP = 4, 4  # 79 bits
_PURPOSE = "one-time-code"


class First(Enum):
    """What a person has shown already."""

    PASSWORD = "password"  # noqa: S105  a word
    LINK = "link"


class Step(Enum):
    """What comes after the first factor."""

    ENTER = "enter"
    CODE = "code"
    SET_UP = "set-up"
    REFUSED = "refused"
    """It takes a second factor, this account has none, and none may be set up from here."""


def next_step(person: Person, first: First) -> Step:
    """What this person does now.

    A second factor may only be set up after a password alone when there is no passkey: else who
    stole the password would give the account a second factor of their own.
    """
    has_code = has_one_time_code(person.id)
    if not has_code and not queries.has_staff_rights(person.id):
        return Step.ENTER
    if has_code or codes_left(person.id):
        return Step.CODE
    has_passkey = sa.exists().where(Passkey.person_id == person.id)
    if first is First.PASSWORD and not db.session.scalar(sa.select(has_passkey)):
        return Step.SET_UP
    return Step.REFUSED


def check(*, person_id: int, code: str) -> bool:
    """Whether this code is right; it works no second time."""
    plain = re.sub(r"[\s-]", "", code).lower()
    if re.fullmatch(r"[0-9]{6}", plain):
        return _use_one_time_code(person_id, plain)
    return _use_recovery_code(person_id, plain)


# --- codes from an app ---


def has_one_time_code(person_id: int) -> bool:
    """Whether a code app is set up."""
    known = sa.exists().where(
        OneTimeCode.person_id == person_id, OneTimeCode.confirmed_at.is_not(None)
    )
    return bool(db.session.scalar(sa.select(known)))


def new_secret() -> str:
    """A secret for a code app, as people type it."""
    return pyotp.random_base32()


def picture(*, secret: str, account: str) -> str:
    """The QR code for a code app, as SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)
    return qr.svg(uri)


def set_up(*, person_id: int, secret: str, code: str) -> bool:
    """Keep a secret once a code shows that the app has it; the one before works no more."""
    plain = re.sub(r"\s", "", code)
    step = _step_of(secret, plain, after=0) if re.fullmatch(r"[0-9]{6}", plain) else None
    if step is None:
        return False
    row = db.session.get(OneTimeCode, person_id) or OneTimeCode(person_id=person_id)
    row.secret = vault.seal(secret.encode(), purpose=_PURPOSE, owner=person_id)
    row.created_at = row.confirmed_at = utcnow()
    row.last_step = step
    db.session.add(row)
    db.session.flush()
    return True


def remove_one_time_code(*, person_id: int) -> None:
    """The code app is not asked for any more."""
    db.session.execute(sa.delete(OneTimeCode).where(OneTimeCode.person_id == person_id))


def _use_one_time_code(person_id: int, code: str) -> bool:
    row = db.session.get(OneTimeCode, person_id)
    if row is None or row.confirmed_at is None:
        return False
    secret = vault.unseal(row.secret, purpose=_PURPOSE, owner=person_id)
    step = _step_of(secret.decode(), code, after=row.last_step) if secret else None
    if step is None:
        return False
    used = db.session.execute(
        sa.update(OneTimeCode)
        .where(OneTimeCode.person_id == person_id, OneTimeCode.last_step < step)
        .values(last_step=step)
    )
    return bool(used.rowcount)


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The time step this code belongs to, if it is near and later than the last one used."""
    now, app = int(time.time()) // STEP, pyotp.TOTP(secret, interval=STEP)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and secrets.compare_digest(app.generate_otp(step), code):
            return step
    return None


# --- codes on paper ---


def new_recovery_codes(*, person_id: int) -> list[str]:
    """Ten new codes, shown this once; the ones before work no more."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        db.session.add(RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)))
    db.session.flush()
    return codes


def codes_left(person_id: int) -> int:
    """How many recovery codes still work."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(RecoveryCode.id)).where(
                RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
            )
        )
        or 0
    )


def _use_recovery_code(person_id: int, code: str) -> bool:
    used = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _hash(person_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=utcnow())
    )
    return bool(used.rowcount)


def _random_code() -> str:
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _hash(person_id: int, code: str) -> str:
    """79 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(f"{person_id} {code.replace('-', '')}".encode()).hexdigest()
