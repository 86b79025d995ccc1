"""One way of answering for every error: a page in plain words, or JSON for programs."""

from __future__ import annotations

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError
from werkzeug.exceptions import HTTPException

from lms.errors import DataKeyMissing, LmsError, SealBroken
from lms.extensions import db
from lms.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(LmsError, _named)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the caller is a program of ours rather than a page load."""
    return request.accept_mimetypes.best == "application/json"


def _named(error: LmsError) -> ResponseReturnValue:
    if isinstance(error, DataKeyMissing | SealBroken):
        current_app.logger.error("sealed data cannot be opened: %s (lms datakey check)", error.code)
    return _answer(error.status, error.code)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, CSRFError):
        return _answer(400, "forged")
    response = error.get_response()
    if error.code is None or error.code < 400:
        return response
    return _answer(error.code, error.name.lower().replace(" ", "-"))


def _database(error: DatabaseError) -> ResponseReturnValue:
    """Locked, full or gone: try again. What our own statements did wrong is another matter."""
    if isinstance(error, IntegrityError | DataError | ProgrammingError):
        return _unexpected(error)
    current_app.logger.error("database unavailable: %s", type(error.orig).__name__)
    return _answer(503, "busy")


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing:
        raise error
    current_app.logger.error(
        "unexpected error in %s: %s", request.endpoint, type(error).__name__, exc_info=error
    )
    return _answer(500, "unexpected")


def _answer(status: int, code: str) -> ResponseReturnValue:
    # The page below must not touch a broken transaction, nor ask the database who this is.
    db.session.rollback()
    if status >= 500 and "_login_user" not in g:
        g._login_user = current_app.login_manager.anonymous_user()
    title, message = _words(status, code)
    if wants_json():
        body = jsonify(saved=False, error=f"{title} {message}", code=code)
    else:
        body = make_response(
            render_template("error.html", status=status, title=title, message=message)
        )
    body.status_code = status
    if status == 503:
        body.headers["Retry-After"] = "5"
    return body


def _words(status: int, code: str) -> tuple[str, str]:
    """What happened, and what to do: two plain sentences."""
    if code == "link-expired":
        return (
            _("This sign-in link does not work any more."),
            _("It was used already or is too old. Ask for a new one, or use your password."),
        )
    if code == "nomination-link-expired":
        return (
            _("This form cannot be used any more."),
            _("It was sent in already or is too old. Ask the programme team for a new one."),
        )
    if code == "seat-ended":
        return (
            _("Somebody changed this seat in the meantime."),
            _("Nothing was changed by you. Go back to the organisation and look again."),
        )
    if code == "account-blocked":
        return (
            _("The account of this person is blocked."),
            _("Nothing was changed. Hand the seat over, or ask an administrator."),
        )
    if code == "not-invitable":
        return (
            _("This person cannot be invited."),
            _("The account is blocked, or can sign in already. No letter was written."),
        )
    if code == "submitted":
        return (
            _("This quiz was handed in already."),
            _("Your answers are kept as they were. You find them with the result."),
        )
    if code == "stale":
        return (
            _("You gave another answer in another window."),
            _("That one is saved. Load the question again to see it, then choose."),
        )
    if code in {"data-key-missing", "seal-broken"}:
        return (
            _("This cannot be opened just now."),
            _("Nothing of it was lost or changed. Ask the programme team to look at it."),
        )
    if code == "scan-unfinished":
        return (
            _("There is no result yet."),
            _("Answer a few statements first. What you answered is saved."),
        )
    if code == "too-many-measures":
        return (
            _("There are so many measures already."),
            _("Remove the ones you do not need, then add this one."),
        )
    if code == "too-many-links":
        return (
            _("There are too many of these at the moment."),
            _("Nothing was made. End the links that you do not need any more."),
        )
    if code == "session-refused":
        return (
            _("This is not possible with this session any more."),
            _("It was started, held or cancelled in the meantime. Load the page again."),
        )
    if code == "forged":
        return (
            _("This form could not be checked."),
            _("Nothing was changed. Go back, load the page again and send it once more."),
        )
    if status == 401:
        return (_("You are signed out."), _("Sign in again; what you had saved is still there."))
    if status == 403:
        return (_("This page is not for you."), _("Go to your own first page."))
    if status in {404, 410}:
        return (
            _("This page is not there."),
            _("It may have moved, or it belongs to somebody else."),
        )
    if status == 413:
        return (
            _("That is too much text."),
            _("Nothing was changed. Go back and send a shorter text."),
        )
    if status == 503:
        return (
            _("It is too busy just now."),
            _("This was not saved. What you saved before is safe. Try again in a moment."),
        )
    if status >= 500:
        return (
            _("Something went wrong on our side."),
            _("This was not saved. What you saved before is safe. Try again in a moment."),
        )
    return (_("This could not be done."), _("Nothing was changed. Go back and try again."))
