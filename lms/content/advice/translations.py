"""A translation that has stayed behind its Dutch original.

Nothing in a file says when it was last translated: times of files change with every copy, and a
note of what was translated is work for authors. So the two are laid side by side, per section: as
many paragraphs, points, cells and answers, the same links, and the same figures. What was added,
taken out or corrected on one side only shows there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lms.content.advice.base import Advice, Material, _
from lms.content.advice.reading import Page

_TARGET = re.compile(r"\]\(((?:contact|lesson|quiz|tool|https|media/|#)[^()\s]*)\)")
_FIGURE = re.compile(r"(?<![\w-])\d[\d.,:]*\d(?![\w-])|(?<![\w-])\d{2,}(?!\w)")
_NAMES: Mapping[str, str] = {
    "text": _("paragraphs"),
    "item": _("points or answers"),
    "below": _("texts under an answer"),
    "cell": _("cells of a table"),
    "quote": _("explanations"),
    "heading": _("headings"),
    "title": _("titles of blocks"),
}


@dataclass(slots=True)
class _Shape:
    line: int
    kinds: Counter[str] = field(default_factory=Counter)
    targets: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)


def left_behind(material: Material) -> Iterator[Advice]:
    for original, page in material.translations():
        wanted, mine = _shapes(original), _shapes(page)
        for section in mine.keys() & wanted.keys():
            yield from _compare(page, wanted[section], mine[section])


def _shapes(page: Page) -> dict[str, _Shape]:
    shapes: dict[str, _Shape] = {}
    for passage in page.passages:
        shape = shapes.setdefault(passage.section, _Shape(passage.line))
        if passage.kind != "front":
            shape.kinds[passage.kind] += 1
        shape.targets.update(_TARGET.findall(passage.source))
        shape.figures.update(
            re.sub(r"\D", "", figure) for figure in _FIGURE.findall(passage.words())
        )
    return shapes


def _compare(page: Page, wanted: _Shape, mine: _Shape) -> Iterator[Advice]:
    for kind, name in _NAMES.items():
        if wanted.kinds[kind] != mine.kinds[kind]:
            yield Advice(
                page.path,
                mine.line,
                _("%(what)s here: %(mine)s, in the Dutch file: %(wanted)s. Bring it up to date"),
                {"what": name, "mine": mine.kinds[kind], "wanted": wanted.kinds[kind]},
            )
    yield from _missing(page, mine.line, wanted.targets ^ mine.targets)
    yield from _missing(page, mine.line, wanted.figures ^ mine.figures)


def _missing(page: Page, line: int, odd: set[str]) -> Iterator[Advice]:
    if odd:
        yield Advice(
            page.path,
            line,
            _("only one of the two languages has %(odd)s here: bring them together"),
            {"odd": ", ".join(sorted(odd))},
        )
