"""The first steps after an invitation: choosing how to sign in from now on."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import device, services
from lms.accounts.access import Rule, access
from lms.accounts.blueprint import bp
from lms.accounts.entering import ask_again
from lms.accounts.forms import PasswordForm
from lms.accounts.models import Person
from lms.accounts.views_me import password_is_set, weak
from lms.errors import WeakPassword
from lms.extensions import db


@bp.route("/welcome", methods=["GET", "POST"])
@access(Rule.SIGNED_IN, before_ready=True)
def welcome() -> ResponseReturnValue:
    """A passkey, or a password; whoever has one goes on to the first page."""
    if current_user.is_ready:
        return redirect(url_for("home.index"))
    if again := ask_again(url_for("accounts.welcome")):
        return again
    person = db.session.get_one(Person, current_user.id)
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            services.set_password(person=person, password=form.password.data or "")
        except WeakPassword:
            form.password.errors = [weak()]
        else:
            return password_is_set(person)
    page = render_template(
        "accounts/welcome.html",
        form=form,
        passkey_form_name=device.describe(request.user_agent.string),
        has_password=person.password_hash is not None,
    )
    return page, 400 if form.is_submitted() else 200
