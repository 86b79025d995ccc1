"""The way in for a colleague's phone: the word, the language, and in. No account."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import throttle
from lms.accounts.access import Rule, access
from lms.content.kits.types import KitWords
from lms.editions.store import library
from lms.errors import NotFound, SessionFull, SessionRefused, Throttled
from lms.extensions import db
from lms.live import codes, joining, nicknames, queries, services
from lms.live.blueprint import bp
from lms.live.codes import Ticket
from lms.training.kits import kit_named
from lms.training.models import TrainingSession


@bp.get("/join")
@access(Rule.PUBLIC)
def enter() -> ResponseReturnValue:
    return _word_page()


@bp.post("/join")
@access(Rule.PUBLIC)
def enter_word() -> ResponseReturnValue:
    word = codes.typed(request.form.get("word", ""))
    return redirect(url_for(".join", word=word), 303) if word else _word_page("no_word", 400)


@bp.get("/j/<word>")
@access(Rule.PUBLIC)
def short(word: str) -> ResponseReturnValue:
    """What stands in the QR code."""
    return redirect(url_for(".join", word=codes.typed(word) or "-"))


@bp.get("/join/<word>")
@access(Rule.PUBLIC)
def join(word: str) -> ResponseReturnValue:
    """Choose a language; who is in already can choose another one."""
    try:
        session = find_session(word)
    except Throttled:
        return _word_page("throttled", 429)
    if session is None:
        return over_or_unknown(word)
    return _join_page(word, session)


@bp.post("/join/<word>")
@access(Rule.PUBLIC)
def come_in(word: str) -> ResponseReturnValue:
    """The hidden ticket makes that who sends the form twice comes in once."""
    try:
        session = find_session(word)
    except Throttled:
        return _word_page("throttled", 429)
    if session is None:
        return over_or_unknown(word)
    lang = request.form.get("lang", "")
    if lang not in library().kit_languages:
        return _join_page(word, session, "choose_language", 400)
    mine = joining.carried(word)
    seat = queries.seat_of(word, codes.hash_of(mine.secret)) if mine else None
    if mine is not None and seat is not None:
        services.change_language(participant_id=seat.id, lang=lang)
        return _in(word, Ticket(lang, session.kit, mine.secret))
    name = nicknames.clean(request.form.get("nickname", ""))
    if name is None:
        return _join_page(word, session, "nickname_refused", 400)
    ticket = Ticket(lang, session.kit, _secret(word))
    session_id = session.id
    try:
        joining.count_join(session_id)
        services.join(session_id=session_id, ticket=ticket, nickname=name)
    except Throttled:
        return _join_page(word, session, "too_many", 429)
    except SessionFull:
        db.session.rollback()
        return _join_page(word, session, "full", 409)
    except SessionRefused:  # it was closed at this very moment
        db.session.rollback()
        return over_or_unknown(word)
    return _in(word, ticket)


@bp.post("/join/<word>/move")
@access(Rule.PUBLIC)
def take_over(word: str) -> ResponseReturnValue:
    """This phone goes on where another one was."""
    try:
        session = find_session(word)
        if session is None:
            return over_or_unknown(word)
        session_id, kit = session.id, session.kit
        counted = joining.count_code(session_id)
    except Throttled:
        return _word_page("throttled", 429)
    lang = request.form.get("lang", "")
    if lang not in library().kit_languages:
        lang = suggested().lang
    code = "".join(sign for sign in request.form.get("code", "")[:20] if sign in "0123456789")
    ticket = Ticket(lang, kit, _secret(word))
    if not services.take_over(session_id=session_id, code=code, ticket=ticket):
        session = queries.session_by_word(word)
        return _join_page(word, session, "move_wrong", 400) if session else over_or_unknown(word)
    throttle.release(counted)
    return _in(word, ticket)


def find_session(word: str) -> TrainingSession | None:
    """The session under a word. None for a wrong one, which counts as a try. Raises Throttled
    when there were too many tries, whether this word is right or not: else an answer would tell.
    Phones that are in already are never held up."""
    if codes.typed(word) != word:
        raise NotFound
    if joining.carried(word) is None:
        joining.may_try_words()
    session = queries.session_by_word(word)
    if session is None and joining.carried(word) is None:
        joining.note_wrong_word()
    return session


def over_or_unknown(word: str) -> ResponseReturnValue:
    """Who was there sees the three things to remember; others that the word is not known."""
    mine = joining.carried(word)
    if mine is None:
        return _word_page("unknown_word", 404, word)
    kit = kit_named(mine.kit, mine.lang)
    page = make_response(
        render_template("live/over.html", words=library().kit_words(mine.lang), kit=kit), 410
    )
    joining.drop(page)
    return page


def suggested() -> KitWords:
    """The words of the language that was chosen just now, or else that the browser asks for."""
    languages = library().kit_languages
    if not languages:
        raise NotFound
    if request.form.get("lang") in languages:
        return library().kit_words(request.form["lang"])
    return library().kit_words(request.accept_languages.best_match(languages) or languages[0])


def _word_page(error: str = "", status: int = 200, word: str = "") -> ResponseReturnValue:
    page = render_template("live/word.html", words=suggested(), error=error, word=word)
    return page, status


def _join_page(
    word: str, session: TrainingSession, error: str = "", status: int = 200
) -> ResponseReturnValue:
    mine = joining.carried(word)
    words = library().kit_words(mine.lang) if mine else suggested()
    page = render_template(
        "live/join.html",
        words=words,
        kit=kit_named(session.kit, words.lang),
        languages_of_kits=[library().kit_words(lang) for lang in library().kit_languages],
        word=word,
        is_in=mine is not None,
        ticket=Ticket("", "", _secret(word)).write(word),
        nickname=request.form.get("nickname", ""),
        error=error,
    )
    return page, status


def _secret(word: str) -> str:
    """That of the hidden ticket in our form; another one when somebody tampered with it."""
    sent = codes.read_ticket(request.form.get("ticket", ""), word)
    return sent.secret if sent else codes.new_secret()


def _in(word: str, ticket: Ticket) -> ResponseReturnValue:
    db.session.commit()
    response: Response = redirect(url_for(".play", word=word), 303)  # type: ignore[assignment]
    joining.carry(response, ticket, word)
    return response
