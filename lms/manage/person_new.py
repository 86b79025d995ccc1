"""A new account for somebody with a role; POCOs come with their organisation."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import roles
from lms.accounts.access import Rule, access
from lms.accounts.invitations import invite
from lms.accounts.models import Person
from lms.accounts.people import add_person
from lms.audit.services import note
from lms.errors import EmailTaken, RoleRefused
from lms.extensions import db
from lms.i18n import gettext as _
from lms.insight.figures import Site
from lms.manage.blueprint import bp
from lms.manage.people_scope import own_sites
from lms.manage.person import chosen_role, fill_choices
from lms.manage.person_forms import NewPersonForm


@bp.route("/people/new", methods=["GET", "POST"])
@access(Rule.STAFF)
def person_new() -> ResponseReturnValue:
    sites = own_sites()
    form = NewPersonForm()
    fill_choices(form, sites)
    if form.validate_on_submit():
        try:
            person = _add(form, sites)
        except EmailTaken:
            db.session.rollback()
            form.email.errors = [_("Somebody has this e-mail address already. Find them first.")]
        except RoleRefused:
            db.session.rollback()
            form.site.errors = [_("Choose the site for which this role is.")]
        else:
            db.session.commit()
            flash(_("The account is made."))
            return redirect(url_for("manage.person", person=person.public_id))
    return (
        render_template("manage/person_new.html", form=form),
        400 if form.is_submitted() else 200,
    )


def _add(form: NewPersonForm, sites: tuple[Site, ...]) -> Person:
    person = add_person(
        name=form.name.data or "",
        email=form.email.data or "",
        language=form.language.data or "nl",
    )
    roles.grant(by=current_user, person=person, **chosen_role(form, sites))
    if form.invited.data:
        invite(person=person, by=current_user.id)
        note("person.invited", subject=person.public_id)
    return person
