"""The phone of a colleague while a session runs."""

from __future__ import annotations

import re

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.editions.store import library
from lms.error_pages import wants_json
from lms.errors import NotFound
from lms.extensions import db
from lms.live import codes, joining, queries, services, stage
from lms.live.blueprint import bp
from lms.live.join_pages import over_or_unknown


@bp.get("/join/<word>/play")
@access(Rule.PUBLIC)
def play(word: str) -> ResponseReturnValue:
    ticket = joining.carried(word)
    seat = queries.seat_of(word, codes.hash_of(ticket.secret)) if ticket else None
    if ticket is None:
        return redirect(url_for(".join", word=word))
    if seat is None:
        return _gone(word)
    state = seat.state
    own = queries.answers_of(seat.id)
    return render_template(
        "live/play.html",
        words=library().kit_words(ticket.lang),
        kit=stage.kit_of(seat.kit, ticket.lang),
        word=word,
        code=codes.spaced(seat.code),
        stage=stage.phone(seat.kit, ticket.lang, state, own),
        own=[f"{item}:{asked}:{key}" for (item, asked), key in own.items()],
        tag=stage.tag(state, ticket.lang),
        choice_error=request.args.get("late") == "1",
    )


@bp.get("/join/<word>/state")
@access(Rule.PUBLIC)
def state(word: str) -> ResponseReturnValue:
    """What the phones ask all the time: 304 as long as nothing changed. The ticket is checked
    without the database, so that nobody can try words here."""
    ticket = joining.carried(word)
    if ticket is None:
        return Response(status=401)
    now = queries.state_of(word)
    if now is None:
        return Response(status=410)
    tag = stage.tag(now, ticket.lang)
    if request.headers.get("If-None-Match") == tag:
        return Response(status=304, headers={"ETag": tag})
    html = stage.phone(ticket.kit, ticket.lang, now)
    return Response(html, mimetype="text/html", headers={"ETag": tag})


@bp.post("/join/<word>/answer")
@access(Rule.PUBLIC)
def answer(word: str) -> ResponseReturnValue:
    """`choice` is step:question:answer, so that a late tap never answers another question."""
    ticket = joining.carried(word)
    seat = queries.seat_of(word, codes.hash_of(ticket.secret)) if ticket else None
    if ticket is None or seat is None:
        return _answered("gone", 410) if wants_json() else _gone(word)
    step, item, key = _choice()
    saved = services.answer(seat=seat, step=step, item=item, key=key)
    db.session.commit()
    if wants_json():
        return _answered("" if saved else "closed", 200 if saved else 409)
    return redirect(url_for(".play", word=word, late=None if saved else 1), 303)


def _choice() -> tuple[int, str, str]:
    """Raises NotFound for what no page of ours sends."""
    found = re.fullmatch(r"(\d{1,3}):([\w/-]{1,80}):([\w-]{1,40})", request.form.get("choice", ""))
    if found is None:
        raise NotFound
    return int(found[1]), found[2], found[3]


def _answered(error: str, status: int) -> ResponseReturnValue:
    return jsonify(saved=not error, code=error), status


def _gone(word: str) -> ResponseReturnValue:
    """The session is over, or another phone took this place."""
    ticket = joining.carried(word)
    if ticket is None or queries.state_of(word) is None:
        return over_or_unknown(word)
    page = make_response(
        render_template("live/moved.html", words=library().kit_words(ticket.lang), word=word), 410
    )
    joining.drop(page)
    return page
