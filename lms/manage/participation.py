"""Where an organisation takes part, from when, and until when."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import LmsError, NotFound, SeatsHeld
from lms.extensions import db
from lms.i18n import gettext as _
from lms.manage.blueprint import bp
from lms.manage.organisations import held_text
from lms.manage.reach import load_organisation, load_site, own_sites, today
from lms.network import queries, services, words
from lms.network.fields import options
from lms.network.forms import EndParticipationForm, ParticipationForm


@bp.route(
    "/organisations/<organisation>/participation", methods=["GET", "POST"], endpoint="take_part"
)
@access(Rule.MANAGE)
def take_part(organisation: str) -> ResponseReturnValue:
    row = load_organisation(organisation)
    form = ParticipationForm()
    known = {p.site_id for p, _site in queries.participations(row.id, None) if p.until is None}
    sites = [site for site in queries.sites(own_sites()) if site.id not in known]
    if not sites:
        raise NotFound
    form.site.choices = options((site.slug, site.name) for site in sites)
    if not form.is_submitted():
        form.since.data = today()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            site = load_site(form.site.data)
            services.take_part(organisation_id=row.id, site_id=site.id, since=form.since.data)
        except LmsError as error:
            db.session.rollback()
            form.since.errors = [words.explain(error)]
        else:
            note("organisation.takes-part", subject=row.public_id, site=site.slug)
            db.session.commit()
            flash(_("The organisation takes part in %(site)s now.", site=site.name))
            return redirect(url_for("manage.organisation", organisation=row.public_id))
    return render_template("manage/participation.html", form=form, organisation=row), status


@bp.route(
    "/organisations/<organisation>/participation/<site>/end",
    methods=["GET", "POST"],
    endpoint="end_participation",
)
@access(Rule.MANAGE)
def end_participation(organisation: str, site: str) -> ResponseReturnValue:
    """Seats that are held end only when the question about them is answered."""
    row, place = load_organisation(organisation), load_site(site)
    if services.current_participation(row.id, place.id) is None:
        raise NotFound
    form = EndParticipationForm()
    if not form.is_submitted():
        form.on.data = today()
        note("organisation.seen", subject=row.public_id)
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            ended = services.end_participation(
                organisation_id=row.id,
                site_id=place.id,
                on=form.on.data,
                end_seats=form.seats.data,
            )
        except SeatsHeld:
            db.session.rollback()
            form.seats.errors = [_("Say first that these seats end too.")]
        except LmsError as error:
            db.session.rollback()
            form.on.errors = [words.explain(error)]
        else:
            note("organisation.stops", subject=row.public_id, site=place.slug, seats=ended)
            db.session.commit()
            text = _("The organisation takes part in %(site)s no more.", site=place.name)
            flash(f"{text} {held_text(ended)}" if ended else text)
            return _after(row.public_id)
    page = render_template(
        "manage/participation_end.html",
        form=form,
        organisation=row,
        site=place,
        people=[person for _seat, person in queries.current_seats(row.id, place.id)],
    )
    return page, status


def _after(public_id: str) -> ResponseReturnValue:
    """Back to the organisation, if it is still in reach."""
    if queries.organisation_by(public_id, own_sites()) is None:
        return redirect(url_for("manage.organisations"))
    return redirect(url_for("manage.organisation", organisation=public_id))
