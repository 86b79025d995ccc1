"""Reads: the network around a file, and uploads with their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db
from lms.imports import known
from lms.imports.columns import Column
from lms.imports.models import Upload, UploadRow
from lms.imports.notes import Note
from lms.imports.outcomes import Fate
from lms.imports.rows import Row
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import CourseProgress
from lms.search import fold

Value = TypeVar("Value")

SOME = 500
"""Values in one `in (…)`."""
ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose sites may be written to: all of them (`everywhere`), or these."""

    everywhere: bool
    sites: frozenset[int] = frozenset()

    def own(self, site_id: int) -> bool:
        return self.everywhere or site_id in self.sites


def sites(rights: Rights) -> list[Site]:
    """The sites these rights are about, by name."""
    wanted = sa.true() if rights.everywhere else Site.id.in_(rights.sites)
    return list(db.session.scalars(sa.select(Site).where(wanted).order_by(Site.name, Site.id)))


def load_known(rows: Sequence[Row], rights: Rights, *, today: date) -> known.Known:
    """What the planner has to know for these rows."""
    network = known.Known()
    for site in db.session.scalars(sa.select(Site).order_by(Site.id)):
        network.add_site(known.Site(site.id, site.name, rights.own(site.id)), site.slug)
    keys = {fold(row.cells.get(Column.ORGANISATION, "")) for row in rows}
    table = Organisation.__table__.c
    listed = sa.select(table.id, table.name, table.kind, table.search_key).order_by(table.id)
    ours = _organisations_of(rights)
    found = []
    for number, name, kind, key in db.session.execute(listed):
        if (key or fold(name)) in keys:
            found.append((number, name, kind))
        elif rights.everywhere or number in ours:
            network.shapes.setdefault(known.shape(name), name)
    numbers = [number for number, _name, _kind in found]
    _add_participations(network, numbers, today)
    _add_seats(network, numbers, today)
    elsewhere = {
        organisation
        for (organisation, site), place in network.places.items()
        if place.since is not None and not rights.own(site)
    }
    for number, name, kind in found:
        network.add_organisation(
            known.Organisation(number, name, kind, own=number not in elsewhere)
        )
    emails = {row.cells[Column.EMAIL] for row in rows if row.cells.get(Column.EMAIL)}
    _add_people(network, sorted(emails), rights, today)
    return network


def _add_participations(network: known.Known, organisations: Sequence[int], today: date) -> None:
    table = Participation.__table__.c
    for some in _portions(organisations):
        statement = sa.select(table.organisation_id, table.site_id, table.since, table.until)
        for organisation, site, since, until in db.session.execute(
            statement.where(table.organisation_id.in_(some)).order_by(table.since, table.id)
        ):
            place = network.places.setdefault((organisation, site), known.Place())
            if until is None or until > today:
                place.since = since
            else:
                place.ended = max(place.ended or until, until)


def _add_seats(network: known.Known, organisations: Sequence[int], today: date) -> None:
    seat, person = Seat.__table__.c, Person.__table__.c
    for some in _portions(organisations):
        statement = (
            sa.select(
                seat.organisation_id,
                seat.site_id,
                seat.number,
                seat.person_id,
                person.name,
                seat.since,
                seat.until,
            )
            .join_from(Seat.__table__, Person.__table__, seat.person_id == person.id)
            .where(
                seat.organisation_id.in_(some),
                sa.or_(seat.until.is_(None), seat.until > seat.since),
            )
            .order_by(seat.since, seat.id)
        )
        for organisation, site, number, person_id, name, since, until in db.session.execute(
            statement
        ):
            place = network.places.setdefault((organisation, site), known.Place())
            if until is None or until > today:
                place.holders[number] = known.Holder(person_id, name, since)
            else:
                place.freed[number] = max(place.freed.get(number, until), until)
            if place.ended is None or since >= place.ended:
                place.first_seat = min(place.first_seat or since, since)


def _add_people(network: known.Known, emails: Sequence[str], rights: Rights, today: date) -> None:
    table = Person.__table__.c
    shown = _people_of(rights, today)
    for some in _portions(emails):
        statement = sa.select(table.id, table.email, table.name, table.blocked_at)
        for number, email, name, blocked in db.session.execute(
            statement.where(table.email.in_(some))
        ):
            visible = rights.everywhere or number in shown
            network.people[email] = known.Person(number, name, blocked is not None, visible)


def _organisations_of(rights: Rights) -> set[int]:
    """Whose names a coordinator may be told."""
    if rights.everywhere:
        return set()
    taking_part = sa.select(Participation.organisation_id).where(
        Participation.site_id.in_(rights.sites)
    )
    return set(db.session.scalars(taking_part))


def _people_of(rights: Rights, today: date) -> set[int]:
    """Whose names a coordinator may see."""
    if rights.everywhere:
        return set()
    held = sa.select(Seat.person_id).where(
        Seat.site_id.in_(rights.sites), sa.or_(Seat.until.is_(None), Seat.until > today)
    )
    return set(db.session.scalars(held))


def _portions(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), SOME):
        yield values[start : start + SOME]


def own_upload(public_id: str, person_id: int) -> Upload | None:
    """An upload of this person; nobody else sees it. What was read is loaded when it is used."""
    return db.session.scalar(
        sa.select(Upload)
        .options(sa.orm.defer(Upload.data))
        .where(Upload.public_id == public_id, Upload.person_id == person_id)
    )


def open_uploads(person_id: int) -> list[Upload]:
    """Uploads of this person that wait for something, the newest first. Without their files."""
    return list(
        db.session.scalars(
            sa.select(Upload)
            .options(sa.orm.defer(Upload.data))
            .where(Upload.person_id == person_id, Upload.state != "done")
            .order_by(Upload.id.desc())
        )
    )


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row on the page of its upload."""

    number: int
    fate: Fate
    cells: dict[str, str]
    notes: tuple[Note, ...]


def rows_of(
    upload_id: int, *, fate: str = "", offset: int = 0, limit: int | None = None
) -> Iterator[CheckedRow]:
    """The checked rows in the order of the file."""
    table = UploadRow.__table__.c
    statement = sa.select(table.number, table.fate, table.cells, table.notes).where(
        table.upload_id == upload_id
    )
    if fate:
        statement = statement.where(table.fate == fate)
    statement = statement.order_by(table.number).offset(offset).limit(limit)
    for number, found, cells, notes in db.session.execute(
        statement, execution_options={"yield_per": SOME}
    ):
        yield CheckedRow(number, Fate(found), cells, tuple(map(Note.read, notes)))


def count_not_invited(rights: Rights, *, course: str, today: date) -> int:
    """People with a seat now who have not been invited."""
    held = sa.select(Seat.person_id).where(
        Seat.since <= today, sa.or_(Seat.until.is_(None), Seat.until > today)
    )
    if not rights.everywhere:
        held = held.where(Seat.site_id.in_(rights.sites))
    progress = sa.select(CourseProgress.person_id).where(
        CourseProgress.course == course,
        sa.or_(CourseProgress.invited_at.is_not(None), CourseProgress.signed_in_at.is_not(None)),
    )
    statement = sa.select(sa.func.count(Person.id)).where(
        Person.id.in_(held), Person.id.not_in(progress), Person.blocked_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def named_already(people: Iterable[int], course: str) -> set[int]:
    """Which of these people have had a seat before."""
    found: set[int] = set()
    for some in _portions(sorted(people)):
        statement = sa.select(CourseProgress.person_id).where(
            CourseProgress.course == course,
            CourseProgress.person_id.in_(some),
            CourseProgress.named_at.is_not(None),
        )
        found.update(db.session.scalars(statement))
    return found
