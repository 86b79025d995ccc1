"""The presenter's phone as a remote control: no account on it, and only for this session."""

from __future__ import annotations

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.live import codes, queries
from lms.live.blueprint import bp
from lms.live.desk import open_desk
from lms.live.desk_pages import make_move, numbers
from lms.training.models import TrainingSession


@bp.get("/remote/<token>")
@access(Rule.PUBLIC)
def remote(token: str) -> ResponseReturnValue:
    session = _session(token)
    if session is None:
        return render_template("live/remote_over.html"), 410
    desk = open_desk(session)
    return render_template("live/remote.html", desk=desk, words=desk.words, token=token)


@bp.get("/remote/<token>/state")
@access(Rule.PUBLIC)
def remote_look(token: str) -> ResponseReturnValue:
    session = _session(token)
    if session is None:
        return jsonify(over=True, url=url_for(".remote", token=token))
    return jsonify(numbers(open_desk(session)))


@bp.post("/remote/<token>")
@access(Rule.PUBLIC)
def remote_move(token: str) -> ResponseReturnValue:
    session = _session(token)
    if session is None:
        return render_template("live/remote_over.html"), 410
    return make_move(session, url_for(".remote", token=token))


def _session(token: str) -> TrainingSession | None:
    """The session that runs and knows this token."""
    if len(token) > 64:
        return None
    found = queries.by_remote(codes.hash_of(token))
    return found[1] if found else None
