"""The presenter's screen, the projector's window, and what the presenter does."""

from __future__ import annotations

import re
import secrets

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import qr
from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.error_pages import wants_json
from lms.errors import CountsRefused, NotFound, SessionRefused
from lms.extensions import db
from lms.grading.live import Move, Phase
from lms.i18n import gettext as _
from lms.live import joining, queries, services
from lms.live.blueprint import bp
from lms.live.desk import Desk, open_desk
from lms.training.desk import get_own_session
from lms.training.models import SessionState, TrainingSession
from lms.training.papers import kit_line


@bp.post("/sessions/<session>/start")
@access(Rule.SIGNED_IN)
def start(session: str) -> ResponseReturnValue:
    """Begin; one that runs already is gone on with."""
    own = get_own_session(session)
    if own.state == SessionState.PLANNED:
        services.start(session=own, given_by=current_user.id)
        note("training.started", subject=own.public_id)
        db.session.commit()
    return redirect(url_for(".present", session=session))


@bp.get("/sessions/<session>/present")
@access(Rule.SIGNED_IN)
def present(session: str) -> ResponseReturnValue:
    return _screen("live/present.html", get_own_session(session))


@bp.get("/sessions/<session>/projector")
@access(Rule.SIGNED_IN)
def projector(session: str) -> ResponseReturnValue:
    return _screen("live/projector.html", get_own_session(session))


@bp.get("/sessions/<session>/live")
@access(Rule.SIGNED_IN)
def look(session: str) -> ResponseReturnValue:
    """What the two screens ask all the time: numbers, and whether there is something new."""
    own = get_own_session(session)
    if own.state != SessionState.OPEN:
        return jsonify(over=True, url=url_for("training.session", session=session))
    return jsonify(numbers(open_desk(own)))


@bp.post("/sessions/<session>/live")
@access(Rule.SIGNED_IN)
def move(session: str) -> ResponseReturnValue:
    return make_move(get_own_session(session), url_for(".present", session=session))


@bp.post("/sessions/<session>/hands")
@access(Rule.SIGNED_IN)
def hands(session: str) -> ResponseReturnValue:
    """A show of hands for the question that is on the screen."""
    own = get_own_session(session)
    desk = open_desk(own)
    try:
        counts = {
            key: int(request.form.get(f"hands-{key}", "").strip() or 0)
            for key in (desk.asked[0].keys if desk.asked else ())
        }
        seen = request.form.get("step", -1, type=int)
        services.count_hands(session=own, seen=seen, counts=counts)
        db.session.commit()
    except (ValueError, CountsRefused):
        db.session.rollback()
        flash(_("Fill in whole numbers, 2,000 at most. Nothing was changed."), "error")
    except SessionRefused:
        db.session.rollback()
        flash(_("The session went on in the meantime. Nothing was changed."), "error")
    return redirect(url_for(".present", session=session))


@bp.post("/sessions/<session>/nickname")
@access(Rule.SIGNED_IN)
def drop_nickname(session: str) -> ResponseReturnValue:
    own = get_own_session(session)
    shown = {str(participant) for participant, _name in queries.nicknames(own.id)}
    participant = request.form.get("participant", "")
    if participant in shown:
        services.drop_nickname(session=own, participant_id=int(participant))
    db.session.commit()
    return redirect(url_for(".present", session=session))


@bp.post("/sessions/<session>/end")
@access(Rule.SIGNED_IN)
def end(session: str) -> ResponseReturnValue:
    """Close it: the counts stay, everything of single phones goes."""
    own = get_own_session(session)
    if own.state == SessionState.PLANNED:
        raise NotFound
    typed = request.form.get("headcount", "").strip()
    if typed and not (re.fullmatch("[0-9]{1,4}", typed) and int(typed) <= services.MOST_PHONES):
        flash(_("Fill in whole numbers, 2,000 at most. Nothing was changed."), "error")
        return redirect(url_for(".present", session=session))
    if own.state == SessionState.OPEN:
        services.end(session=own, headcount=int(typed) if typed else None)
        note("training.ended", subject=own.public_id)
        db.session.commit()
    return redirect(url_for("training.session", session=session))


@bp.get("/sessions/<session>/remote")
@access(Rule.SIGNED_IN)
def remote_page(session: str) -> ResponseReturnValue:
    own = get_own_session(session)
    return render_template("live/remote_code.html", desk=open_desk(own), code=None)


@bp.post("/sessions/<session>/remote")
@access(Rule.SIGNED_IN)
def make_remote(session: str) -> ResponseReturnValue:
    """A code for a phone; one made earlier works no more. It is shown this once."""
    own = get_own_session(session)
    desk, token = open_desk(own), secrets.token_urlsafe(24)
    services.new_remote(session=own, token=token)
    db.session.commit()
    address = joining.absolute(url_for(".remote", token=token))
    return render_template(
        "live/remote_code.html", desk=desk, code=qr.svg(address), address=address
    )


def numbers(desk: Desk) -> dict[str, object]:
    """What screens compare and show between two loads."""
    words = desk.words
    return {
        "version": desk.live.version,
        "joined": desk.joined,
        "answered": desk.answered,
        "joinedText": words["people_joined"] % {"count": desk.joined},
        "answeredText": words["answers_count"] % {"count": desk.answered},
    }


def make_move(session: TrainingSession, back: str) -> ResponseReturnValue:
    """Do what a button or key asks, if the session is still where it was seen."""
    try:
        wanted = Move(request.form.get("move", ""))
        seen = request.form.get("step", -1, type=int), Phase(request.form.get("phase", ""))
    except ValueError:
        raise NotFound from None
    moved = services.move(session=session, move=wanted, seen=seen)
    db.session.commit()
    if wants_json():
        return jsonify(moved=moved)
    return redirect(back)


def _screen(template: str, session: TrainingSession) -> ResponseReturnValue:
    """What does not run, leads to its plan or to what came out."""
    if session.state != SessionState.OPEN:
        return redirect(url_for("training.session", session=session.public_id))
    desk = open_desk(session)
    entrance = joining.entrance(str(desk.live.word))
    return render_template(
        template,
        desk=desk,
        words=desk.words,
        entrance=entrance,
        code=qr.svg(entrance.url),
        line=kit_line(desk.kit, desk.words),
        nicknames=queries.nicknames(session.id),
        reach=services.reach(session.id),
    )
