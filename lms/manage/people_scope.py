"""Whom the viewer may see and manage. Whoever may not see a person gets the answer of one not
there."""

from __future__ import annotations

import sqlalchemy as sa
from flask import request
from flask_login import current_user

from lms.accounts.models import Person
from lms.accounts.queries import person_by_public_id
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.insight import directory, queries
from lms.insight.directory import Directory, State, Wanted
from lms.insight.figures import Site
from lms.insight.listing import read_choice
from lms.network.models import Seat

FILTERS = ("site", "role", "state")
LONGEST_TEXT = 80


def own_sites() -> tuple[Site, ...]:
    """The sites in view, by name."""
    return tuple(site for site in queries.sites() if current_user.may_see_site(site.id))


def own_roles() -> tuple[str, ...]:
    """The roles one can look for: a coordinator sees who has or had a seat, nobody else."""
    return directory.ROLES if current_user.is_staff else (directory.POCO, directory.FORMER)


def read_directory(
    sites: tuple[Site, ...], *, text: str = "", ids: tuple[str, ...] | None = None
) -> Directory:
    """The people the address asks for. Raises NotFound for filters that make no sense."""
    slug = read_choice("site", tuple(site.slug for site in sites))
    state = read_choice("state", tuple(state.value for state in State))
    wanted = Wanted(
        site_id=next((site.id for site in sites if site.slug == slug), None),
        role=read_choice("role", own_roles()),
        state=State(state) if state else None,
        text=text,
        ids=ids,
    )
    return Directory(current_user, wanted, local_date(utcnow()))


def read_text() -> str:
    """What is looked for; it comes with a POST, for addresses are no place for names."""
    return " ".join(request.form.get("q", "").split())[:LONGEST_TEXT]


def load_account(public_id: str) -> Person:
    """Anybody for staff; for coordinators who has or had a seat at a site of theirs."""
    person = person_by_public_id(public_id)
    if person is None or not (current_user.is_staff or _was_ours(person.id)):
        raise NotFound
    return person


def _was_ours(person_id: int) -> bool:
    seat = sa.exists().where(Seat.person_id == person_id, Seat.site_id.in_(current_user.sites))
    return bool(db.session.scalar(sa.select(seat)))
