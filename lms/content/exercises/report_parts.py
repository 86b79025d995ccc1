"""The parts of a report file below the case: questions, words to avoid, routes, own judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lms.content.documents import Part
from lms.content.entries import Entry, read_entries
from lms.content.links import Context
from lms.content.markdown import Renderer
from lms.content.problems import Report
from lms.grading.items.attributes import split_braces
from lms.grading.reports import (
    FIELDS,
    NO_REPORT,
    Advice,
    Evidence,
    FieldRubric,
    Point,
    RouteChoice,
    SelfQuestion,
    read_evidence,
)

OPINIONS, NOISE, ROUTE, SELF = "opinions", "noise", "route", "self"
NEEDED = (*FIELDS, OPINIONS, ROUTE, SELF)
KNOWN = (*NEEDED, NOISE)

_ROUTE = re.compile(r"^\[(?P<mark>[ xX])\]\s+(?P<id>[\w-]+)(?:\s*:\s*(?P<label>\S.*))?$")
_NOTHING = Evidence(())


def by_id(parts: list[Part], report: Report) -> dict[str, Part]:
    """The parts by the id in their heading; what is missing, double or unknown is reported."""
    found: dict[str, Part] = {}
    for part in parts:
        name = split_braces(part.heading).id
        if name not in KNOWN:
            report.error(part.line, f"this part needs one of these ids: {', '.join(KNOWN)}")
        elif name in found:
            report.error(part.line, f"the part '{name}' stands here twice: keep one")
        else:
            found[name] = part
    for name in NEEDED:
        if name not in found:
            report.error(1, f"the part '{name}' is missing: add a heading ## … {{#{name}}}")
    return found


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads the parts of one file in one language."""

    renderer: Renderer
    context: Context
    report: Report

    def field(self, name: str, part: Part) -> FieldRubric:
        listed = read_entries(part, self.report, quote=True)
        if not listed.entries:
            self.report.error(part.line, "this question has no points: begin one with '- '")
        if not listed.quote:
            self.report.error(part.line, "the model text is missing: write it below, behind '> '")
        seen: set[str] = set()
        return FieldRubric(
            id=name,
            title=split_braces(part.heading).text,
            points=tuple(self._point(entry, seen) for entry in listed.entries),
            model=self._block(listed.quote, part.line),
        )

    def _point(self, entry: Entry, seen: set[str]) -> Point:
        braces = entry.key(seen, self.report)
        values = entry.values(("words", "found", "missing"), self.report)
        return Point(
            key=braces.id,
            name=braces.text,
            evidence=self._evidence(values.get("words", ""), entry.line),
            found=self._inline(values.get("found", ""), entry.line),
            missing=self._inline(values.get("missing", ""), entry.line),
        )

    def advices(self, part: Part | None) -> tuple[Advice, ...]:
        if part is None:
            return ()
        found = []
        for entry in read_entries(part, self.report).entries:
            if not entry.body:
                self.report.error(entry.line, "say below these words what to write instead")
            found.append(
                Advice(self._evidence(entry.text, entry.line), self._inline(entry.body, entry.line))
            )
        return tuple(found)

    def routes(self, part: Part) -> tuple[RouteChoice, ...]:
        entries = read_entries(part, self.report).entries
        found = [route for entry in entries if (route := self._route(entry)) is not None]
        names = [route.id for route in found]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.report.error(part.line, f"the route '{name}' stands here twice: keep one")
        if len(found) < 2:
            self.report.error(part.line, "give at least two routes to choose from")
        if not any(route.right for route in found):
            self.report.error(part.line, "no route fits: mark at least one with [x]")
        return tuple(found)

    def _route(self, entry: Entry) -> RouteChoice | None:
        match = _ROUTE.match(entry.text)
        if match is None:
            self.report.error(entry.line, "write a route as '- [x] police' or '- [ ] police'")
            return None
        name, label = match["id"], match["label"] or ""
        contact = self.context.contacts.get(name)
        if name == NO_REPORT and not label:
            self.report.error(entry.line, "say what this is: '- [x] none: Ask the planner first'")
        elif name != NO_REPORT and contact is None:
            self.report.error(entry.line, f"there is no contact '{name}' in contacts.md")
        if not entry.body:
            self.report.error(entry.line, "say below this route why it fits or does not")
        return RouteChoice(
            id=name,
            label=label or (contact.name or contact.title if contact else name),
            right=match["mark"] != " ",
            feedback=self._inline(entry.body, entry.line),
        )

    def questions(self, part: Part) -> tuple[SelfQuestion, ...]:
        seen: set[str] = set()
        found = []
        for entry in read_entries(part, self.report).entries:
            braces = entry.key(seen, self.report)
            if not entry.body:
                self.report.error(entry.line, "say below this question what to try next time")
            found.append(
                SelfQuestion(
                    braces.id,
                    self._inline(braces.text, entry.line),
                    self._inline(entry.body, entry.line),
                )
            )
        if not found:
            self.report.error(part.line, "give at least one question to answer about oneself")
        return tuple(found)

    def _evidence(self, text: str, line: int) -> Evidence:
        if not text:
            return _NOTHING
        try:
            return read_evidence(text)
        except ValueError:
            self.report.error(line, "between two | stands a word or more")
            return _NOTHING

    def _inline(self, text: str, line: int) -> str:
        return self.renderer.inline(text, self._at(text, line)) if text else ""

    def _block(self, text: str, line: int) -> str:
        return self.renderer.part(text, self._at(text, line)) if text else ""

    def _at(self, text: str, line: int) -> Context:
        """A dead link is reported near where it stands."""
        return replace(self.context, lines=[(line, text)])
