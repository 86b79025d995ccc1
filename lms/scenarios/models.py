"""ScenarioRun: where somebody is in a story."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import db
from lms.progress.models import Json


class ScenarioRun(db.Model):
    """The way one person takes through one story; nobody else sees it.

    `path` are the keys of the choices from the first scene on; playing again from a scene cuts it
    off there. `endings` are the endings seen so far. `content_hash` is the story as it read at the
    last choice.
    """

    __tablename__ = "scenario_run"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    scenario: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    path: Mapped[list[str]] = mapped_column(Json, default=list)
    endings: Mapped[list[str]] = mapped_column(Json, default=list)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)
