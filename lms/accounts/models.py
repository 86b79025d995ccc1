"""Person, role grants, login sessions and the links that open them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.search import fold


class Role(StrEnum):
    """What an account may be; coordinator and partner are held per site.

    `poco` is none of these: it follows from holding a seat.
    """

    COORDINATOR = "coordinator"
    PARTNER = "partner"
    STAFF = "staff"
    ADMIN = "admin"


class Person(db.Model):
    """An account. `public_id` is the only id that appears in an address.

    `search_key` follows the name. Who is erased keeps the row, without anything that tells who
    it was. `listed_at` says that fellow POCOs of the same sites may see this person, and
    `reachable` how to reach them.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    language: Mapped[str] = mapped_column(sa.String(2), default="nl")
    password_hash: Mapped[str | None] = mapped_column(sa.String(128))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    blocked_at: Mapped[datetime | None]
    search_key: Mapped[str] = mapped_column(sa.String(240), default="", server_default="")
    erased_at: Mapped[datetime | None]
    reminders_paused_until: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    reachable: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")

    grants: Mapped[list[RoleGrant]] = relationship(lazy="raise", back_populates="person")

    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
        # The list of everybody in its order; who is erased is not in it.
        sa.Index(
            "ix_person_name_id",
            "name",
            "id",
            sqlite_where=sa.text("erased_at is null"),
            postgresql_where=sa.text("erased_at is null"),
        ),
        # Filled for few people, who are looked up as a set.
        *(
            sa.Index(
                f"ix_person_{column}",
                column,
                sqlite_where=sa.text(f"{column} is not null"),
                postgresql_where=sa.text(f"{column} is not null"),
            )
            for column in ("blocked_at", "erased_at", "reminders_paused_until")
        ),
    )

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        self.search_key = fold(name)[:240]
        return name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class RoleGrant(db.Model):
    """A role of a person; for coordinators and partners at one site."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("site.id"))
    granted_at: Mapped[datetime] = mapped_column(default=utcnow)

    person: Mapped[Person] = relationship(lazy="raise", back_populates="grants")

    __table_args__ = (
        sa.CheckConstraint("role in ('coordinator', 'partner', 'staff', 'admin')", name="role"),
        sa.CheckConstraint(
            "(role in ('coordinator', 'partner')) = (site_id is not null)", name="site_of_role"
        ),
        sa.UniqueConstraint("person_id", "role", "site_id"),
        sa.Index(
            "uq_role_grant_everywhere",
            "person_id",
            "role",
            unique=True,
            sqlite_where=sa.text("site_id is null"),
            postgresql_where=sa.text("site_id is null"),
        ),
    )


class LoginSession(db.Model):
    """One signed-in device. The cookie holds a random token, the table only its hash."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(sa.String(60), default="")
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    last_seen_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class LinkPurpose(StrEnum):
    """Why a sign-in address was made."""

    OPERATOR = "operator"
    """`lms login-link` and the demo: whoever runs the machine vouches for the person."""
    RECOVERY = "recovery"
    """Asked for on the sign-in page: those with staff rights still need their second factor."""


class LoginLink(db.Model):
    """A one-time sign-in address; only the hash of its token is kept."""

    __tablename__ = "login_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    purpose: Mapped[str] = mapped_column(
        sa.String(10), default=LinkPurpose.OPERATOR.value, server_default="operator"
    )

    __table_args__ = (sa.CheckConstraint("purpose in ('operator', 'recovery')", name="purpose"),)


class Invitation(db.Model):
    """An invitation to a person whose account is ready; only the hash of its token is kept.

    A person has at most one that is open: sending again withdraws the one before.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_invitation_person_id_id_accepted_at", "person_id", "id", "accepted_at"),
        sa.Index(
            "uq_invitation_open",
            "person_id",
            unique=True,
            sqlite_where=sa.text("accepted_at is null and withdrawn_at is null"),
            postgresql_where=sa.text("accepted_at is null and withdrawn_at is null"),
        ),
    )


class SignInFailure(db.Model):
    """A failed sign-in, kept under a keyed hash of the address tried, to slow guessing down."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bucket: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (sa.Index("ix_sign_in_failure_bucket_at", "bucket", "at"),)
