"""Sites and who takes part there. Dates are Dutch calendar days; `until` is exclusive."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.extensions import BigId, db, random_id


class Site(db.Model):
    """A Royal FloraHolland site; its site network is who takes part there."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))


class Organisation(db.Model):
    """A company or body that names POCOs."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    name: Mapped[str] = mapped_column(sa.String(120))


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


class Seat(db.Model):
    """One of the one or two POCO places of an organisation at a site, with its holder."""

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    since: Mapped[date]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    site: Mapped[Site] = relationship(lazy="raise")

    __table_args__ = (
        sa.CheckConstraint("number in (1, 2)", name="number"),
        sa.CheckConstraint("until is null or until > since", name="period"),
        sa.Index("ix_seat_site_id_organisation_id", "site_id", "organisation_id"),
        sa.Index("ix_seat_site_id_person_id", "site_id", "person_id", "since", "until"),
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
