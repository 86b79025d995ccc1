"""`lms demo`: fill an empty database with the invented network, or make it anew."""

from __future__ import annotations

import sys
from datetime import date

import click
import sqlalchemy as sa
from flask import current_app

from lms.accounts.demo import holds_demo_people
from lms.accounts.models import Person
from lms.audit.models import AuditEntry, AuditSeal
from lms.demo import newcomer, remarks, resilience, shared, story, trainings
from lms.demo.days import Era, era
from lms.demo.kit import Kit
from lms.demo.plan import NEWCOMER, POCOS, PersonPlan, organisations
from lms.demo.story import Life
from lms.demo.writer import Writer
from lms.editions.models import ContentBlob, Edition, EditionFile
from lms.editions.store import store
from lms.errors import DemoRefused
from lms.extensions import db
from lms.network.models import Organisation, Site

LARGE = 1_000
"""From so many people on, attempts keep their scores but not every single answer."""

_KEPT = {
    model.__tablename__ for model in (ContentBlob, Edition, EditionFile, AuditEntry, AuditSeal)
}
_YEARS = range(2000, 2101)


def is_empty() -> bool:
    """Whether nobody is in the database yet."""
    return db.session.scalar(sa.select(Person.id).limit(1)) is None


def run(*, people: int | None, as_of: date, reset: bool, progress: bool) -> None:
    """Make the network as it stands at the beginning of `as_of`, in one transaction.

    `people` is the number of POCOs, default the network of the story. Raises DemoRefused when
    the database may not be touched.
    """
    if as_of.year not in _YEARS:
        raise DemoRefused("The date of the demo lies between the years 2000 and 2100.")
    _refuse(reset)
    # Loading the content takes a transaction of its own.
    db.session.rollback()
    loaded = store().start()
    kit = Kit(loaded.library, loaded.edition_id)
    small = people is None or people <= LARGE
    try:
        _refuse(reset)
        if reset:
            _remove_all()
        writer = Writer(kit=kit, edition_id=loaded.edition_id, responses=small)
        _write(writer, era(as_of), kit, people, progress)
        resilience.write(kit.course, as_of)
        remarks.write(kit.course, as_of)
        shared.write(as_of)
        trainings.write(loaded.library, loaded.edition_id, kit.slug, as_of)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    current_app.extensions.pop("is_demo", None)
    click.echo(_summary(writer, as_of))


def _refuse(reset: bool) -> None:
    if current_app.config["PRODUCTION"]:
        raise DemoRefused(
            "The demo network is not made under production settings (LMS_ENV is 'production')."
        )
    if is_empty():
        if db.session.scalar(sa.select(sa.exists(Site.id) | sa.exists(Organisation.id))):
            raise DemoRefused(
                "This database holds a network that is no demo: use an empty database."
            )
    elif not holds_demo_people():
        raise DemoRefused(
            "This database holds people who are not invented, so the demo leaves it alone: use an"
            " empty database."
        )
    elif not reset:
        raise DemoRefused("There is a demo network already: --reset makes it anew.")


def _remove_all() -> None:
    """Remove every row but those of the content history and the audit trail: append-only."""
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in _KEPT:
            db.session.execute(sa.delete(table))


def _write(writer: Writer, told: Era, kit: Kit, people: int | None, progress: bool) -> None:
    def live(person: PersonPlan) -> Life:
        special = person.key == f"{NEWCOMER}/0"
        return newcomer.live(person, told, kit) if special else story.live(person, told, kit)

    writer.programme(told)
    with click.progressbar(
        length=people or POCOS, label="POCOs", hidden=not progress, file=sys.stderr
    ) as bar:
        for organisation in organisations(told, people):
            writer.add(organisation, live)
            bar.update(len(organisation.people))
    writer.finish()


def _summary(writer: Writer, as_of: date) -> str:
    return (
        f"Made a demo network as of {as_of}: {writer.site.count} sites,"
        f" {writer.organisation.count:,} organisations, {writer.progress.count:,} POCOs,"
        f" {writer.fact.count:,} facts and {writer.attempt.count:,} quiz attempts."
    )
