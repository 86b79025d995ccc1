"""A lesson in pieces: its text, its questions, and the end of every section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.content.types import Lesson, Section
from lms.grading.items import Item

_HEADING = re.compile(r'(?=<h2 [^>]*id="([^"]+)")')
_BOX = re.compile(r"<(/?)(?:aside|details|figure|section|div|blockquote|ul|ol|table)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """One of three: `html`, a question, or the end of a section."""

    html: str = ""
    item: Item | None = None
    ends: Section | None = None


def pieces_of(lesson: Lesson) -> Iterator[Piece]:
    """Everything in the order of the page. A heading inside a box begins no section."""
    sections = {section.id: section for section in lesson.sections}
    current: Section | None = None
    inside = 0
    for segment in lesson.segments:
        if isinstance(segment, Item):
            yield Piece(item=segment)
            continue
        for begins, html in _cut(segment):
            if begins in sections and not inside:
                if current is not None:
                    yield Piece(ends=current)
                current = sections[begins]
            inside += sum(-1 if box[1] else 1 for box in _BOX.finditer(html))
            yield Piece(html=html)
    if current is not None:
        yield Piece(ends=current)


def _cut(html: str) -> Iterator[tuple[str, str]]:
    """The text before the first heading, then every heading with what follows it."""
    parts = _HEADING.split(html)
    yield "", parts[0]
    yield from zip(parts[1::2], parts[2::2], strict=True)
