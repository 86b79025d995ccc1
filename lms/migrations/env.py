"""Alembic's entry: migrate the database of the current app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context
from flask import current_app

from lms import database  # noqa: F401  makes every table known
from lms.extensions import UTCDateTime, db

extension = current_app.extensions["migrate"]


def render_type(kind: str, obj: object, _context: object) -> str | bool:
    """Migrations name plain types, so that they never depend on later code."""
    if kind == "type" and isinstance(obj, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(obj, sa.JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


@contextmanager
def unguarded(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and the rows that refer to it must bear that.

    The pragma does nothing inside a transaction, so it goes past SQLAlchemy, which opens one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        # The check below has opened a transaction: in there this pragma would do nothing either.
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def check_references(connection: sa.Connection) -> None:
    """What was not guarded on the way is checked before it counts."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise SystemExit(f"The migration would leave references to nothing: {lost[:5]}")


def run() -> None:
    """Migrate on a live connection, in one transaction."""
    if context.is_offline_mode():
        raise SystemExit("Migrations run on a live database only.")
    with db.engine.connect() as connection, unguarded(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_type,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            check_references(connection)


run()
