"""The brief for management, as a page to print and as a PDF. What is chosen stands in the address
as random ids and words of the course, so nothing secret is in it or in the name of the file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.clock import local_date, utcnow
from lms.editions.store import basic_training
from lms.grading.resilience import assess
from lms.i18n import LANGUAGES, language
from lms.progress.queries import standing_of
from lms.resilience import brief, plans, queries, words
from lms.resilience.blueprint import bp
from lms.resilience.brief import Brief
from lms.resilience.contents import OpenMeasure, read_scan
from lms.resilience.desk import Desk, open_desk
from lms.resilience.models import State

FILES = {"nl": "voorstel.pdf", "en": "proposal.pdf"}
DEFAULT = (State.ACCEPTED, State.PROPOSED)


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes on the page. Until somebody chose: what is open, and everything else."""

    lang: str
    measures: list[str]
    asks: list[str]
    plan: bool


@bp.get("/resilience/<organisation>/brief")
@access(Rule.SIGNED_IN)
def management_brief(organisation: str) -> ResponseReturnValue:
    desk, measures, choice = _open(organisation)
    return render_template(
        "resilience/brief.html",
        desk=desk,
        measures=measures,
        choice=choice,
        brief=_make(desk, measures, choice),
        most=brief.MOST,
        words=words,
    )


@bp.get("/resilience/<organisation>/brief.pdf")
@access(Rule.SIGNED_IN)
def management_brief_pdf(organisation: str) -> ResponseReturnValue:
    made = brief.to_pdf(_make(*_open(organisation)))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename={FILES[_lang()]}"
    return answer


def _open(organisation: str) -> tuple[Desk, list[OpenMeasure], Choice]:
    desk = open_desk(organisation, "resilience.brief", _lang())
    measures = queries.measures(desk.own.id)
    measures.sort(key=lambda entry: [*DEFAULT, State.DONE].index(entry.state))
    if "chosen" not in request.args:
        ids = [entry.public_id for entry in measures if entry.state in DEFAULT]
        return desk, measures, Choice(_lang(), ids[: brief.MOST], list(desk.scan.asks), True)
    choice = Choice(
        _lang(),
        request.args.getlist("measure"),
        request.args.getlist("ask"),
        "plan" in request.args,
    )
    return desk, measures, choice


def _make(desk: Desk, measures: list[OpenMeasure], choice: Choice) -> Brief:
    finished = queries.finished(desk.own.id)
    result = assess(desk.scan.shape, read_scan(finished[0])) if finished else None
    course = basic_training(choice.lang)
    standing = standing_of(current_user.id, course.slug)
    plan = plans.own_plan(person_id=current_user.id, course=course, standing=standing)
    return brief.make(
        lang=choice.lang,
        organisation=desk.own.name,
        today=local_date(utcnow()),
        scan=desk.scan,
        measures=[entry for entry in measures if entry.public_id in choice.measures],
        asks=[text for key, text in desk.scan.asks.items() if key in choice.asks],
        result=result,
        plan=plan if choice.plan else None,
    )


def _lang() -> str:
    wanted = request.args.get("lang", "")
    return wanted if wanted in LANGUAGES else language()
