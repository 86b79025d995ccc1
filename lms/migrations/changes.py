"""Changing a check constraint, which SQLite can only do by making the table anew."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op


def change_checks(
    table: str, changed: Mapping[str, str], kept: Mapping[str, str] | None = None
) -> None:
    """Give the checks of `changed` (name → condition) new conditions.

    `kept` are the other checks of the table: SQLite cannot tell them when the table is copied.
    """
    if op.get_bind().dialect.name == "sqlite":
        checks = [
            sa.CheckConstraint(condition, name=op.f(name))
            for name, condition in {**(kept or {}), **changed}.items()
        ]
        with op.batch_alter_table(table, recreate="always", table_args=checks):
            pass
        return
    for name, condition in changed.items():
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, condition)
