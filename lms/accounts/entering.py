"""The last steps of every way in: the second factor if it takes one, then the login session."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from lms.accounts import device, halfway, queries, second_factor, services, throttle
from lms.accounts.models import Person
from lms.accounts.second_factor import First, Step
from lms.extensions import db
from lms.i18n import gettext as _

TOKEN = "_user_id"  # noqa: S105  where Flask-Login keeps the token of the login session
FORM_TOKEN = "csrf_token"  # noqa: S105  where Flask-WTF keeps what form tokens are made from


def enter(person: Person, next_page: str | None = None) -> ResponseReturnValue:
    """Sign in a person who has shown all it takes, and go on."""
    sign_in(person)
    return redirect(own_page(next_page))


def after_first(person: Person, first: First, next_page: str | None = None) -> ResponseReturnValue:
    """Go on after a password or a link from a letter: in, or to the second factor."""
    step = second_factor.next_step(person, first)
    if step is Step.ENTER:
        return enter(person, next_page)
    if step is Step.REFUSED:
        db.session.commit()
        return render_template("accounts/no_second_factor.html", first=first.value), 403
    db.session.commit()
    halfway.begin(person=person, first=first, next_page=own_page(next_page))
    page = "accounts.second_step" if step is Step.CODE else "accounts.second_factor"
    return redirect(url_for(page))


def sign_in(person: Person) -> None:
    """Open a login session for this browser and commit; when that fails the cookie stays as it
    was, so that the page can be sent once more."""
    before = dict(session)
    try:
        _open_session(person)
        db.session.commit()
    except Exception:
        session.clear()
        session.update(before)
        raise


def _open_session(person: Person) -> None:
    """Everything the old cookie held goes: somebody else may have planted it.

    Only who signs in again on the same device keeps the form token, so that pages that are
    still open can save.
    """
    token = session.get(TOKEN)
    kept = session.get(FORM_TOKEN) if _was_here(token, person) else None
    session.clear()
    g.pop(FORM_TOKEN, None)
    if kept:
        session[FORM_TOKEN] = kept
    if token:
        services.end_session_of(token=token)
    name = device.describe(request.user_agent.string)
    login_user(services.start_session(person=person, device=name))


def _was_here(token: str | None, person: Person) -> bool:
    return bool(token) and queries.holder_of_session(str(token)) == person.id


def ask_again(back: str) -> ResponseReturnValue | None:
    """The way to prove once more who one is, when that was too long ago; None when it was not.

    Who has nothing yet to prove it with need not.
    """
    if current_user.is_fresh or not _can_prove():
        return None
    if request.method == "POST":
        flash(_("Nothing was changed yet. First show that it is you."), "info")
    return redirect(url_for("accounts.confirm", next=back), 303)


def require_fresh() -> None:
    """For answers to programs: 403 where a page would ask again."""
    if not current_user.is_fresh and _can_prove():
        abort(403)


def _can_prove() -> bool:
    person = db.session.get_one(Person, current_user.id)
    return person.password_hash is not None or bool(queries.passkeys_of(person.id))


def network() -> str:
    """Where this request comes from, as far as it counts for guessing."""
    return throttle.network_of(request.remote_addr)


def own_page(address: str | None) -> str:
    """An address within this app, or the first page: never a way out to another site, and nothing
    that no header can hold."""
    if (
        address
        and address.isprintable()
        and address.startswith("/")
        and not address.startswith(("//", "/\\"))
    ):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and "\\" not in address:
            return address
    return url_for("home.index")
