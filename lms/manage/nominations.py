"""Who was put forward for a seat: decide, or ask an organisation to put somebody forward."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.accounts.models import Person
from lms.audit.services import note
from lms.clock import local_date
from lms.errors import LmsError, NominationDecided, NotFound, SeatEnded, SeatsTaken
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import Section, bp, section
from lms.manage.reach import load_nomination, load_organisation, load_site, own_sites, today
from lms.network import nominations as services
from lms.network import queries, words
from lms.network.fields import options
from lms.network.forms import AcceptForm, LinkForm
from lms.network.models import SEATS, Nomination, Organisation, Site
from lms.network.services import current_participation

FREE = "free"

section(
    Section(
        10,
        _l("Candidates"),
        _l("Who was put forward for a seat and waits for your decision."),
        "manage.nominations",
        "flag",
        attention=lambda: queries.count_open_nominations(own_sites()),
    )
)


@bp.get("/nominations", endpoint="nominations")
@access(Rule.MANAGE)
def nominations() -> ResponseReturnValue:
    rows = queries.open_nominations(own_sites())
    note("nominations.seen", count=len(rows))
    return render_template("manage/nominations.html", rows=rows)


@bp.route("/nominations/<nomination>", methods=["GET", "POST"], endpoint="nomination")
@access(Rule.MANAGE)
def nomination(nomination: str) -> ResponseReturnValue:
    row = load_nomination(nomination)
    if row.state != "open":
        return _decided()
    form = AcceptForm()
    seats = _choices(form, row)
    if not form.is_submitted():
        form.since.data = today()
        form.seat.data = seats.get(row.replaces_id or 0) or form.seat.choices[0].value
        note("nomination.seen", subject=row.public_id)
    if form.validate_on_submit():
        replaced = next((key for key, value in seats.items() if value == form.seat.data), None)
        try:
            outcome = services.accept(
                nomination=row,
                since=form.since.data,
                by=current_user.id,
                invite=form.invite.data,
                replaces_id=replaced,
            )
        except NominationDecided:
            db.session.rollback()
            return _decided()
        except LmsError as error:
            db.session.rollback()
            field = form.seat if isinstance(error, SeatsTaken | SeatEnded) else form.since
            field.errors = [words.explain(error)]
            _choices(form, row)
        else:
            person = db.session.get_one(Person, outcome.seat.person_id)
            return _accepted(row, person, invited=form.invite.data)
    page = render_template(
        "manage/nomination.html",
        form=form,
        nomination=row,
        since=local_date(row.created_at),
        organisation=db.session.get_one(Organisation, row.organisation_id),
        site=db.session.get_one(Site, row.site_id),
    )
    return page, 400 if form.is_submitted() else 200


def _choices(form: AcceptForm, row: Nomination) -> dict[int, str]:
    """Offer a free seat if there is one, and taking over each that is held; seat id → value."""
    held = queries.current_seats(row.organisation_id, row.site_id)
    free = [(FREE, _("A free seat"))] if len(held) < SEATS else []
    takes_over = [
        (person.public_id, _("Takes over from %(name)s", name=person.name))
        for _seat, person in held
    ]
    form.seat.choices = options([*free, *takes_over])
    return {seat.id: person.public_id for seat, person in held}


def _accepted(row: Nomination, person: Person, *, invited: bool) -> ResponseReturnValue:
    organisation = db.session.get_one(Organisation, row.organisation_id)
    note("nomination.accepted", subject=row.public_id, organisation=organisation.public_id)
    db.session.commit()
    text = _("The candidate holds a seat now.")
    flash(words.with_invitation(text, person, asked=invited))
    return redirect(url_for("manage.organisation", organisation=organisation.public_id))


def _decided() -> ResponseReturnValue:
    flash(_("Somebody decided about this candidate already."), "info")
    return redirect(url_for("manage.nominations"))


@bp.post("/nominations/<nomination>/refuse", endpoint="refuse_nomination")
@access(Rule.MANAGE)
def refuse(nomination: str) -> ResponseReturnValue:
    row = load_nomination(nomination)
    try:
        services.refuse(nomination=row, by=current_user.id)
    except NominationDecided:
        db.session.rollback()
        return _decided()
    note("nomination.refused", subject=row.public_id)
    db.session.commit()
    flash(_("The candidate was refused. The name and address have been removed."))
    return redirect(url_for("manage.nominations"))


@bp.route(
    "/organisations/<organisation>/seats/<site>/nomination-link",
    methods=["GET", "POST"],
    endpoint="nomination_link",
)
@access(Rule.MANAGE)
def nomination_link(organisation: str, site: str) -> ResponseReturnValue:
    """The address is shown once, because only its hash is kept; or it goes by mail."""
    row, place = load_organisation(organisation), load_site(site)
    if current_participation(row.id, place.id) is None:
        raise NotFound
    form, address = LinkForm(), ""
    if not form.is_submitted():
        form.language.data = language()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        token = services.make_link(organisation_id=row.id, site_id=place.id, by=current_user.id)
        note("nomination.link", subject=row.public_id, mailed=bool(form.email.data))
        if form.email.data:
            services.send_link(
                token=token, email=form.email.data, language=form.language.data or "nl"
            )
            db.session.commit()
            flash(_("The form is on its way."))
            return redirect(url_for("manage.organisation", organisation=row.public_id))
        db.session.commit()
        address, status = services.address_of(token), 200
    page = render_template(
        "manage/nomination_link.html",
        form=form,
        organisation=row,
        site=place,
        address=address,
        days=services.LINK_DAYS,
    )
    return page, status
