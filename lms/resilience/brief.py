"""The brief for management: one page made from measures, scan and plan. Never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from lms import pdf
from lms.content.tools import Scan
from lms.grading.resilience import Result
from lms.i18n import day_in, text_in
from lms.resilience.contents import OpenMeasure
from lms.resilience.models import State
from lms.resilience.plans import OwnPlan

MOST = 5
"""Measures that fit on the page: more than five decisions at once get none."""
TEMPLATE = Path(__file__).parent / "brief.typ"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A period of the plan with what is still open in it."""

    title: str
    due: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The texts of the page, in one language. A line is what, why, who, when and state."""

    lang: str
    title: str
    organisation: str
    day: str
    heads: dict[str, str]
    columns: tuple[str, ...]
    why: str
    standing: str
    lines: tuple[tuple[str, ...], ...]
    none: str
    more: str
    asks: tuple[str, ...]
    plan: tuple[PlanLine, ...]
    foot: str


def make(
    *,
    lang: str,
    organisation: str,
    today: date,
    scan: Scan,
    measures: Sequence[OpenMeasure],
    asks: Sequence[str],
    result: Result | None,
    plan: OwnPlan | None,
) -> Brief:
    """The brief in the language `lang`, of which `scan` and `plan` are too."""
    return Brief(
        lang=lang,
        title=text_in(lang, "A more resilient company: what we propose"),
        organisation=organisation,
        day=day_in(lang, today),
        heads={
            "why": text_in(lang, "Why"),
            "what": text_in(lang, "What we want to do"),
            "asks": text_in(lang, "What we ask of you"),
            "plan": text_in(lang, "What the POCO does in the first 90 days"),
        },
        columns=(
            text_in(lang, "What"),
            text_in(lang, "Why"),
            text_in(lang, "Who"),
            text_in(lang, "When"),
            text_in(lang, "State"),
        ),
        why=scan.why,
        standing=_standing(lang, result),
        lines=tuple(_line(lang, entry, scan) for entry in measures[:MOST]),
        none=text_in(lang, "There are no measures on the list yet."),
        more=text_in(lang, "There are %(count)s more on the list.", count=len(measures) - MOST)
        if len(measures) > MOST
        else "",
        asks=tuple(asks),
        plan=_plan(lang, plan),
        foot=text_in(
            lang,
            "Confidential: for management only. This page reports no crime and names nobody.",
        ),
    )


def to_pdf(brief: Brief) -> bytes:
    """The same as a PDF of one page."""
    return pdf.make(TEMPLATE, asdict(brief))


def _standing(lang: str, result: Result | None) -> str:
    if result is None:
        return ""
    return text_in(
        lang,
        "We walked along our own process. Of %(total)s points %(strong)s are in order and"
        " %(weak)s can be better.",
        total=result.answered,
        strong=len(result.strengths),
        weak=len(result.weak),
    )


def _line(lang: str, entry: OpenMeasure, scan: Scan) -> tuple[str, ...]:
    content = entry.content.words(scan)
    statement = scan.statements.get(content.statement)
    step = scan.step(content.step)
    states = {
        State.PROPOSED: text_in(lang, "proposed"),
        State.ACCEPTED: text_in(lang, "accepted"),
        State.DONE: text_in(lang, "done"),
    }
    why = statement.why if statement else step.title if step else ""
    when = day_in(lang, content.due) if content.due else text_in(lang, "to agree")
    return content.text, why, content.owner, when, states[entry.state]


def _plan(lang: str, plan: OwnPlan | None) -> tuple[PlanLine, ...]:
    if plan is None:
        return ()
    lines = []
    for period in plan.periods:
        steps = tuple(step.step.title for step in period.steps if step.done_on is None)
        if steps:
            due = text_in(lang, "(by %(day)s)", day=day_in(lang, period.due)) if period.due else ""
            lines.append(PlanLine(period.period.title, due, steps))
    return tuple(lines)
