"""Every migration runs up and down, with data, on both databases; and the tables match the code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from lms import config, create_app, database
from lms.accounts.models import LoginLink, Person, RoleGrant
from lms.assessment.models import Attempt, Response
from lms.clock import utcnow
from lms.editions.models import Edition
from lms.errors import ConfigError
from lms.extensions import MIGRATIONS, begin_writing, db
from lms.grading.completion import FactKind
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import CourseProgress, LedgerFact


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An app whose database is empty and not migrated."""
    url = (
        f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        if request.param == "sqlite"
        else request.getfixturevalue("fresh_postgres_url")
    )
    settings = config.Settings(instance=tmp_path, database_url=url, secret_key="t" * 40)
    begin_writing()
    return create_app(settings, {"TESTING": True})


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


def since(month: int, until: int | None, unbroken: int, number: int = 1) -> dict[str, Any]:
    """A seat from the first of one month to that of another; what is kept of the time before."""
    end = date(2026, until, 1) if until else None
    first = date(2026, unbroken, 1)
    return {"since": date(2026, month, 1), "until": end, "unbroken_since": first, "number": number}


SEATS = [since(1, 3, 1), since(3, 5, 1), since(2, 4, 1, 2), since(7, None, 7), since(8, None, 7, 2)]


def add_data() -> None:
    """Rows that refer to each other, in the tables that later migrations change."""
    alice = Person(name="Álice Ørsted", email="alice@example.invalid")
    site = Site(slug="aalsmeer", name="Aalsmeer")
    firm = Organisation(name="Rozen-kwekerij Proef")
    edition = Edition(tree_hash="0" * 64, created_at=utcnow())
    db.session.add_all([alice, site, firm, edition])
    db.session.flush()
    day = date(2026, 1, 5)
    db.session.add_all(
        [
            RoleGrant(person_id=alice.id, role="coordinator", site_id=site.id),
            Participation(organisation_id=firm.id, site_id=site.id, since=day),
            *(
                Seat(organisation_id=firm.id, site_id=site.id, person_id=alice.id, **times)
                for times in SEATS
            ),
            LoginLink(person_id=alice.id, token_hash="1" * 64, expires_at=utcnow()),
            LedgerFact(person_id=alice.id, course="proef", kind="named", at=utcnow()),
            CourseProgress(person_id=alice.id, course="proef"),
        ]
    )
    attempt = Attempt(
        person_id=alice.id,
        course="proef",
        quiz="eerste",
        quiz_title="Eerste",
        edition_id=edition.id,
        language="nl",
        pass_mark=0.7,
        drawn=[],
    )
    db.session.add(attempt)
    db.session.flush()
    db.session.add(Response(attempt_id=attempt.id, number=1, value="a", key="k" * 32))
    db.session.commit()
    db.session.remove()


def constraints() -> dict[str, set[str]]:
    """Table → the names of its checks, indexes and unique constraints."""
    there = sa.inspect(db.engine)
    return {
        table: {
            str(found["name"])
            for read in (there.get_check_constraints, there.get_indexes)
            for found in read(table)
        }
        for table in tables()
    }


def counted() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table: connection.scalar(sa.text(f"select count(*) from {table}")) or 0
            for table in tables()
        }


def test_every_step_down_and_up_keeps_the_rows(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        assert tables() == set(db.metadata.tables)
        rules = constraints()
        add_data()
        rows = counted()
        for revision in [*REVISIONS[-2::-1]]:
            downgrade(revision=revision)
            assert {table: rows[table] for table in tables()} == counted()
        upgrade()
        assert counted() == rows
        assert constraints() == rules
        kept = sa.select(Seat.unbroken_since).order_by(Seat.id)
        assert db.session.scalars(kept).all() == [seat["unbroken_since"] for seat in SEATS]
        assert db.session.scalars(sa.select(Person.search_key)).all() == ["aliceorsted"]
        assert db.session.scalars(sa.select(Organisation.search_key)).all() == [
            "rozenkwekerijproef"
        ]
        db.session.remove()
        downgrade(revision="base")
        assert tables() == set()
        db.engine.dispose()


def test_the_checks_are_those_of_the_code(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        there = constraints()
        for table in db.metadata.sorted_tables:
            checks = {
                str(constraint.name)
                for constraint in table.constraints
                if isinstance(constraint, sa.CheckConstraint)
            }
            assert checks <= there[table.name]
        db.engine.dispose()


def test_no_check_of_before_is_left_beside_the_new_one(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        there = sa.inspect(db.engine)
        for table in db.metadata.sorted_tables:
            names = [check["name"] for check in there.get_check_constraints(table.name)]
            assert sorted(names, key=str) == sorted(set(names), key=str), table.name
        add_data()
        alice = db.session.scalars(sa.select(Person.id)).one()
        site = db.session.scalars(sa.select(Site.id)).one()
        db.session.add_all(
            [
                RoleGrant(person_id=alice, role="partner", site_id=site),
                *(
                    LedgerFact(person_id=alice, course="proef", kind=kind, at=utcnow())
                    for kind in FactKind
                    if kind is not FactKind.NAMED
                ),
            ]
        )
        db.session.execute(sa.update(Seat).values(until=Seat.since))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def test_the_way_back_leaves_no_mistake_that_counts_again(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        add_data()
        alice = db.session.scalars(sa.select(Person.id)).one()
        for kind, reference in (
            ("meeting_attended", "a-1"),
            ("meeting_withdrawn", "a-1"),
            ("meeting_attended", "a-2"),
            ("complete", ""),
            ("complete_withdrawn", ""),
            ("complete", "1"),
        ):
            db.session.add(
                LedgerFact(
                    person_id=alice, course="proef", kind=kind, reference=reference, at=utcnow()
                )
            )
        db.session.commit()
        db.session.remove()
        downgrade(revision="0005")
        with db.engine.connect() as connection:
            left = connection.execute(sa.text("select kind, reference from fact order by id"))
            assert [tuple(row) for row in left] == [
                ("named", ""),
                ("meeting_attended", "a-2"),
                ("complete", "1"),
            ]
        db.engine.dispose()


def test_the_tables_are_what_the_code_says(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            assert compare_metadata(context, db.metadata) == []
        db.engine.dispose()


def test_serving_an_old_database_is_refused(bare: Flask) -> None:
    with bare.app_context():
        with pytest.raises(ConfigError, match="lms migrate"):
            database.check_current()
        database.migrate()
        database.check_current()
        db.engine.dispose()
