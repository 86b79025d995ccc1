"""Sites and who takes part there. Dates are Dutch calendar days; `until` is exclusive."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.search import fold

SEATS = 2
"""POCO seats of an organisation at a site."""


class Kind(StrEnum):
    """What an organisation does."""

    GROWER = "grower"
    TRADER = "trader"
    CARRIER = "carrier"
    SERVICES = "services"
    PUBLIC = "public"
    OTHER = "other"


class Site(db.Model):
    """A Royal FloraHolland site; its site network is who takes part there.

    `address` and `route` lead to its centre, `contact` says how to reach it: functions and
    numbers, never a person's name.
    """

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    municipalities: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    route: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    contact: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")


class Organisation(db.Model):
    """A company or body that names POCOs. `search_key` follows the name."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(
        sa.String(10), default=Kind.OTHER.value, server_default="other"
    )
    search_key: Mapped[str] = mapped_column(sa.String(240), default="", server_default="")
    created_at: Mapped[datetime | None] = mapped_column(default=utcnow)

    __table_args__ = (
        sa.CheckConstraint(
            "kind in (" + ", ".join(f"'{kind.value}'" for kind in Kind) + ")", name="kind"
        ),
    )

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        self.search_key = fold(name)[:240]
        return name


class Participation(db.Model):
    """An organisation takes part at a site from a day on."""

    __tablename__ = "participation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("until is null or until > since", name="period"),
        sa.Index(
            "uq_participation_current",
            "organisation_id",
            "site_id",
            unique=True,
            sqlite_where=sa.text("until is null"),
            postgresql_where=sa.text("until is null"),
        ),
    )


def _own_first_day(context: Any) -> Any:
    return context.get_current_parameters()["since"]


class Seat(db.Model):
    """One of the one or two POCO places of an organisation at a site, with its holder.

    A seat that was given by mistake ends on the day it began: nobody ever held it.
    `unbroken_since` is the day from which the holder has had a seat, here or elsewhere, without a
    gap up to this one: what `grading.completion.unbroken_since` says of the day it began.
    """

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    since: Mapped[date]
    until: Mapped[date | None]
    unbroken_since: Mapped[date] = mapped_column(default=_own_first_day)

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    site: Mapped[Site] = relationship(lazy="raise")

    __table_args__ = (
        sa.CheckConstraint("number in (1, 2)", name="number"),
        sa.CheckConstraint("until is null or until >= since", name="period"),
        sa.CheckConstraint("unbroken_since <= since", name="unbroken"),
        sa.Index("ix_seat_site_id_organisation_id", "site_id", "organisation_id"),
        sa.Index(
            "ix_seat_site_id_person_id", "site_id", "person_id", "since", "until", "unbroken_since"
        ),
        sa.Index(
            "uq_seat_current",
            "organisation_id",
            "site_id",
            "number",
            unique=True,
            sqlite_where=sa.text("until is null"),
            postgresql_where=sa.text("until is null"),
        ),
    )


class Handover(db.Model):
    """A POCO left and a successor took the seat: what links the two."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    old_seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), unique=True)
    new_seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), unique=True)
    done_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class NominationLink(db.Model):
    """An address by which an organisation without a POCO nominates one, without an account."""

    __tablename__ = "nomination_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Nomination(db.Model):
    """An organisation puts somebody forward for a seat; staff or the coordinator decide.

    `replaces_id` is the seat the candidate would take over. The name and address go when the
    decision is made: from then on they stand with the person, or nowhere.
    """

    __tablename__ = "nomination"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seat.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2), default="nl")
    nominated_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    state: Mapped[str] = mapped_column(sa.String(10), default="open")
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("state in ('open', 'accepted', 'refused', 'withdrawn')", name="state"),
        sa.CheckConstraint("(state = 'open') = (decided_at is null)", name="decided"),
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
    )
