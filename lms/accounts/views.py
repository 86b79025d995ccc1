"""Sign in and out, one's own sessions, and the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from lms.accounts import demo, device, queries, services
from lms.accounts.access import Rule, access
from lms.accounts.forms import PasswordForm, SignInForm
from lms.accounts.models import Person
from lms.errors import NotFound, Throttled
from lms.extensions import db
from lms.i18n import COOKIE, LANGUAGES
from lms.i18n import gettext as _

bp = Blueprint("accounts", __name__)

YEAR_SECONDS = 365 * 24 * 3600


@bp.route("/sign-in", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        status = 400
        try:
            person = services.check_password(
                email=form.email.data or "", password=form.password.data or ""
            )
        except Throttled:
            status = 429
            form.password.errors = [_("Too many tries. Wait a quarter of an hour, then try again.")]
        else:
            if person is not None:
                return _enter(person)
            db.session.commit()
            form.password.errors = [
                _("This e-mail address and password do not belong together. Try again.")
            ]
    elif form.is_submitted():
        status = 400
    return render_template("accounts/sign_in.html", form=form, demo_people=demo.people()), status


@bp.post("/sign-in/demo")
@access(Rule.PUBLIC)
def sign_in_demo() -> ResponseReturnValue:
    """In a demo network: enter as one of its invented people."""
    email = request.form.get("email", "")
    person = queries.by_email(email) if email in {p.email for p in demo.people()} else None
    if person is None:
        raise NotFound
    return _enter(person)


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Only a POST signs in: mail scanners open links (GET, HEAD), and must not use them up."""
    if request.method == "POST":
        return _enter(services.use_link(token))
    services.find_link(token)
    return render_template("accounts/link.html")


@bp.post("/sign-out")
@access(Rule.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    services.end_session(session_id=current_user.session_id)
    db.session.commit()
    logout_user()
    return redirect(url_for("accounts.sign_in"))


@bp.get("/me")
@access(Rule.SIGNED_IN)
def me() -> ResponseReturnValue:
    return _me(PasswordForm(), 200)


@bp.post("/me/password")
@access(Rule.SIGNED_IN)
def set_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _me(form, 400)
    person = db.session.get_one(Person, current_user.id)
    services.set_password(person=person, password=form.password.data or "")
    services.end_other_sessions(person_id=person.id, keep=current_user.session_id)
    services.end_links(person_id=person.id)
    db.session.commit()
    flash(_("Your password is set. Other devices have been signed out."))
    return redirect(url_for("accounts.me"))


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


@bp.post("/language")
@access(Rule.PUBLIC)
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise NotFound
    response = make_response(redirect(_own_page(request.form.get("next"))))
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    if current_user.is_authenticated:
        services.choose_language(person_id=current_user.id, language=chosen)
        db.session.commit()
    return response


def _me(form: PasswordForm, status: int) -> ResponseReturnValue:
    person = db.session.get_one(Person, current_user.id)
    return (
        render_template(
            "accounts/me.html",
            person=person,
            sessions=queries.open_sessions(current_user.id),
            current_session_id=current_user.session_id,
            password_form=form,
            has_password=person.password_hash is not None,
        ),
        status,
    )


def _enter(person: Person) -> ResponseReturnValue:
    signed_in = services.start_session(
        person=person, device=device.describe(request.user_agent.string)
    )
    login_user(signed_in)
    db.session.commit()
    return redirect(_own_page(request.args.get("next")))


def _own_page(address: str | None) -> str:
    """An address within this app, or the first page: never a way out to another site."""
    if address and address.startswith("/") and not address.startswith(("//", "/\\")):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and "\\" not in address:
            return address
    return url_for("home.index")
