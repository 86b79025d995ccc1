"""Adding and removing one's own passkeys."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import device, passkeys, second_factor
from lms.accounts.access import Rule, access
from lms.accounts.blueprint import bp
from lms.accounts.challenges import Use
from lms.accounts.changes import Change, tell
from lms.accounts.entering import ask_again, require_fresh
from lms.accounts.forms import LONGEST_NAME, NewPasskeyForm
from lms.accounts.models import Person
from lms.accounts.views_second_factor import show_new_codes
from lms.errors import LastWayIn, PasskeyRefused
from lms.extensions import db
from lms.i18n import gettext as _


@bp.app_template_global()
def passkey_site() -> str:
    """The name of the site that passkeys belong to: elsewhere a browser offers none."""
    return passkeys.relying_party()[0]


@bp.get("/me/passkeys/new")
@access(Rule.SIGNED_IN)
def new_passkey() -> ResponseReturnValue:
    if again := ask_again(url_for("accounts.new_passkey")):
        return again
    form = NewPasskeyForm(name=device.describe(request.user_agent.string))
    return render_template("accounts/new_passkey.html", form=form)


@bp.post("/me/passkeys/options")
@access(Rule.SIGNED_IN, before_ready=True)
def new_passkey_options() -> ResponseReturnValue:
    """For static/js/passkey.js: what the browser makes a passkey from."""
    require_fresh()
    return jsonify(passkeys.options_to_add(db.session.get_one(Person, current_user.id)))


@bp.post("/me/confirm/options")
@access(Rule.SIGNED_IN, before_ready=True)
def confirm_options() -> ResponseReturnValue:
    """For static/js/passkey.js: one's own passkeys, to prove once more who one is."""
    return jsonify(passkeys.options_to_use(Use.CONFIRM, current_user.id))


@bp.post("/me/passkeys")
@access(Rule.SIGNED_IN, before_ready=True)
def add_passkey() -> ResponseReturnValue:
    page = "accounts.new_passkey" if current_user.is_ready else "accounts.welcome"
    if again := ask_again(url_for(page)):
        return again
    form = NewPasskeyForm()
    if not form.validate_on_submit() or not _add(form):
        flash(_("The passkey was not made. Nothing was changed. Try again."), "error")
        return redirect(url_for(page))
    flash(_("Your passkey works. From now on you sign in with it."))
    if current_user.has_staff_rights and not second_factor.codes_left(current_user.id):
        return show_new_codes(current_user.id)
    return redirect(url_for("accounts.me" if current_user.is_ready else "home.index"))


def _add(form: NewPasskeyForm) -> bool:
    person = db.session.get_one(Person, current_user.id)
    name = (form.name.data or "").strip() or device.describe(request.user_agent.string)
    try:
        passkeys.add(person=person, credential=form.credential.data or "", name=name)
    except PasskeyRefused:
        db.session.rollback()
        return False
    tell(person, Change.PASSKEY_ADDED, letter=current_user.is_ready)
    db.session.commit()
    return True


@bp.post("/me/passkeys/<passkey>/rename")
@access(Rule.SIGNED_IN)
def rename_passkey(passkey: str) -> ResponseReturnValue:
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    if passkeys.rename(person_id=current_user.id, public_id=passkey, name=name):
        db.session.commit()
        flash(_("The passkey has its new name."))
    else:
        flash(_("A passkey needs a name. Nothing was changed."), "error")
    return redirect(url_for("accounts.me"))


@bp.post("/me/passkeys/<passkey>/remove")
@access(Rule.SIGNED_IN)
def remove_passkey(passkey: str) -> ResponseReturnValue:
    if again := ask_again(url_for("accounts.me")):
        return again
    try:
        passkeys.remove(person_id=current_user.id, public_id=passkey)
    except LastWayIn:
        db.session.rollback()
        flash(
            _(
                "This is your only way to sign in, so it stays. First add another passkey or "
                "choose a password."
            ),
            "warning",
        )
    else:
        tell(db.session.get_one(Person, current_user.id), Change.PASSKEY_REMOVED)
        db.session.commit()
        flash(_("The passkey is removed here. You may delete it from your device as well."))
    return redirect(url_for("accounts.me"))
