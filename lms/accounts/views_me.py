"""My account: the overview, the password, the devices, and proving once more who one is."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import passkeys, queries, second_factor, services, throttle
from lms.accounts.access import Rule, access
from lms.accounts.blueprint import bp
from lms.accounts.challenges import Use
from lms.accounts.changes import Change, tell
from lms.accounts.entering import ask_again, enter, network, own_page
from lms.accounts.forms import ConfirmForm, ConfirmWithCodeForm, PasskeyForm, PasswordForm
from lms.accounts.models import Person
from lms.accounts.second_factor import First, Step
from lms.errors import NotFound, PasskeyRefused, Throttled, WeakPassword
from lms.extensions import db
from lms.i18n import gettext as _


def weak() -> str:
    """What is said of a password that is guessed first."""
    return _(
        "This password is easy to guess, or holds your name. Choose for instance four words that "
        "have nothing to do with each other."
    )


@bp.get("/me")
@access(Rule.SIGNED_IN)
def me() -> ResponseReturnValue:
    person = db.session.get_one(Person, current_user.id)
    return render_template(
        "accounts/me.html",
        person=person,
        sessions=queries.open_sessions(person.id),
        current_session_id=current_user.session_id,
        passkeys=queries.passkeys_of(person.id),
        has_password=person.password_hash is not None,
        has_code=second_factor.has_one_time_code(person.id),
        codes_left=second_factor.codes_left(person.id),
    )


@bp.route("/me/password", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def set_password() -> ResponseReturnValue:
    if again := ask_again(url_for("accounts.set_password")):
        return again
    form = PasswordForm()
    person = db.session.get_one(Person, current_user.id)
    if form.validate_on_submit():
        try:
            services.set_password(person=person, password=form.password.data or "")
        except WeakPassword:
            form.password.errors = [weak()]
        else:
            return password_is_set(person)
    has_password = person.password_hash is not None
    page = render_template("accounts/password.html", form=form, has_password=has_password)
    return page, 400 if form.is_submitted() else 200


def password_is_set(person: Person) -> ResponseReturnValue:
    """Sign other devices out and go on: with staff rights, to the second factor it takes."""
    services.end_other_sessions(person_id=person.id, keep=current_user.session_id)
    services.end_links(person_id=person.id)
    tell(person, Change.PASSWORD_SET, letter=current_user.is_ready)
    db.session.commit()
    if current_user.has_staff_rights and not second_factor.has_one_time_code(person.id):
        flash(_("Your password is set. Your account needs one more step to use it."))
        return redirect(url_for("accounts.second_factor"))
    flash(_("Your password is set. Other devices have been signed out."))
    return redirect(url_for("accounts.me" if current_user.is_ready else "home.index"))


@bp.post("/me/sessions/<session>/end")
@access(Rule.SIGNED_IN)
def end_session(session: str) -> ResponseReturnValue:
    row = queries.own_session(person_id=current_user.id, public_id=session)
    if row is None:
        raise NotFound
    services.end_session(session_id=row.id)
    db.session.commit()
    flash(_("That device has been signed out."))
    return redirect(url_for("accounts.me"))


@bp.post("/me/sessions/end-others")
@access(Rule.SIGNED_IN)
def end_other_sessions() -> ResponseReturnValue:
    services.end_other_sessions(person_id=current_user.id, keep=current_user.session_id)
    db.session.commit()
    flash(_("All other devices have been signed out."))
    return redirect(url_for("accounts.me"))


@bp.route("/me/confirm", methods=["GET", "POST"])
@access(Rule.SIGNED_IN, before_ready=True)
def confirm() -> ResponseReturnValue:
    """Prove once more who one is; that opens a new login session in place of this one."""
    person = db.session.get_one(Person, current_user.id)
    form = _confirm_form(person)
    status = 200
    if form is not None and form.validate_on_submit():
        status = 400
        try:
            if _is_right(person, form):
                return enter(db.session.get_one(Person, current_user.id), request.args.get("next"))
        except Throttled:
            status = 429
            form.password.errors = [
                _("Too many tries. Wait an hour, then try again. A passkey still works.")
            ]
        else:
            form.password.errors = [_("That is not right. Try again.")]
    elif request.method == "POST":
        status = 400
    return _confirm_page(form), status


def _confirm_page(form: ConfirmForm | None) -> str:
    return render_template(
        "accounts/confirm.html",
        form=form,
        has_code=isinstance(form, ConfirmWithCodeForm),
        has_passkey=bool(queries.passkeys_of(current_user.id)),
        next_page=own_page(request.args.get("next")),
    )


def _confirm_form(person: Person) -> ConfirmForm | None:
    """What it takes besides a passkey; None when only a passkey will do."""
    step = second_factor.next_step(person, First.PASSWORD)
    if person.password_hash is None or step is Step.REFUSED:
        return None
    return ConfirmWithCodeForm() if step is Step.CODE else ConfirmForm()


def _is_right(person: Person, form: ConfirmForm) -> bool:
    person_id, email = person.id, person.email
    code = form.code.data if isinstance(form, ConfirmWithCodeForm) else None
    if code is not None:
        throttle.reserve((throttle.CODE, str(person_id)))
    password = form.password.data or ""
    if not services.check_password(email=email, password=password, network=network()):
        return False
    if code is None:
        return True
    if not second_factor.check(person_id=person_id, code=code):
        db.session.commit()
        return False
    throttle.forget(throttle.CODE, str(person_id))
    return True


@bp.post("/me/confirm/passkey")
@access(Rule.SIGNED_IN, before_ready=True)
def confirm_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    if form.validate_on_submit():
        try:
            person = passkeys.use(use=Use.CONFIRM, credential=form.credential.data or "")
        except PasskeyRefused:
            db.session.rollback()
        else:
            if person.id == current_user.id:
                return enter(person, request.args.get("next"))
            db.session.rollback()
    flash(_("That passkey did not work here. Try again, or use your password."), "error")
    return redirect(url_for("accounts.confirm", next=own_page(request.args.get("next"))))
