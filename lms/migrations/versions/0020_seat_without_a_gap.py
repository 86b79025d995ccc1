"""Since when the holder of a seat has had one without a gap: the due date counts from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

INDEX = "ix_seat_site_id_person_id"
BEFORE = ["site_id", "person_id", "since", "until"]

FILL = """
update seat set unbroken_since = (
    select max(first.since) from seat as first
    where first.person_id = seat.person_id and first.since <= seat.since
    and not exists (
        select 1 from seat as earlier
        where earlier.person_id = first.person_id and earlier.since < first.since
        and (earlier.until is null or earlier.until >= first.since)
    )
)
"""
"""The newest seat up to this one that the person took while holding no other."""


def upgrade() -> None:
    op.add_column("seat", sa.Column("unbroken_since", sa.Date(), nullable=True))
    op.execute(FILL)
    op.drop_index(INDEX, "seat")
    with op.batch_alter_table("seat", recreate="auto") as batch:
        batch.alter_column("unbroken_since", existing_type=sa.Date(), nullable=False)
        batch.create_check_constraint(op.f("ck_seat_unbroken"), "unbroken_since <= since")
    op.create_index(INDEX, "seat", [*BEFORE, "unbroken_since"])


def downgrade() -> None:
    op.drop_index(INDEX, "seat")
    with op.batch_alter_table("seat", recreate="auto") as batch:
        batch.drop_constraint(op.f("ck_seat_unbroken"), type_="check")
        batch.drop_column("unbroken_since")
    op.create_index(INDEX, "seat", BEFORE)
