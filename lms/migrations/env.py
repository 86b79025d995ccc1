"""Alembic's entry: migrate the database of the current app."""

from __future__ import annotations

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


def run() -> None:
    """Migrate on a live connection, in one transaction."""
    if context.is_offline_mode():
        raise SystemExit("Migrations run on a live database only.")
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_type,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
