"""What a good report of a case has, as its author wrote it. Texts are HTML unless it says plain."""

from __future__ import annotations

from dataclasses import dataclass

from lms.grading.reports.evidence import Evidence

FIELDS = ("who", "what", "where", "when", "how", "vehicle", "unknown")
"""The questions of a report, in the order in which they are asked."""

NO_REPORT = "none"
"""The route of a case that is no report yet."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a good answer has. `name` is plain text."""

    key: str
    name: str
    evidence: Evidence
    found: str
    missing: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Words that do not belong in a report, and what to do instead."""

    evidence: Evidence
    text: str


@dataclass(frozen=True, slots=True)
class FieldRubric:
    """A question of the report: what to look for, and what the model report says there.

    `title` is plain text.
    """

    id: str
    title: str
    points: tuple[Point, ...]
    model: str


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """A way to go: the id of a contact, or `none`. `label` is plain text."""

    id: str
    label: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class SelfQuestion:
    """What the writer asks of the own report, with what to try next time."""

    key: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """Everything a report about one case is held against."""

    lang: str
    fields: tuple[FieldRubric, ...]
    opinions: tuple[Advice, ...]
    noise: tuple[Advice, ...]
    routes: tuple[RouteChoice, ...]
    questions: tuple[SelfQuestion, ...]

    def route(self, route_id: str) -> RouteChoice | None:
        return next((route for route in self.routes if route.id == route_id), None)
