"""Filling in a scan, step by step, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.content.tools import ScanStep, Statement
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.resilience import Answer, Result, assess, read_answers
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.resilience import queries, services, words
from lms.resilience.blueprint import bp
from lms.resilience.contents import read_scan
from lms.resilience.desk import Desk, open_desk

FIELD = "answer-"


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement on the page of results."""

    statement: Statement
    step: ScanStep
    answer: Answer
    listed: bool
    """Whether a measure for it stands on the list."""


@bp.post("/resilience/<organisation>/scan")
@access(Rule.SIGNED_IN)
def start(organisation: str) -> ResponseReturnValue:
    """Begin, or go on with the scan that runs."""
    desk = open_desk(organisation, "resilience.changed")
    row = services.start(organisation_id=desk.own.id)
    result = assess(desk.scan.shape, read_scan(row))
    db.session.commit()
    steps = result.steps
    step = next((step for step in steps if step.answered < step.total), steps[0])
    return redirect(url_for(".step", organisation=organisation, step=step.id))


@bp.get("/resilience/<organisation>/scan/<step>")
@access(Rule.SIGNED_IN)
def step(organisation: str, step: str) -> ResponseReturnValue:
    desk = open_desk(organisation)
    here, running = desk.scan.step(step), queries.running(desk.own.id)
    if here is None:
        raise NotFound
    if running is None:
        return redirect(url_for(".overview", organisation=organisation))
    answers = read_scan(running)
    place = desk.scan.steps.index(here)
    done = {entry.id for entry in assess(desk.scan.shape, answers).steps if entry.answered}
    return render_template(
        "resilience/step.html",
        desk=desk,
        step=here,
        place=place,
        answers=answers,
        states=[
            "current" if entry is here else "answered" if entry.id in done else "open"
            for entry in desk.scan.steps
        ],
        last=place + 1 == len(desk.scan.steps),
        close_url=url_for(".overview", organisation=organisation),
        names=words.answer_names(),
        field=FIELD,
    )


@bp.post("/resilience/<organisation>/scan/<step>")
@access(Rule.SIGNED_IN)
def save(organisation: str, step: str) -> ResponseReturnValue:
    """Save the answers of a step; `go` says where to. Programs get JSON."""
    desk = open_desk(organisation, "resilience.changed")
    here = desk.scan.step(step)
    if here is None:
        raise NotFound
    given = read_answers(
        {entry.id: request.form.get(FIELD + entry.id, "") for entry in here.statements}
    )
    wants_json = request.accept_mimetypes.best == "application/json"
    if queries.running(desk.own.id) is None and not wants_json:
        flash(_("This scan is finished. Do a new one to answer something else."), "warning")
        return redirect(url_for(".overview", organisation=organisation))
    services.save(organisation_id=desk.own.id, answers=given)
    db.session.commit()
    if wants_json:
        return jsonify(saved=True)
    place = desk.scan.steps.index(here)
    go = request.form.get("go", "next")
    place += {"next": 1, "previous": -1}.get(go, len(desk.scan.steps))
    if 0 <= place < len(desk.scan.steps):
        target = desk.scan.steps[place].id
        return redirect(url_for(".step", organisation=organisation, step=target))
    return redirect(url_for(".overview", organisation=organisation))


@bp.post("/resilience/<organisation>/finish")
@access(Rule.SIGNED_IN)
def finish(organisation: str) -> ResponseReturnValue:
    desk = open_desk(organisation, "resilience.changed")
    services.finish(organisation_id=desk.own.id)
    db.session.commit()
    return redirect(url_for(".result", organisation=organisation))


@bp.post("/resilience/<organisation>/throw-away")
@access(Rule.SIGNED_IN)
def throw_away(organisation: str) -> ResponseReturnValue:
    """Stop a scan that was begun by mistake; the page asks once."""
    desk = open_desk(organisation, "resilience.removed")
    services.throw_away(organisation_id=desk.own.id)
    db.session.commit()
    flash(_("The scan that you had begun was removed."))
    return redirect(url_for(".overview", organisation=organisation))


@bp.get("/resilience/<organisation>/result")
@access(Rule.SIGNED_IN)
def result(organisation: str) -> ResponseReturnValue:
    """Of the last finished scan: what is strong first."""
    desk = open_desk(organisation)
    finished = queries.finished(desk.own.id)
    if not finished:
        raise NotFound
    answers = read_scan(finished[0])
    before = finished[1] if len(finished) > 1 else None
    found = assess(desk.scan.shape, answers, read_scan(before) if before else None)
    listed = {entry.content.statement for entry in queries.measures(desk.own.id)}
    return render_template(
        "resilience/result.html",
        desk=desk,
        scan=finished[0],
        before=before,
        result=found,
        title=_title(found),
        strengths=_by_step(desk, found),
        weak=[_spot(desk, key, answers, listed) for key in found.weak],
        steps=list(zip(desk.scan.steps, found.steps, strict=True)),
        words=words,
        names=words.answer_names(),
    )


def _title(found: Result) -> str:
    count = len(found.strengths)
    if not count:
        return _("You know now where to begin")
    return ngettext("%(num)d thing is in order", "%(num)d things are in order", count)


def _by_step(desk: Desk, found: Result) -> list[tuple[ScanStep, list[Statement]]]:
    """The steps with something in order, and what."""
    groups = [
        (step, [entry for entry in step.statements if entry.id in found.strengths])
        for step in desk.scan.steps
    ]
    return [group for group in groups if group[1]]


def _spot(desk: Desk, key: str, answers: dict[str, Answer], listed: set[str]) -> Spot:
    statement = desk.scan.statements[key]
    step = desk.scan.step(statement.step)
    assert step is not None
    return Spot(statement, step, answers[key], key in listed)
