"""Signing in and out, and the language. The other pages of this room stand in views_*.py."""

from __future__ import annotations

from flask import (
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from lms.accounts import (
    demo,
    passkeys,
    queries,
    recovery,
    services,
    views_me,
    views_passkeys,
    views_second_factor,
    views_welcome,
)
from lms.accounts.access import Rule, access
from lms.accounts.blueprint import bp
from lms.accounts.challenges import Use
from lms.accounts.entering import after_first, enter, network, own_page
from lms.accounts.forms import PasskeyForm, RecoveryForm, SignInForm
from lms.accounts.models import LinkPurpose, Person
from lms.accounts.second_factor import First
from lms.errors import NotFound, PasskeyRefused, Throttled
from lms.extensions import db
from lms.i18n import COOKIE, LANGUAGES
from lms.i18n import gettext as _

__all__ = ["bp", "views_me", "views_passkeys", "views_second_factor", "views_welcome"]

YEAR_SECONDS = 365 * 24 * 3600


@bp.route("/sign-in", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        try:
            person = _by_password(form)
        except Throttled:
            status = 429
            form.password.errors = [
                _(
                    "Too many tries. Wait a quarter of an hour, then try again. A passkey still "
                    "works."
                )
            ]
        else:
            if person is not None:
                return after_first(person, First.PASSWORD, request.args.get("next"))
            status = 400
            form.password.errors = [
                _("This e-mail address and password do not belong together. Try again.")
            ]
    elif form.is_submitted():
        status = 400
    return render_template("accounts/sign_in.html", form=form, demo_people=demo.people()), status


def _by_password(form: SignInForm) -> Person | None:
    return services.check_password(
        email=form.email.data or "", password=form.password.data or "", network=network()
    )


@bp.post("/sign-in/passkey/options")
@access(Rule.PUBLIC)
def passkey_options() -> ResponseReturnValue:
    """For static/js/passkey.js: what the browser asks its passkeys."""
    return jsonify(passkeys.options_to_use(Use.SIGN_IN))


@bp.post("/sign-in/passkey")
@access(Rule.PUBLIC)
def sign_in_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    if form.validate_on_submit():
        try:
            person = passkeys.use(use=Use.SIGN_IN, credential=form.credential.data or "")
        except PasskeyRefused:
            db.session.rollback()
        else:
            return enter(person, request.args.get("next"))
    flash(_("That passkey did not work here. Try again, or use your password."), "error")
    return redirect(url_for("accounts.sign_in", **_next()))


def _next() -> dict[str, str]:
    return {"next": request.args["next"]} if "next" in request.args else {}


@bp.route("/sign-in/help", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def recover() -> ResponseReturnValue:
    """A link by mail. The answer is the same for everybody, known or not."""
    form = RecoveryForm()
    status, asked = 200, False
    if form.validate_on_submit():
        try:
            recovery.ask_for_link(email=form.email.data or "", network=network())
        except Throttled:
            status = 429
            form.email.errors = [_("You asked for this a few times already. Try again in an hour.")]
        else:
            db.session.commit()
            asked = True
    elif form.is_submitted():
        status = 400
    return render_template("accounts/recover.html", form=form, asked=asked), status


@bp.post("/sign-in/demo")
@access(Rule.PUBLIC)
def sign_in_demo() -> ResponseReturnValue:
    """In a demo network: enter as one of its invented people."""
    email = request.form.get("email", "")
    person = queries.by_email(email) if email in {p.email for p in demo.people()} else None
    if person is None:
        raise NotFound
    return enter(person, request.args.get("next"))


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Only a POST signs in: mail scanners open links (GET, HEAD), and must not use them up."""
    if request.method == "POST":
        person, purpose = services.use_link(token)
        if purpose is LinkPurpose.OPERATOR:
            return enter(person, request.args.get("next"))
        answer = after_first(person, First.LINK, url_for("accounts.me"))
        if current_user.is_authenticated:
            flash(_("You are in. Now make a passkey or choose a new password."), "info")
        return answer
    services.find_link(token)
    return render_template("accounts/link.html")


@bp.post("/sign-out")
@access(Rule.SIGNED_IN, before_ready=True)
def sign_out() -> ResponseReturnValue:
    services.end_session(session_id=current_user.session_id)
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@bp.post("/language")
@access(Rule.PUBLIC)
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise NotFound
    response = make_response(redirect(own_page(request.form.get("next"))))
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
