"""The text of a kit cut into slides: `##` begins one, blocks between /// hold what is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.content.problems import Report
from lms.content.scan import lines_outside_code
from lms.grading.items.attributes import Braces, is_key, split_braces

BLOCKS = ("question", "more", "notes")
"""What may stand on a slide once each: asked live, for reading at home, for the presenter."""

_HEADING = re.compile(r"^ {0,3}(#{1,2})(?!#)\s+(.*?)\s*#*\s*$")
_OPEN = re.compile(r"^(/{3,}) *([\w-]+) *$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of Markdown that begins at line `line` of its file."""

    line: int
    text: str


@dataclass(slots=True)
class RawSlide:
    """A slide as it is written."""

    line: int
    heading: Braces
    body: Passage = Passage(1, "")
    blocks: dict[str, Passage] = field(default_factory=dict)

    def passage(self, block: str) -> Passage:
        return self.blocks.get(block, Passage(self.line, ""))


def cut(body: str, first_line: int, report: Report) -> list[RawSlide]:
    """The slides in order. Reports text above the first one, ids that are missing or used twice,
    blocks that do not close or stand there twice."""
    lines = body.split("\n")
    prose = dict(lines_outside_code(body, first_line))
    starts = [n for n in _outside_blocks(lines, prose, first_line, report) if _begins(prose, n)]
    end = first_line + len(lines)
    if "".join(lines[: (starts[0] if starts else end) - first_line]).strip():
        report.error(first_line, "text above the first ## belongs to no slide: put it under one")
    slides: list[RawSlide] = []
    seen: set[str] = set()
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        rows = list(enumerate(lines[start - first_line : stop - first_line], start=start))
        slides.append(_slide(rows, prose, seen, report))
    return slides


def _begins(prose: dict[int, str], number: int) -> bool:
    return _HEADING.match(prose.get(number, "")) is not None


def _outside_blocks(
    lines: list[str], prose: dict[int, str], first_line: int, report: Report
) -> Iterator[int]:
    """The lines that stand in no block of a slide: a question has a heading of its own."""
    opened, closing = 0, ""
    for number in range(first_line, first_line + len(lines)):
        row = prose.get(number, "")
        block = _OPEN.match(row)
        if closing:
            closing = "" if row.strip() == closing else closing
        elif block and block[2] in BLOCKS:
            opened, closing = number, block[1]
        else:
            yield number
    if closing:
        report.error(opened, f"this block is not closed: end it with {closing}")


def _slide(
    rows: list[tuple[int, str]], prose: dict[int, str], seen: set[str], report: Report
) -> RawSlide:
    line, first = rows[0]
    match = _HEADING.match(first)
    assert match is not None
    slide = RawSlide(line, split_braces(match[2]))
    _check_heading(slide, len(match[1]), seen, report)
    kept: list[tuple[int, str]] = []
    inside: list[tuple[int, str]] = []
    name = closing = ""
    for number, row in rows[1:]:
        block = _OPEN.match(prose.get(number, ""))
        if name and prose.get(number, "").strip() == closing:
            slide.blocks[name] = _passage(inside)
            name, inside = "", []
        elif name:
            inside.append((number, row))
        elif block and block[2] in BLOCKS:
            name, closing = block[2], block[1]
            if name in slide.blocks:
                report.error(number, f"this slide has a block '{name}' already: join the two")
        else:
            kept.append((number, row))
    slide.body = _passage(kept) if kept else Passage(line, "")
    return slide


def _check_heading(slide: RawSlide, level: int, seen: set[str], report: Report) -> None:
    heading = slide.heading
    if level == 1:
        report.error(slide.line, "begin a slide with ##: the title of the kit stands above")
    if not heading.text:
        report.error(slide.line, "this slide has no title behind ##")
    if not heading.id:
        report.error(slide.line, "this slide has no id: put one behind it, like {#my-id}")
    elif not is_key(heading.id):
        report.error(slide.line, f"the id '{heading.id}' is not usable: letters, digits, hyphens")
    elif heading.id in seen:
        report.error(slide.line, f"the id '{heading.id}' is used twice: choose another")
    seen.add(heading.id)
    for odd in (*(set(heading.values) - {"minutes"}), *heading.junk):
        report.error(slide.line, f"'{odd}' is not known behind a slide: use minutes=2")


def _passage(rows: list[tuple[int, str]]) -> Passage:
    """Without the blank lines around it."""
    while rows and not rows[0][1].strip():
        rows = rows[1:]
    while rows and not rows[-1][1].strip():
        rows = rows[:-1]
    return Passage(rows[0][0] if rows else 1, "\n".join(row for _number, row in rows))
