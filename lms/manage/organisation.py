"""One organisation: who are its POCOs, how far are they, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.editions.store import basic_training
from lms.errors import NotFound, OrganisationExists
from lms.extensions import db
from lms.i18n import gettext as _
from lms.insight import reach, reports
from lms.insight import words as status_words
from lms.insight.cover import WIDTH, Bar, Span, bars, spans
from lms.insight.holders import Holder, holders
from lms.manage.blueprint import bp
from lms.manage.next_step import Place, next_step
from lms.manage.organisations import name_known
from lms.manage.reach import load_organisation, own_sites, today
from lms.network import queries, services, words
from lms.network.fields import options
from lms.network.forms import OrganisationForm
from lms.network.models import SEATS, Organisation


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether an organisation was covered at a site, from the day it took part."""

    site: str
    spans: tuple[Span, ...]
    bars: tuple[Bar, ...]


@bp.get("/organisations/<organisation>", endpoint="organisation")
@access(Rule.MANAGE)
def organisation(organisation: str) -> ResponseReturnValue:
    row = load_organisation(organisation)
    people = holders(row.id, basic_training(), sites=own_sites(), today=today())
    places = _places(row, people)
    reached = reach.of_organisation(row.id, own_sites(), today())
    note("organisation.seen", subject=row.public_id)
    return render_template(
        "manage/organisation.html",
        organisation=row,
        kind=words.kind_name(row.kind),
        places=[place for place in places if place.is_current],
        ended=[place for place in places if not place.is_current],
        covers=[_cover(place, people) for place in places],
        reach=reports.reach(reached),
        reach_words=status_words.reach_definitions(),
        former=[person for person in people if not person.is_current],
        site_names={place.site_id: place.site for place in places},
        step=next_step(row, [place for place in places if place.is_current], today()),
        seats=SEATS,
        width=WIDTH,
        words=status_words,
        all_linked=current_user.is_staff,
        more_sites=_more_sites(places),
        may_change=_may_change(row),
    )


def _places(row: Organisation, people: list[Holder]) -> list[Place]:
    """Where it takes or took part, with who holds a seat there now."""
    waiting = queries.open_nominations(own_sites(), row.id)
    return [
        Place(
            site_id=site.id,
            site=site.name,
            slug=site.slug,
            since=participation.since,
            until=participation.until,
            holders=tuple(
                sorted(
                    (p for p in people if p.is_current and p.site_id == site.id),
                    key=lambda holder: holder.number,
                )
            )
            if participation.until is None
            else (),
            nominations=tuple(entry for entry in waiting if entry.site_id == site.id),
        )
        for participation, site in queries.participations(row.id, own_sites())
    ]


def _cover(place: Place, people: list[Holder]) -> Cover:
    held = [
        (person.since, person.until, person.complete_on)
        for person in people
        if person.site_id == place.site_id
    ]
    found = spans((place.since, place.until), held, today())
    return Cover(place.site, found, bars(found, today()))


def _more_sites(places: list[Place]) -> bool:
    """Whether there is a site in reach where it does not take part."""
    current = {place.site_id for place in places if place.is_current}
    return any(site.id not in current for site in queries.sites(own_sites()))


def _may_change(row: Organisation) -> bool:
    """The name and the kind belong to all its sites, so coordinators need all of them."""
    return not queries.takes_part_elsewhere(row.id, own_sites())


@bp.route(
    "/organisations/<organisation>/edit", methods=["GET", "POST"], endpoint="edit_organisation"
)
@access(Rule.MANAGE)
def edit_organisation(organisation: str) -> ResponseReturnValue:
    row = load_organisation(organisation)
    if not _may_change(row):
        raise NotFound
    form, known = OrganisationForm(obj=row), ""
    form.kind.choices = options(words.kind_choices())
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            services.change_organisation(
                organisation=row,
                name=form.name.data,
                kind=form.kind.data,
                another=form.another.data,
            )
        except OrganisationExists as error:
            db.session.rollback()
            known = error.public_id
            form.name.errors = [name_known()]
        else:
            note("organisation.changed", subject=row.public_id)
            db.session.commit()
            flash(_("The changes are saved."))
            return redirect(url_for("manage.organisation", organisation=row.public_id))
    page = render_template(
        "manage/organisation_form.html",
        form=form,
        organisation=row,
        known=known,
        may_open=bool(known) and queries.organisation_by(known, own_sites()) is not None,
    )
    return page, status
