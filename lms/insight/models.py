"""What was published of a closed quarter: it never changes any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db


class PartnerTable(db.Model):
    """The figures of one site in one closed quarter as partners see them.

    Only what may be published is kept: rounded counts, None for fewer than five.
    """

    __tablename__ = "partner_table"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    quarter: Mapped[int] = mapped_column(sa.Integer)
    figures: Mapped[dict[str, Any]] = mapped_column(sa.JSON().with_variant(JSONB, "postgresql"))
    made_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (sa.UniqueConstraint("site_id", "quarter"),)
