"""The list of measures, and working on it."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.network.fields import options
from lms.resilience import queries, services, words
from lms.resilience.blueprint import bp
from lms.resilience.contents import Text, read_measure
from lms.resilience.desk import Desk, open_desk
from lms.resilience.forms import MeasureForm
from lms.resilience.models import State


@bp.get("/resilience/<organisation>/measures")
@access(Rule.SIGNED_IN)
def measures(organisation: str) -> ResponseReturnValue:
    desk = open_desk(organisation)
    today = local_date(utcnow())
    entries = [
        replace(entry, content=entry.content.words(desk.scan))
        for entry in queries.measures(desk.own.id)
    ]
    return render_template(
        "resilience/measures.html",
        desk=desk,
        groups=[
            (state, name, [entry for entry in entries if entry.state is state])
            for state, name in words.state_names().items()
        ],
        any=bool(entries),
        steps={step.id: step.title for step in desk.scan.steps},
        has_result=bool(queries.finished(desk.own.id)),
        today=today,
        warn_before=today + queries.WARNED,
        goes=queries.goes_soon(desk.own.id, today),
        words=words,
    )


@bp.post("/resilience/<organisation>/measures")
@access(Rule.SIGNED_IN)
def propose(organisation: str) -> ResponseReturnValue:
    """Take over what the scan suggests for a statement."""
    desk = open_desk(organisation, "resilience.changed")
    statement = desk.scan.statements.get(request.form.get("statement", ""))
    if statement is None:
        raise NotFound
    services.propose(organisation_id=desk.own.id, statement=statement)
    db.session.commit()
    address = url_for(".result", organisation=organisation, _anchor=f"spot-{statement.id}")
    return redirect(address)


@bp.route("/resilience/<organisation>/measures/new", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def new_measure(organisation: str) -> ResponseReturnValue:
    desk = open_desk(organisation, _action())
    form = _form(desk)
    if form.validate_on_submit():
        services.add_measure(organisation_id=desk.own.id, content=_content(form))
        db.session.commit()
        flash(_("The measure stands on your list as proposed."))
        return redirect(url_for(".measures", organisation=organisation))
    page = render_template("resilience/measure.html", desk=desk, form=form, measure=None)
    return page, 400 if form.is_submitted() else 200


@bp.route("/resilience/<organisation>/measures/<measure>", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def edit_measure(organisation: str, measure: str) -> ResponseReturnValue:
    desk = open_desk(organisation, _action())
    row = queries.measure_row(desk.own.id, measure)
    shown = read_measure(row).content.words(desk.scan)
    form = _form(desk, shown)
    if form.validate_on_submit():
        content = _content(form)
        suggested = shown.suggested and content.text == shown.text
        services.change_measure(row=row, content=replace(content, suggested=suggested))
        db.session.commit()
        flash(_("The measure was changed."))
        return redirect(url_for(".measures", organisation=organisation))
    page = render_template("resilience/measure.html", desk=desk, form=form, measure=measure)
    return page, 400 if form.is_submitted() else 200


@bp.post("/resilience/<organisation>/measures/<measure>/state")
@access(Rule.SIGNED_IN)
def set_state(organisation: str, measure: str) -> ResponseReturnValue:
    desk = open_desk(organisation, "resilience.changed")
    row = queries.measure_row(desk.own.id, measure)
    wanted = request.form.get("state", "")
    if wanted not in [state.value for state in State]:
        raise NotFound
    services.set_state(row=row, state=State(wanted))
    db.session.commit()
    return redirect(url_for(".measures", organisation=organisation, _anchor=f"m-{measure}"))


@bp.route("/resilience/<organisation>/measures/<measure>/remove", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def drop_measure(organisation: str, measure: str) -> ResponseReturnValue:
    """Ask once, then remove it."""
    desk = open_desk(organisation, _action())
    row = queries.measure_row(desk.own.id, measure)
    if request.method == "POST":
        services.drop(row=row)
        db.session.commit()
        flash(_("The measure was removed."))
        return redirect(url_for(".measures", organisation=organisation))
    content = read_measure(row).content.words(desk.scan)
    return render_template("resilience/drop.html", desk=desk, content=content, measure=measure)


def _action() -> str:
    return "resilience.changed" if request.method == "POST" else "resilience.seen"


def _form(desk: Desk, content: Text | None = None) -> MeasureForm:
    form = MeasureForm(obj=content)
    steps = [(step.id, step.title) for step in desk.scan.steps]
    form.step.choices = options([*steps, ("", _("The whole company"))])
    if content is not None and not form.is_submitted():
        form.step.data = content.step
    return form


def _content(form: MeasureForm) -> Text:
    return Text(form.text.data, form.owner.data, form.due.data, step=form.step.data)
