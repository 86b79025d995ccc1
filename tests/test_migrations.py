"""Every migration runs up and down, with data, on both databases; and the tables match the code."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from lms import config, create_app, database
from lms.accounts.models import Person
from lms.errors import ConfigError
from lms.extensions import begin_writing, db


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


def test_up_down_and_up_again_with_data(bare: Flask) -> None:
    with bare.app_context():
        database.migrate()
        assert tables() == set(db.metadata.tables)
        db.session.add(Person(name="Alice", email="alice@example.invalid"))
        db.session.commit()
        db.session.remove()
        downgrade(revision="base")
        assert tables() == set()
        upgrade()
        assert tables() == set(db.metadata.tables)
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
