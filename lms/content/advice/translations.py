"""A translation that has stayed behind its Dutch original.

Nothing in a file says when it was last translated: times of files change with every copy, and a
note of what was translated is work for authors. So the two are laid side by side, per section: as
many paragraphs, points, cells and answers, the same links, and the same figures. What was added,
taken out or corrected on one side only shows there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lms.content.advice.base import Advice, Material, _
from lms.content.advice.reading import Page

_TARGET = re.compile(r"\]\(((?:contact|lesson|quiz|tool|https|media/|#)[^()\s]*)\)")
_FIGURE = re.compile(
    r"(?<![\w-])(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d)(?!\d|[.,]\d)|(?=\s?[ap]\.?m\b))"
    r"|(?<![\w-])(?P<figure>\d[\d.,:]*\d)(?![\w-])"
)
_DIFFERENT: Mapping[str, str] = {
    "text": _("paragraphs: %(mine)s here, %(wanted)s in the Dutch file. Bring them together"),
    "item": _(
        "points or answers: %(mine)s here, %(wanted)s in the Dutch file. Bring them together"
    ),
    "below": _("texts under answers: %(mine)s here, %(wanted)s in the Dutch file. Add or remove"),
    "cell": _("table cells: %(mine)s here, %(wanted)s in the Dutch file. Bring them together"),
    "quote": _("explanations: %(mine)s here, %(wanted)s in the Dutch file. Bring them together"),
    "heading": _("headings: %(mine)s here, %(wanted)s in the Dutch file. Bring them together"),
    "title": _("titles of blocks: %(mine)s here, %(wanted)s in the Dutch file. Add or remove"),
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
        shape.figures.update(map(_plain, _FIGURE.finditer(passage.words)))
    return shapes


def _plain(figure: re.Match[str]) -> str:
    """1.000 and 1,000 are the same figure, and so are 21.30 and 9:30 pm."""
    if figure["hour"]:
        return f"{int(figure['hour']) % 12}:{figure['minute'] or '00'}"
    return re.sub(r"\D", "", figure["figure"]).lstrip("0")


def _compare(page: Page, wanted: _Shape, mine: _Shape) -> Iterator[Advice]:
    for kind, message in _DIFFERENT.items():
        counts = {"mine": mine.kinds[kind], "wanted": wanted.kinds[kind]}
        if counts["mine"] != counts["wanted"]:
            yield Advice(page.path, mine.line, message, counts)
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
