"""The second factor: showing it, setting it up, and the codes on paper."""

from __future__ import annotations

import base64
import json

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import halfway, second_factor, throttle, vault
from lms.accounts.access import Rule, access
from lms.accounts.blueprint import bp
from lms.accounts.changes import Change, tell
from lms.accounts.entering import ask_again, own_page, sign_in
from lms.accounts.forms import CodeForm
from lms.accounts.models import Person
from lms.accounts.second_factor import Step
from lms.errors import NotFound, Throttled
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import ngettext

SECRET = "new_secret"  # noqa: S105  where the cookie keeps it, sealed
CODES = "new_codes"
FEW = 3


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def second_step() -> ResponseReturnValue:
    """The code after a password or a link; only then there is a login session."""
    note = halfway.current()
    if note is None or second_factor.next_step(note.person, note.first) is not Step.CODE:
        return _begin_again()
    form = CodeForm()
    status = 200
    has_app = second_factor.has_one_time_code(note.person.id)
    if form.validate_on_submit():
        status = 400
        try:
            if _is_right(note.person.id, form.code.data or ""):
                return _let_in(note.person.id, note.next_page)
        except Throttled:
            status = 429
            form.code.errors = [
                _("Too many tries. Wait an hour, then try again. A passkey still works.")
            ]
        else:
            form.code.errors = [_("This code is not right, or was used already. Try a new one.")]
    elif form.is_submitted():
        status = 400
    return render_template("accounts/second_step.html", form=form, has_app=has_app), status


def _is_right(person_id: int, code: str) -> bool:
    throttle.reserve((throttle.CODE, str(person_id)))
    right = second_factor.check(person_id=person_id, code=code)
    if right:
        throttle.forget(throttle.CODE, str(person_id))
    return right


def _let_in(person_id: int, next_page: str) -> ResponseReturnValue:
    sign_in(db.session.get_one(Person, person_id))
    left = second_factor.codes_left(person_id)
    if left <= FEW:
        flash(
            ngettext(
                "You have %(num)d recovery code left. Make new ones at My account.",
                "You have %(num)d recovery codes left. Make new ones at My account.",
                left,
            ),
            "warning",
        )
    return redirect(own_page(next_page))


def _begin_again() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    flash(_("That took too long, or you are not signing in. Begin again."), "info")
    return redirect(url_for("accounts.sign_in"))


# --- setting up a code app ---


@bp.route("/second-factor", methods=["GET", "POST"], endpoint="second_factor")
@access(Rule.PUBLIC)
def second_factor_page() -> ResponseReturnValue:
    """For who is signed in, and for who must set it up before being let in."""
    person, answer = _who_sets_up()
    if person is None:
        return answer
    form = CodeForm()
    secret = _pending_secret(person.id)
    if form.validate_on_submit():
        if secret and second_factor.set_up(
            person_id=person.id, secret=secret, code=form.code.data or ""
        ):
            return _is_set_up(person)
        form.code.errors = [_("This code is not right. Wait for the next one and try again.")]
    if secret is None:
        secret = _new_pending_secret(person.id)
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        signing_in=not current_user.is_authenticated,
    )
    return page, 400 if form.is_submitted() else 200


@bp.get("/second-factor/qr.svg")
@access(Rule.PUBLIC)
def second_factor_picture() -> ResponseReturnValue:
    person, _answer = _who_sets_up()
    secret = _pending_secret(person.id) if person else None
    if person is None or secret is None:
        raise NotFound
    picture = second_factor.picture(secret=secret, account=person.email)
    return Response(picture, mimetype="image/svg+xml")


def _who_sets_up() -> tuple[Person | None, ResponseReturnValue]:
    """The person who may set up a second factor now; else None and where to go."""
    if current_user.is_authenticated:
        again = ask_again(url_for("accounts.second_factor"))
        if again is not None:
            return None, again
        return db.session.get_one(Person, current_user.id), ""
    note = halfway.current()
    if note is None or second_factor.next_step(note.person, note.first) is not Step.SET_UP:
        return None, _begin_again()
    return note.person, ""


def _pending_secret(person_id: int) -> str | None:
    """The secret this browser was shown. It counts once a code shows that the app has it."""
    found = _unstash(SECRET, person_id)
    return found.decode() if found else None


def _new_pending_secret(person_id: int) -> str:
    secret = second_factor.new_secret()
    _stash(SECRET, secret.encode(), person_id)
    return secret


def _is_set_up(person: Person) -> ResponseReturnValue:
    note = None if current_user.is_authenticated else halfway.current()
    if note is not None:
        sign_in(person)
    session.pop(SECRET, None)
    tell(person, Change.CODES_ON)
    flash(_("The app is set up. From now on your password asks for a code as well."))
    next_page = note.next_page if note else ""
    if second_factor.codes_left(person.id):
        db.session.commit()
        return redirect(next_page or url_for("accounts.me"))
    return show_new_codes(person.id, next_page)


@bp.post("/me/second-factor/remove")
@access(Rule.SIGNED_IN)
def remove_second_factor() -> ResponseReturnValue:
    if again := ask_again(url_for("accounts.me")):
        return again
    person = db.session.get_one(Person, current_user.id)
    if current_user.has_staff_rights and person.password_hash is not None:
        flash(_("Your account needs this: with your password alone nobody may get in."), "warning")
    else:
        second_factor.remove_one_time_code(person_id=person.id)
        tell(person, Change.CODES_OFF)
        db.session.commit()
        flash(_("The app is not asked for any more."))
    return redirect(url_for("accounts.me"))


# --- codes on paper ---


@bp.route("/me/recovery-codes", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def recovery_codes() -> ResponseReturnValue:
    """New codes, shown once; or how many are left."""
    if request.method == "POST":
        if again := ask_again(url_for("accounts.recovery_codes")):
            return again
        tell(db.session.get_one(Person, current_user.id), Change.RECOVERY_CODES)
        return show_new_codes(current_user.id)
    kept = _unstash(CODES, current_user.id)
    session.pop(CODES, None)
    return render_template(
        "accounts/recovery_codes.html",
        codes=json.loads(kept) if kept else [],
        left=second_factor.codes_left(current_user.id),
        next_page=own_page(request.args.get("next")),
    )


def show_new_codes(person_id: int, next_page: str = "") -> ResponseReturnValue:
    """Make new codes and go to the page that shows them once; between the two the cookie keeps
    them, sealed."""
    codes = second_factor.new_recovery_codes(person_id=person_id)
    db.session.commit()
    _stash(CODES, json.dumps(codes).encode(), person_id)
    arguments = {"next": next_page} if next_page else {}
    return redirect(url_for("accounts.recovery_codes", **arguments))


def _stash(name: str, data: bytes, person_id: int) -> None:
    sealed = vault.seal(data, purpose=name, owner=person_id)
    session[name] = base64.b64encode(sealed).decode()


def _unstash(name: str, person_id: int) -> bytes | None:
    sealed = base64.b64decode(session.get(name) or "")
    return vault.unseal(sealed, purpose=name, owner=person_id) if sealed else None
