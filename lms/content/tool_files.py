"""scan.md and plan.md of a course: `##` is a step or a period, `###` what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from lms.content.documents import Document, Part, split_parts
from lms.content.links import Places
from lms.content.outline import CourseFolder
from lms.content.schemas import PlanMeta, ScanMeta, ScanTextsMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.tools import Plan, PlanPeriod, PlanStep, Scan, ScanStep, Statement
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE
from lms.grading.items.attributes import Braces, is_key, split_braces
from lms.grading.items.building import plain

Tool = TypeVar("Tool", Scan, Plan)

LONGEST_MEASURE = 200
LONGEST_OWNER = 60
_BELOW = re.compile(r"^### ?(?!#)")
_QUOTE = re.compile(r"^> ?")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading with its text; `quote` is what stands behind `>`."""

    line: int
    braces: Braces
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A `##` heading with the `###` entries below it."""

    head: _Entry
    entries: tuple[_Entry, ...]


class _Reader:
    """One file in one language."""

    def __init__(self, shelf: Shelf, lang: str, document: Document, places: Places) -> None:
        self.lang = lang
        self._report = document.report
        self._renderer = shelf.renderers[lang]
        self._context = shelf.context(lang, document, document.body, places)
        self._seen: set[str] = set()
        intro, parts = split_parts(document)
        if intro:
            self._report.warning(
                document.body_line, "text above the first ## is not shown: use 'summary'"
            )
        if not parts:
            self.error(1, "there is nothing here: begin each part with ## and an id")
        self.chapters = tuple(self._chapter(part) for part in parts)

    def error(self, line: int, message: str) -> None:
        self._report.error(line, message)

    def html(self, entry: _Entry) -> str:
        lines = list(enumerate(entry.text.split("\n"), start=entry.line + 1))
        context = replace(self._context, lines=lines, used_terms={}, popovers=False)
        return self._renderer.part(entry.text, context) if entry.text else ""

    def _chapter(self, part: Part) -> _Chapter:
        pieces = list(_split(part))
        head, *below = (self._entry(line, heading, text) for line, heading, text in pieces)
        if not below:
            self.error(part.line, "nothing stands below this heading: add ### with an id")
        return _Chapter(head, tuple(below))

    def _entry(self, line: int, heading: str, text: str) -> _Entry:
        braces = split_braces(heading)
        if not braces.id:
            self.error(line, "this heading has no id: put one behind it, like {#my-id}")
        elif not is_key(braces.id):
            self.error(line, f"the id '{braces.id}' is not usable: small letters, digits, hyphens")
        elif braces.id in self._seen:
            self.error(line, f"the id '{braces.id}' is used twice: choose another")
        if not braces.text:
            self.error(line, "this heading has no text")
        for odd in braces.junk:
            self.error(line, f"'{odd}' is not known behind a heading here")
        self._seen.add(braces.id)
        lines = text.split("\n")
        quote = " ".join(_QUOTE.sub("", row).strip() for row in lines if _QUOTE.match(row))
        kept = "\n".join(row for row in lines if not _QUOTE.match(row)).strip()
        return _Entry(line, braces, kept, quote.strip())

    def same_as(self, first: _Reader) -> None:
        """A translation holds the same ids in the same order."""
        mine, wanted = _ids(self.chapters), _ids(first.chapters)
        if mine != wanted:
            odd = sorted(set(mine) ^ set(wanted))
            detail = f": {', '.join(odd)}" if odd else ", or stand in another order"
            self.error(1, f"the ids are not those of the Dutch file{detail}")

    def known(self, entry: _Entry, *names: str) -> None:
        for name in set(entry.braces.values) - set(names):
            self.error(entry.line, f"'{name}' is not known behind this heading")


def _split(part: Part) -> Iterator[tuple[int, str, str]]:
    """Line, heading and text of the `##` heading and of each `###` below it."""
    lines = part.source.split("\n")
    starts = [0, *(n for n, row in enumerate(lines) if n and _BELOW.match(row))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = lines[start].strip().lstrip("#").strip()
        yield part.line + start, heading, "\n".join(lines[start + 1 : end])


def _ids(chapters: tuple[_Chapter, ...]) -> list[str]:
    return [entry.braces.id for chapter in chapters for entry in (chapter.head, *chapter.entries)]


def read_scan(shelf: Shelf, folder: CourseFolder, places: Places) -> dict[str, Scan]:
    """The scan in every language; empty when the course has none, or its file cannot be used."""
    found: dict[str, Scan] = {}
    first: _Reader | None = None
    rules: ScanMeta | None = None
    for lang, document in shelf.versions(folder.tool("scan")):
        reader = _Reader(shelf, lang, document, places)
        if first is None or rules is None:
            first, rules = reader, document.meta(ScanMeta)
            texts: ScanMeta | ScanTextsMeta | None = rules
        else:
            reader.same_as(first)
            texts = document.meta(ScanTextsMeta)
            if texts and set(texts.asks) != set(rules.asks):
                reader.error(document.line_of("asks"), "'asks' has other keys than the Dutch file")
        if rules is None:
            return {}
        if texts is not None:
            found[lang] = _scan(reader, rules, texts)
    return _in_every_language(found)


def _scan(reader: _Reader, rules: ScanMeta, texts: ScanMeta | ScanTextsMeta) -> Scan:
    return Scan(
        lang=reader.lang,
        title=texts.title,
        summary=texts.summary,
        minutes=rules.minutes,
        why=texts.why,
        asks=dict(texts.asks),
        steps=tuple(_scan_step(reader, chapter) for chapter in reader.chapters),
    )


def _scan_step(reader: _Reader, chapter: _Chapter) -> ScanStep:
    step = chapter.head.braces
    reader.known(chapter.head)
    if chapter.head.quote:
        reader.error(chapter.head.line, "a measure (>) stands below a statement (###)")
    return ScanStep(
        step.id,
        step.text,
        reader.html(chapter.head),
        tuple(_statement(reader, step.id, entry) for entry in chapter.entries),
    )


def _statement(reader: _Reader, step: str, entry: _Entry) -> Statement:
    reader.known(entry, "owner")
    owner = entry.braces.values.get("owner", "")
    if not entry.text:
        reader.error(entry.line, "say below this statement why it matters")
    if not entry.quote:
        reader.error(entry.line, "this statement has no measure: add one line that begins with >")
    if len(entry.quote) > LONGEST_MEASURE:
        reader.error(entry.line, f"the measure has more than {LONGEST_MEASURE} signs: shorten it")
    if not 0 < len(owner) <= LONGEST_OWNER:
        reader.error(entry.line, 'who takes the measure? Add owner="a function" behind the id')
    html = reader.html(entry)
    # The first paragraph says why; what follows leads back to the lesson.
    why = plain(html.partition("</p>")[0])
    return Statement(entry.braces.id, step, entry.braces.text, why, html, entry.quote, owner)


def read_plan(shelf: Shelf, folder: CourseFolder, places: Places) -> dict[str, Plan]:
    """The plan in every language; empty when the course has none, or its file cannot be used."""
    found: dict[str, Plan] = {}
    first: _Reader | None = None
    for lang, document in shelf.versions(folder.tool("plan")):
        reader = _Reader(shelf, lang, document, places)
        texts: PlanMeta | TextsMeta | None
        if lang == SOURCE_LANGUAGE:
            first, texts = reader, document.meta(PlanMeta)
        else:
            texts = document.meta(TextsMeta)
        if first is not None and first is not reader:
            reader.same_as(first)
        if first is not None and texts is not None:
            periods = tuple(_period(reader, first, chapter) for chapter in reader.chapters)
            found[lang] = Plan(lang, texts.title, texts.summary, periods)
    return _in_every_language(found)


def _period(reader: _Reader, first: _Reader, chapter: _Chapter) -> PlanPeriod:
    """The days come from the Dutch file."""
    head = chapter.head
    reader.known(head, *(("days",) if reader is first else ()))
    source = next((c.head for c in first.chapters if c.head.braces.id == head.braces.id), head)
    days = source.braces.values.get("days", "")
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 365):
        if reader is first:
            reader.error(head.line, "after how many days? Add days=30 behind the id (1 to 365)")
        days = "1"
    for entry in chapter.entries:
        reader.known(entry)
    steps = tuple(
        PlanStep(entry.braces.id, entry.braces.text, reader.html(entry))
        for entry in chapter.entries
    )
    return PlanPeriod(head.braces.id, head.braces.text, int(days), steps)


def _in_every_language(found: dict[str, Tool]) -> dict[str, Tool]:
    if SOURCE_LANGUAGE in found:
        for lang in LANGUAGES:
            found.setdefault(lang, found[SOURCE_LANGUAGE])
        return found
    return {}
