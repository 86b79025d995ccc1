"""Who is who at a site: fellow POCOs who want to be found, and the site's public contacts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms.accounts.access import Rule, access
from lms.accounts.models import Person
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.editions.store import library
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language
from lms.i18n import lazy_gettext as _l
from lms.network import who
from lms.network.models import Site
from lms.reference.blueprint import bp


class ListedForm(FlaskForm):
    """How fellow POCOs can reach one."""

    reachable = StringField(
        _l("How can they reach you?"),
        description=_l("For instance a phone number and when you can be called."),
        validators=[
            DataRequired(_l("Write how your fellow POCOs can reach you.")),
            Length(max=who.LONGEST_REACHABLE, message=_l("Use at most 120 characters.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": who.LONGEST_REACHABLE},
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of one's own account says of it; without sites there is nothing to say."""

    sites: list[who.OwnSite]
    listed: bool
    form: ListedForm


@bp.app_template_global()
def seats_now() -> list[who.OwnSite]:
    """For pages of rooms that know nothing of seats: where the reader holds one now."""
    return who.own_sites(current_user.id, local_date(utcnow()))


@bp.app_template_global()
def own_listing() -> Listing:
    """For `accounts/_listed.html`: accounts know nothing of seats."""
    sites = seats_now()
    form = ListedForm(formdata=None)
    if sites:
        form.reachable.data = db.session.get_one(Person, current_user.id).reachable
    return Listing(sites, any(site.listed for site in sites), form)


@bp.get("/who/<site>", endpoint="who")
@access(Rule.SIGNED_IN)
def who_is_who(site: str) -> ResponseReturnValue:
    place = _load_site(site)
    people = who.fellows(place.id, local_date(utcnow()))
    note("who.listed", site=place.slug, count=len(people))
    contacts = library().contacts(language())
    return render_template(
        "reference/who.html",
        site=place,
        people=people,
        contacts=[entry for entry in contacts.entries if entry.phone or entry.email],
        checked=contacts.checked,
        holds_seat=_holds_seat(place),
    )


def _load_site(slug: str) -> Site:
    """A site where one holds a seat now, or coordinates; staff see all. Raises NotFound."""
    place = who.site_by_slug(slug)
    if place is None or not (current_user.may_see_site(place.id) or _holds_seat(place)):
        raise NotFound
    return place


def _holds_seat(place: Site) -> bool:
    return place.slug in {site.slug for site in seats_now()}


@bp.post("/me/listed")
@access(Rule.SIGNED_IN)
def listed() -> ResponseReturnValue:
    """Be seen by fellow POCOs, or not any more."""
    if not seats_now():
        raise NotFound
    person = db.session.get_one(Person, current_user.id)
    if request.form.get("off") == "1":
        who.stop_listing(person=person)
        db.session.commit()
        flash(_("Your fellow POCOs do not see you any more."))
        return redirect(url_for("accounts.me") + "#listed")
    form = ListedForm()
    if not form.validate():
        return render_template("reference/listed.html", form=form), 400
    who.be_listed(person=person, reachable=form.reachable.data or "")
    db.session.commit()
    flash(_("Your fellow POCOs now see your name, your organisation and how to reach you."))
    return redirect(url_for("accounts.me") + "#listed")
