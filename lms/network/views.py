"""An organisation puts somebody forward: a POCO who is signed in, or by an address of its own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import LmsError, NominationDecided, NominationLinkExpired, NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language
from lms.network import nominations, queries, words
from lms.network.fields import options
from lms.network.forms import CandidateForm, NominateForm
from lms.network.models import Organisation, Site
from lms.network.queries import OwnSeat

bp = Blueprint("network", __name__)


@bp.route("/nominate", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def nominate() -> ResponseReturnValue:
    seats = queries.own_seats(current_user.id)
    if not seats:
        raise NotFound
    form = NominateForm()
    choices = _places(seats)
    form.place.choices = options((value, place[0]) for value, place in choices.items())
    if not form.is_submitted():
        form.place.data, form.language.data = next(iter(choices)), language()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        _text, seat, take_over = choices[form.place.data]
        try:
            nominations.nominate(
                organisation_id=seat.organisation_id,
                site_id=seat.site_id,
                name=form.name.data,
                email=form.email.data,
                language=form.language.data,
                by=current_user.id,
                replaces_id=seat.seat_id if take_over else None,
            )
        except LmsError as error:
            db.session.rollback()
            form.form_errors.append(words.explain(error))
        else:
            note("nomination.made", subject=seat.organisation_key)
            db.session.commit()
            flash(_("Thank you. The programme team decides, and invites your candidate."))
            return redirect(url_for("home.organisation"))
    return render_template("network/nominate.html", form=form), status


@bp.post("/nominations/<nomination>/withdraw")
@access(Rule.SIGNED_IN)
def withdraw(nomination: str) -> ResponseReturnValue:
    """Take back whom one put forward."""
    row = queries.nomination_by(nomination)
    if row is None or row.nominated_by != current_user.id:
        raise NotFound
    try:
        nominations.withdraw(nomination=row, by=current_user.id)
    except NominationDecided as error:
        db.session.rollback()
        flash(words.explain(error), "info")
    else:
        note("nomination.withdrawn", subject=row.public_id)
        db.session.commit()
        flash(_("You took the candidate back. The name and address have been removed."))
    return redirect(url_for("home.organisation"))


def _places(seats: list[OwnSeat]) -> dict[str, tuple[str, OwnSeat, bool]]:
    """Value → text, seat and whether the candidate takes it over: two for each own seat."""
    found = {}
    for seat in seats:
        where = f"{seat.organisation}, {seat.site}"
        key = f"{seat.organisation_key}/{seat.site_slug}"
        found[f"{key}/free"] = (_("%(where)s: beside me", where=where), seat, False)
        found[f"{key}/mine"] = (_("%(where)s: instead of me", where=where), seat, True)
    return found


@bp.route("/nominate/<token>", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def nominate_by_link(token: str) -> ResponseReturnValue:
    """Only a POST uses the address up: mail scanners open links."""
    link = nominations.find_link(token)
    form = CandidateForm()
    if not form.is_submitted():
        form.language.data = language()
    status = 400 if form.is_submitted() else 200
    organisation = db.session.get_one(Organisation, link.organisation_id).name
    site = db.session.get_one(Site, link.site_id).name
    if form.validate_on_submit():
        try:
            nominations.nominate_by_link(
                token=token,
                name=form.name.data,
                email=form.email.data,
                language=form.language.data,
            )
        except NominationLinkExpired:
            raise
        except LmsError as error:
            db.session.rollback()
            form.form_errors.append(words.explain(error))
        else:
            db.session.commit()
            return render_template("network/nominated.html")
    page = render_template(
        "network/nominate_by_link.html", form=form, organisation=organisation, site=site
    )
    return page, status
