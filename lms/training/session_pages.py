"""Sessions: what is planned, running and held; planning one, changing it, not going on with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, quarter_of, utcnow
from lms.editions.store import library
from lms.errors import NotFound, SessionRefused
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language
from lms.training import held_pages, queries, services, words
from lms.training.blueprint import bp
from lms.training.desk import get_own_seats, get_own_session
from lms.training.forms import PlanForm
from lms.training.kits import kit_named, languages_of
from lms.training.models import SessionState, TrainingSession


@bp.get("/sessions")
@access(Rule.SIGNED_IN)
def sessions() -> ResponseReturnValue:
    seats = get_own_seats()
    rows = queries.own_sessions(
        current_user.id, SessionState.PLANNED, SessionState.OPEN, SessionState.CLOSED
    )
    note("trainings.seen", count=len(rows))
    given = [row.session for row in rows if row.session.state == SessionState.CLOSED]
    now = quarter_of(local_date(utcnow()))
    planned = [row for row in rows if row.session.state == SessionState.PLANNED]
    return render_template(
        "training/sessions.html",
        running=[row for row in rows if row.session.state == SessionState.OPEN],
        planned=planned[::-1],
        held=[row for row in rows if row.session.state == SessionState.CLOSED],
        reached=sum(row.headcount or 0 for row in given if quarter_of(row.day) == now),
        several=len({seat.organisation_id for seat in seats}) > 1,
        kits={kit.slug: kit for kit in library().kits(language())},
        today=local_date(utcnow()),
        words=words,
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def new() -> ResponseReturnValue:
    """Plan a session; `go=start` begins it at once."""
    form = PlanForm(seats=get_own_seats())
    if not form.is_submitted():
        form.fill_in(kit=request.args.get("kit", ""))
    if form.validate_on_submit():
        seat = form.chosen_seat
        session = services.plan(
            organisation_id=seat.organisation_id,
            site_id=seat.site_id,
            given_by=current_user.id,
            plan=form.plan,
        )
        db.session.commit()
        if request.form.get("go") == "start":
            # The form goes on to the room where sessions run, with its token.
            return redirect(start_address(session), 307)
        flash(_("The session is planned."))
        return redirect(url_for(".session", session=session.public_id))
    return _form_page(form, None)


@bp.get("/sessions/<session>")
@access(Rule.SIGNED_IN)
def session(session: str) -> ResponseReturnValue:
    row = get_own_session(session)
    if row.state == SessionState.CLOSED:
        return held_pages.page(row)
    return render_template(
        "training/session.html",
        session=row,
        kit=kit_named(row.kit),
        is_there_in=row.language in languages_of(row.kit),
        start_address=start_address(row),
        present_address=f"{url_for('.session', session=session)}/present",
        today=local_date(utcnow()),
        words=words,
    )


@bp.route("/sessions/<session>/edit", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def edit(session: str) -> ResponseReturnValue:
    row = get_own_session(session)
    if row.state != SessionState.PLANNED:
        return _too_late(row)
    form = PlanForm(seats=get_own_seats()[:1])  # a session stays with its organisation
    if not form.is_submitted():
        form.fill_in(kit=row.kit, session=row)
    if form.validate_on_submit():
        try:
            services.change(session=row, plan=form.plan)
        except SessionRefused:
            db.session.rollback()
            return _too_late(row)
        db.session.commit()
        flash(_("The session was changed."))
        return redirect(url_for(".session", session=session))
    return _form_page(form, row)


@bp.post("/sessions/<session>/cancel")
@access(Rule.SIGNED_IN)
def cancel(session: str) -> ResponseReturnValue:
    row = get_own_session(session)
    if row.state == SessionState.CANCELLED:
        raise NotFound
    try:
        services.cancel(session=row)
    except SessionRefused:
        db.session.rollback()
        return _too_late(row)
    db.session.commit()
    flash(_("The session does not go on. You find nothing of it in the figures."))
    return redirect(url_for(".sessions"))


def start_address(session: TrainingSession) -> str:
    """Where a session starts: the room in which sessions run answers there."""
    return f"{url_for('training.session', session=session.public_id)}/start"


def _form_page(form: PlanForm, row: TrainingSession | None) -> ResponseReturnValue:
    page = render_template(
        "training/plan.html",
        form=form,
        session=row,
        kit=kit_named(form.kit.data or ""),
        words=words,
    )
    return page, 400 if form.is_submitted() else 200


def _too_late(row: TrainingSession) -> ResponseReturnValue:
    flash(_("This session has started or is over, so it stays as it is."), "info")
    return redirect(url_for(".session", session=row.public_id))
