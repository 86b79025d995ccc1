"""The first page of the scan, and removing everything. The other files put their routes on too."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.resilience import assess
from lms.i18n import gettext as _
from lms.resilience import (
    brief_pages,
    measure_pages,
    plan_pages,
    queries,
    scan_pages,
    services,
    words,
)
from lms.resilience.blueprint import bp
from lms.resilience.contents import read_scan
from lms.resilience.desk import open_desk

__all__ = ["bp", "brief_pages", "measure_pages", "plan_pages", "scan_pages"]


@bp.get("/resilience")
@access(Rule.SIGNED_IN)
def index() -> ResponseReturnValue:
    """To the own organisation; who holds seats of more than one chooses."""
    own = queries.own_organisations(current_user.id)
    if not own:
        raise NotFound
    if len(own) == 1:
        return redirect(url_for(".overview", organisation=own[0].public_id))
    return render_template("resilience/choose.html", organisations=own)


@bp.get("/resilience/<organisation>")
@access(Rule.SIGNED_IN)
def overview(organisation: str) -> ResponseReturnValue:
    desk = open_desk(organisation)
    running, finished = queries.running(desk.own.id), queries.finished(desk.own.id)
    shown = running or (finished[0] if finished else None)
    result = assess(desk.scan.shape, read_scan(shown) if shown else {})
    first_open = next((step.id for step in result.steps if step.answered < step.total), None)
    measures = queries.measures(desk.own.id)
    return render_template(
        "resilience/overview.html",
        desk=desk,
        result=result,
        steps=list(zip(desk.scan.steps, result.steps, strict=True)),
        running=running,
        last=finished[0] if finished else None,
        next_step=desk.scan.step(first_open) if first_open else None,
        counts={state: sum(m.state is state for m in measures) for state in words.state_names()},
        goes=queries.goes_soon(desk.own.id, local_date(utcnow())),
        words=words,
    )


@bp.route("/resilience/<organisation>/remove", methods=["GET"])
@access(Rule.SIGNED_IN)
def remove(organisation: str) -> ResponseReturnValue:
    """Ask once."""
    desk = open_desk(organisation)
    return render_template(
        "resilience/remove.html",
        desk=desk,
        scans=len(queries.finished(desk.own.id)) + bool(queries.running(desk.own.id)),
        measures=len(queries.measures(desk.own.id)),
    )


@bp.post("/resilience/<organisation>/remove")
@access(Rule.SIGNED_IN)
def remove_all(organisation: str) -> ResponseReturnValue:
    desk = open_desk(organisation, "resilience.removed")
    services.remove_all(organisation_id=desk.own.id)
    db.session.commit()
    flash(_("Everything of the scan was removed."))
    return redirect(url_for(".overview", organisation=organisation))
