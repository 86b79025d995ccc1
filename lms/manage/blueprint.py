"""The blueprint that all pages of this room share, and the index of what there is to manage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint

bp = Blueprint("manage", __name__, url_prefix="/manage")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the room on its first page.

    `attention` counts what waits for somebody, for the person who is signed in; `staff_only`
    sections are not shown to coordinators, `admin_only` ones to administrators only.
    """

    place: int
    label: object
    description: object
    endpoint: str
    icon: str
    staff_only: bool = False
    admin_only: bool = False
    attention: Callable[[], int] | None = None


SECTIONS: list[Section] = []


def section(entry: Section) -> None:
    """Put a part on the first page; `place` orders them."""
    SECTIONS.append(entry)
    SECTIONS.sort(key=lambda known: known.place)
