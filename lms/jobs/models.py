"""When each job ran last, and which worker has it in hand."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.extensions import db


class JobRun(db.Model):
    """One row per job. A worker takes a job by moving `held_until`; the clock frees it again."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    last_run_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(sa.String(60), default="")
