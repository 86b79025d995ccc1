"""Changing a check constraint, which SQLite can only do by making the table anew."""

from __future__ import annotations

from collections.abc import Mapping

from alembic import op


def change_checks(
    table: str, changed: Mapping[str, str], kept: Mapping[str, str] | None = None
) -> None:
    """Give the checks of `changed` (name → condition) new conditions.

    `kept` are the other checks of the table, for the reader: a copied table keeps what is not
    dropped.
    """
    with op.batch_alter_table(table, recreate="auto") as batch:
        for name, condition in changed.items():
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), condition)
