"""Practice reports: a case to read, and what a good report about it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from lms.content.documents import Part, split_parts
from lms.content.exercises.base import Kind, Page
from lms.content.exercises.report_checks import check_model, compare
from lms.content.exercises.report_parts import (
    NEEDED,
    NOISE,
    OPINIONS,
    ROUTE,
    SELF,
    PartReader,
    by_id,
)
from lms.content.scan import scan
from lms.content.types import Exercise, Section, Term
from lms.grading.reports import FIELDS, Rubric

CASE = "case"
"""The id of what is told in a case, beside the ids of the questions of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCase(Exercise):
    """`html` is the case to read; `rubric` is what a report about it is held against."""

    kind: ClassVar[str] = "report"

    html: str
    terms: tuple[Term, ...]
    rubric: Rubric

    @property
    def sections(self) -> tuple[Section, ...]:
        """The case, and what the review says at every question."""
        asked = (Section(field.id, field.title) for field in self.rubric.fields)
        return (Section(CASE, self.title), *asked)


class ReportKind(Kind):
    """The case stands above the first `##`; every part below it has an id of its own."""

    name = "report"

    def read(self, page: Page) -> Exercise | None:
        document = page.document
        front = replace(document.front, body=page.body)
        intro, listed = split_parts(replace(document, front=front))
        if not intro:
            page.report.error(page.line, "the case is missing: tell it above the first ##")
        parts = by_id(listed, page.report)
        html = _story(page, intro)
        terms = tuple(page.terms[key] for key in page.context.used_terms if key in page.terms)
        if any(name not in parts for name in NEEDED):
            return None
        rubric = _rubric(page, parts)
        check_model(rubric, parts, page.report)
        if isinstance(page.original, ReportCase):
            compare(page.original.rubric, rubric, page.report)
        return ReportCase(**page.common, html=html, terms=terms, rubric=rubric)


def _story(page: Page, intro: str) -> str:
    blank = len(page.body) - len(page.body.lstrip("\n"))
    for question in scan(intro, page.line + blank, page.report).questions:
        page.report.error(question.line, "a case has no questions: leave this out")
    page.context.popovers = True
    html = page.renderer.page(intro, page.context)
    page.context.popovers = False
    return html


def _rubric(page: Page, parts: Mapping[str, Part]) -> Rubric:
    reader = PartReader(page.renderer, page.context, page.report)
    return Rubric(
        lang=page.context.lang,
        fields=tuple(reader.field(name, parts[name]) for name in FIELDS),
        opinions=reader.advices(parts[OPINIONS]),
        noise=reader.advices(parts.get(NOISE)),
        routes=reader.routes(parts[ROUTE]),
        questions=reader.questions(parts[SELF]),
    )
