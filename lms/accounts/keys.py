"""What proves who somebody is besides a password: passkeys, codes from an app, recovery codes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id


class Passkey(db.Model):
    """A WebAuthn credential: the public half, which opens nothing by itself."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    transports: Mapped[str] = mapped_column(sa.String(80), default="")
    name: Mapped[str] = mapped_column(sa.String(60), default="")
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    last_used_at: Mapped[datetime | None]


class OneTimeCode(db.Model):
    """The secret of a code app (TOTP), encrypted with a key that is not in the database.

    It counts once `confirmed_at` is set; `last_step` is the last time step whose code was used,
    so that no code works twice.
    """

    __tablename__ = "one_time_code"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class RecoveryCode(db.Model):
    """A code on paper that stands in for the second factor once; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(128))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    used_at: Mapped[datetime | None]
