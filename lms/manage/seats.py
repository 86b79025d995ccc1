"""Giving a seat, handing it over, ending it, and inviting who holds it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import invitations
from lms.accounts.access import Rule, access
from lms.accounts.models import Person
from lms.audit.services import note
from lms.errors import AccountBlocked, HasSeat, LmsError, NotFound, SeatsTaken, WrongDay
from lms.extensions import db
from lms.i18n import day, number
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import bp
from lms.manage.reach import load_organisation, load_seat, load_site, own_sites, today
from lms.network import queries, services, words
from lms.network.candidates import person_for, usable
from lms.network.fields import options
from lms.network.forms import SOMEBODY_ELSE, EndForm, SeatForm
from lms.network.handover import Outcome, hand_over
from lms.network.models import SEATS, Organisation, Site

PLACE = "/organisations/<organisation>/seats/<site>"


@bp.route(f"{PLACE}/give", methods=["GET", "POST"], endpoint="give_seat")
@access(Rule.MANAGE)
def give_seat(organisation: str, site: str) -> ResponseReturnValue:
    row, place = load_organisation(organisation), load_site(site)
    if services.current_participation(row.id, place.id) is None:
        raise NotFound
    if len(queries.current_seats(row.id, place.id)) >= SEATS:
        return _taken(row, place)
    form = _form(row, place)
    if form.validate_on_submit():
        try:
            person = _chosen(form)
            services.give_seat(
                organisation_id=row.id,
                site_id=place.id,
                person=person,
                since=form.since.data,
                by=current_user.id,
                invite=form.invite.data,
            )
        except SeatsTaken:
            db.session.rollback()
            return _taken(row, place)
        except LmsError as error:
            _show(error, form)
        else:
            note("seat.given", subject=person.public_id, organisation=row.public_id)
            db.session.commit()
            text = _("%(name)s holds a seat now.", name=person.name)
            flash(words.with_invitation(text, person, asked=form.invite.data))
            return redirect(url_for("manage.organisation", organisation=row.public_id))
    page = render_template(
        "manage/seat_form.html", form=form, organisation=row, site=place, leaver=None
    )
    return page, 400 if form.is_submitted() else 200


@bp.route(f"{PLACE}/<number>/handover", methods=["GET", "POST"], endpoint="hand_over")
@access(Rule.MANAGE)
def hand_seat_over(organisation: str, site: str, number: str) -> ResponseReturnValue:
    row, place = load_organisation(organisation), load_site(site)
    form = _form(row, place)
    seat = load_seat(row, place, number, form.holder.data or "")
    leaver = db.session.get_one(Person, seat.person_id)
    form.holder.data, form.since.label.text = leaver.public_id, _l("From this day")
    if form.validate_on_submit():
        try:
            person = _chosen(form)
            outcome = hand_over(
                seat=seat,
                person=person,
                on=form.since.data,
                by=current_user.id,
                invite=form.invite.data,
            )
        except (WrongDay, HasSeat, AccountBlocked) as error:
            _show(error, form)
        else:
            note(
                "seat.handed-over",
                subject=person.public_id,
                organisation=row.public_id,
                before=leaver.public_id,
            )
            db.session.commit()
            _tell(outcome, leaver, person, invited=form.invite.data)
            return redirect(url_for("manage.organisation", organisation=row.public_id))
    page = render_template(
        "manage/seat_form.html", form=form, organisation=row, site=place, leaver=leaver
    )
    return page, 400 if form.is_submitted() else 200


@bp.route(f"{PLACE}/<number>/end", methods=["GET", "POST"], endpoint="end_seat")
@access(Rule.MANAGE)
def end_seat(organisation: str, site: str, number: str) -> ResponseReturnValue:
    row, place = load_organisation(organisation), load_site(site)
    form = EndForm()
    seat = load_seat(row, place, number, form.holder.data or "")
    holder = db.session.get_one(Person, seat.person_id)
    form.holder.data = holder.public_id
    if not form.is_submitted():
        form.on.data = today()
        note("organisation.seen", subject=row.public_id)
    if form.validate_on_submit():
        try:
            services.end_seat(seat=seat, on=form.on.data)
        except WrongDay as error:
            db.session.rollback()
            form.on.errors = [words.explain(error)]
        else:
            note("seat.ended", subject=holder.public_id, organisation=row.public_id)
            db.session.commit()
            flash(_("The seat has ended. What %(name)s did stays kept.", name=holder.name))
            return redirect(url_for("manage.organisation", organisation=row.public_id))
    page = render_template(
        "manage/seat_end.html",
        form=form,
        organisation=row,
        site=place,
        seat=seat,
        holder=holder,
        last=len(queries.current_seats(row.id, place.id)) == 1,
    )
    return page, 400 if form.is_submitted() else 200


@bp.post(f"{PLACE}/<number>/invite", endpoint="invite_holder")
@access(Rule.MANAGE)
def invite_holder(organisation: str, site: str, number: str) -> ResponseReturnValue:
    row, place = load_organisation(organisation), load_site(site)
    seat = load_seat(row, place, number)
    person = usable(db.session.get_one(Person, seat.person_id))
    invitations.invite(person=person, by=current_user.id)
    note("person.invited", subject=person.public_id)
    db.session.commit()
    flash(_("The invitation for %(name)s is on its way.", name=person.name))
    return redirect(url_for("manage.organisation", organisation=row.public_id))


def _form(row: Organisation, place: Site) -> SeatForm:
    """Whom the organisation knows can be chosen; anybody else by name and address."""
    form = SeatForm()
    known = queries.known_people(row.id, place.id, own_sites())
    people = [(person.public_id, person.name) for person in known]
    form.person.choices = options([*people, (SOMEBODY_ELSE, _("Somebody else"))])
    if not known:
        form.person.data = SOMEBODY_ELSE
        form.person.raw_data = [SOMEBODY_ELSE]
    if not form.is_submitted():
        form.since.data = today()
        note("organisation.seen", subject=row.public_id)
    return form


def _chosen(form: SeatForm) -> Person:
    """The person of the form, made when the address is new. Raises AccountBlocked."""
    if form.person.data != SOMEBODY_ELSE:
        return usable(queries.person_by(form.person.data))
    return person_for(
        email=form.email.data, name=form.name.data, language=form.language.data or "nl"
    )


def _show(error: LmsError, form: SeatForm) -> None:
    """Put what went wrong with its field."""
    db.session.rollback()
    new = form.person.data == SOMEBODY_ELSE
    field = form.since if isinstance(error, WrongDay) else form.email if new else form.person
    field.errors = [words.explain(error)]


def _taken(row: Organisation, place: Site) -> ResponseReturnValue:
    """A third seat is refused, with the way that there is: a handover."""
    if request.method != "POST":
        note("organisation.seen", subject=row.public_id)
    page = render_template(
        "manage/seats_taken.html",
        organisation=row,
        site=place,
        seats=queries.current_seats(row.id, place.id),
    )
    return page, 409 if request.method == "POST" else 200


def _tell(outcome: Outcome, leaver: Person, person: Person, *, invited: bool) -> None:
    """Say what the handover did, and what moved along."""
    text = _(
        "%(leaver)s handed over to %(name)s on %(day)s.",
        leaver=leaver.name,
        name=person.name,
        day=day(outcome.seat.since),
    )
    flash(words.with_invitation(text, person, asked=invited))
    moved = [entry for entry in outcome.moved if entry.count]
    for entry in moved:
        flash(
            _("Moved along: %(what)s (%(count)s).", what=entry.label, count=number(entry.count)),
            "info",
        )
    if not moved:
        flash(_("There was no open work to move along."), "info")
    for label in outcome.stays:
        flash(
            _("From now on the successor sees %(what)s, and the leaver no more.", what=label),
            "info",
        )
