"""Changing a check constraint, which SQLite can only do by making the table anew."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op


def change_checks(table: str, changed: Mapping[str, str]) -> None:
    """Give the checks of `changed` (name → condition) new conditions; the others stay."""
    if op.get_bind().dialect.name == "sqlite":
        # The checks that are there are copied along: an old one that is not dropped stays in force.
        with op.batch_alter_table(table, recreate="always") as batch:
            for name, condition in changed.items():
                batch.drop_constraint(op.f(name), type_="check")
                batch.create_check_constraint(op.f(name), sa.text(condition))
        return
    for name, condition in changed.items():
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, condition)
