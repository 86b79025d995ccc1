"""The pages of this room: each file puts its routes on the blueprint."""

from __future__ import annotations

from lms.training import (
    held_pages,
    kit_pages,
    link_pages,
    name_pages,
    paper_pages,
    paper_sheets,
    self_study_pages,
    session_pages,
)
from lms.training.blueprint import bp

__all__ = [
    "bp",
    "held_pages",
    "kit_pages",
    "link_pages",
    "name_pages",
    "paper_pages",
    "paper_sheets",
    "self_study_pages",
    "session_pages",
]
