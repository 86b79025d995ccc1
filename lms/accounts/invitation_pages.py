"""The page behind the link of an invitation: it explains, and one button opens the account."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import entering, invitations
from lms.accounts.access import Rule, access
from lms.accounts.invitations import InvitationState
from lms.accounts.models import Invitation, Person
from lms.audit.services import note
from lms.clock import utcnow
from lms.errors import NotInvitable
from lms.extensions import db
from lms.i18n import COOKIE, LANGUAGES, language

bp = Blueprint("invitations", __name__)


@bp.get("/invitation/<token>")
@access(Rule.PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """Only reads: mail scanners open links, and must not use them up. Shows no name."""
    invitation = invitations.find(token)
    person = db.session.get(Person, invitation.person_id) if invitation else None
    if person is not None and not current_user.is_authenticated and COOKIE not in request.cookies:
        g.language = person.language
    return _page(invitation, person)


@bp.post("/invitation/<token>")
@access(Rule.PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Sign in, once; whoever was signed in on this device is signed out.

    What cannot be used any more is explained, as when it is only looked at.
    """
    invitation = invitations.find(token)
    person = db.session.get(Person, invitation.person_id) if invitation else None
    if invitation is None or person is None or _situation(invitation, person) != "open":
        return _page(invitation, person)
    chosen = request.form.get("language", "")
    person = invitations.accept(
        invitation=invitation, language=chosen if chosen in LANGUAGES else language()
    )
    entering.sign_in(person)
    note("invitation.accept", subject=person.public_id)
    db.session.commit()
    return redirect(url_for("accounts.welcome"))


@bp.post("/invitation/<token>/again")
@access(Rule.PUBLIC)
def again(token: str) -> ResponseReturnValue:
    """A new letter in place of one that came too late: it goes to the address that we know."""
    invitation = invitations.find(token)
    person = db.session.get(Person, invitation.person_id) if invitation else None
    if invitation is None or person is None or _situation(invitation, person) != "expired":
        return _page(invitation, person)
    try:
        invitations.invite(person=person, by=invitation.invited_by)
    except NotInvitable:
        return _page(invitation, person)
    db.session.commit()
    return render_template("accounts/invitation.html", situation="on-its-way")


def _page(invitation: Invitation | None, person: Person | None) -> ResponseReturnValue:
    situation = _situation(invitation, person)
    other = current_user.is_authenticated and person is not None and current_user.id != person.id
    chosen = person.language if person is not None and other else language()
    page = render_template(
        "accounts/invitation.html", situation=situation, other=other, chosen=chosen
    )
    return page, 200 if situation in {"open", "inside"} else 410


def _situation(invitation: Invitation | None, person: Person | None) -> str:
    """Which of the stories of the page holds."""
    if invitation is None or person is None or person.blocked_at or person.erased_at:
        return "unknown"
    if current_user.is_authenticated and current_user.id == person.id:
        return "inside"
    state = invitations.state_of(invitation, utcnow())
    if state is InvitationState.WITHDRAWN and not invitations.is_newest(invitation):
        return "replaced"
    if state is InvitationState.ACCEPTED or invitations.has_key(person):
        return "used"
    return state.value
