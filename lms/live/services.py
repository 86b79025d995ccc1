"""A session while it runs: starting it, its moves, its phones, its end. Services flush, never
commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import IntegrityError

from lms.clock import utcnow
from lms.content.kits.types import Round
from lms.errors import CountsRefused, SessionFull, SessionRefused
from lms.extensions import db, insert_new
from lms.grading.live import Move, MoveRefused, Phase, after
from lms.live import codes, queries
from lms.live.models import HandCount, LiveAnswer, LiveSession, Participant
from lms.live.steps import asked_in, item_at, open_answers
from lms.training import services as training
from lms.training.kits import answers_of, get_kit
from lms.training.models import SessionState, TrainingSession

MOST_PHONES = 2000
"""In one session."""
LEFT_OPEN = timedelta(hours=12)
"""A session that nobody closed is closed after this time."""


def start(*, session: TrainingSession, given_by: int) -> LiveSession:
    """The session runs, under a word of its own. Raises SessionRefused unless it was planned."""
    training.begin(session=session, given_by=given_by)
    for _try in range(20):
        live = LiveSession(session_id=session.id, word=codes.new_word())
        try:
            with db.session.begin_nested():
                db.session.add(live)
        except IntegrityError:  # another session runs under this word
            continue
        return live
    raise SessionRefused


def move(*, session: TrainingSession, move: Move, seen: tuple[int, Phase]) -> bool:
    """Do what the presenter asks, if the session is still where the presenter saw it: pressing
    twice, or on two devices, moves once. False when it was elsewhere, or the move is not possible
    there. Raises SessionRefused when it does not run."""
    live = lock(session)
    place = queries.place_of(live)
    if (place.step, place.phase) != seen:
        return False
    kit = get_kit(session.kit, session.language)
    counts = queries.all_counts(session.id)
    answered = [
        number
        for number in range(len(kit.steps))
        if (found := item_at(kit, number)) and (found[0].id, found[1].value) in counts
    ]
    try:
        new = after(place, move, asked_in(kit), answered)
    except (MoveRefused, IndexError):
        return False
    live.step, live.phase, live.show_counts = new.step, new.phase.value, new.counts
    _changed(live)
    return True


def count_hands(*, session: TrainingSession, seen: int, counts: Mapping[str, int]) -> None:
    """Keep a show of hands for the question of this step; it takes the place of an earlier one.

    Raises SessionRefused when the session is elsewhere, CountsRefused for impossible numbers.
    """
    live = lock(session)
    kit = get_kit(session.kit, session.language)
    found = item_at(kit, live.step)
    if live.step != seen or found is None:
        raise SessionRefused
    item, asked = found
    total = sum(counts.values())
    if set(counts) - set(item.keys) or min(counts.values(), default=0) < 0 or total > MOST_PHONES:
        raise CountsRefused
    db.session.execute(
        sa.delete(HandCount).where(
            HandCount.session_id == session.id,
            HandCount.item == item.id,
            HandCount.round == asked.value,
        )
    )
    for answer, count in counts.items():
        db.session.add(
            HandCount(
                session_id=session.id,
                item=item.id,
                round=asked.value,
                answer=answer,
                count=count,
            )
        )
    if live.phase in {Phase.WAITING, Phase.ASKING} and total:
        live.phase = Phase.STOPPED.value
    _changed(live)


def join(*, session_id: int, ticket: codes.Ticket, nickname: str = "") -> None:
    """A phone comes in, at any step. Sent again, it comes in once. Raises SessionFull."""
    hashed = codes.hash_of(ticket.secret)
    mine = sa.select(Participant.id).where(Participant.token_hash == hashed)
    if queries.count_joined(session_id) >= MOST_PHONES and not db.session.scalar(mine):
        raise SessionFull
    for _try in range(20):
        values = {
            "token_hash": hashed,
            "code": codes.new_code(),
            "language": ticket.lang,
            "nickname": nickname,
            "joined_at": utcnow(),
        }
        row = sa.select(
            LiveSession.session_id,
            *(
                sa.literal(value, Participant.__table__.c[name].type)
                for name, value in values.items()
            ),
        ).where(LiveSession.session_id == session_id)
        db.session.execute(
            insert_new(Participant).from_select(["session_id", *values], _while_it_runs(row))
        )
        if db.session.scalar(mine):  # not so when another phone has this code
            return
    raise SessionRefused


def change_language(*, participant_id: int, lang: str) -> None:
    db.session.execute(
        sa.update(Participant).where(Participant.id == participant_id).values(language=lang)
    )


def take_over(*, session_id: int, code: str, ticket: codes.Ticket) -> bool:
    """Another phone goes on where one was: the earlier one is out, and the code is new. False for
    a code that nobody has, unless this phone is in already."""
    hashed = codes.hash_of(ticket.secret)
    if db.session.scalar(sa.select(Participant.id).where(Participant.token_hash == hashed)):
        return True
    done = db.session.execute(
        sa.update(Participant)
        .where(Participant.session_id == session_id, Participant.code == code)
        .values(token_hash=hashed, code=codes.new_code(), language=ticket.lang)
    )
    return bool(done.rowcount)


def answer(*, seat: queries.Seat, step: int, item: str, key: str) -> bool:
    """Keep what a phone chose, in place of what it chose before. False when the question is
    closed, or the session is elsewhere.

    One statement looks whether the question is still open and writes, so that a question closes
    for everybody at one moment without a lock that phones would queue for.
    """
    kit = get_kit(seat.kit)
    asked = open_answers(kit, step, item)
    if asked is None or key not in answers_of(kit, item):
        return False
    item, round_ = asked
    # Asked back from the database: PostgreSQL's driver does not count rows of such a statement.
    written = _upsert(seat, step, item, round_, key).returning(LiveAnswer.participant_id)
    return db.session.scalar(written) is not None


def _upsert(seat: queries.Seat, step: int, item: str, round_: Round, key: str) -> sa.Insert:
    dialect = sqlite_dialect if db.engine.dialect.name == "sqlite" else postgresql
    is_open = [LiveSession.session_id == seat.session_id, LiveSession.step == step]
    if not item.startswith("feedback/"):
        is_open.append(LiveSession.phase == Phase.ASKING.value)
    row = sa.select(
        sa.literal(seat.id),
        LiveSession.session_id,
        sa.literal(item),
        sa.literal(round_.value),
        sa.literal(key),
    ).where(*is_open)
    names = ["participant_id", "session_id", "item", "round", "answer"]
    statement = dialect.insert(LiveAnswer.__table__).from_select(names, _while_it_runs(row))
    return statement.on_conflict_do_update(
        index_elements=["participant_id", "item", "round"],
        set_={"answer": statement.excluded.answer},
    )


def _while_it_runs(row: sa.Select[Any]) -> sa.Select[Any]:
    """Only of a session that runs. PostgreSQL locks the session's row first, as `end` does, so
    that the two wait for each other and nothing of a phone comes in after the end."""
    return row.where(LiveSession.word.is_not(None)).with_for_update(read=True, key_share=True)


def drop_nickname(*, session: TrainingSession, participant_id: int) -> None:
    """The presenter does not want a nickname on the screen."""
    db.session.execute(
        sa.update(Participant)
        .where(Participant.id == participant_id, Participant.session_id == session.id)
        .values(nickname="")
    )


def new_remote(*, session: TrainingSession, token: str) -> None:
    """A phone that holds this token is the remote control; an earlier one is none any more."""
    lock(session).remote_hash = codes.hash_of(token)
    db.session.flush()


def end(*, session: TrainingSession, headcount: int | None = None) -> None:
    """Close the session: counts are kept, everything of single phones is deleted.

    `headcount` is how many were there; without it, those who joined or raised their hands.
    Ending it twice ends it once.
    """
    db.session.refresh(session, with_for_update=True)
    if session.state == SessionState.CLOSED:
        return
    live = lock(session, against_phones=True)
    counts = queries.all_counts(session.id)
    training.close(
        session=session,
        headcount=min(reach(session.id) if headcount is None else headcount, MOST_PHONES),
        tallies=[
            training.Count(item, Round(round_), answer, count)
            for (item, round_), answers in counts.items()
            for answer, count in answers.items()
        ],
    )
    for model in (LiveAnswer, HandCount, Participant):
        db.session.execute(sa.delete(model).where(model.session_id == session.id))
    live.word = live.remote_hash = None
    _changed(live)


def reach(session_id: int) -> int:
    """How many took part: those who joined, or the most hands for one question."""
    hands = (
        sa.select(sa.func.sum(HandCount.count).label("hands"))
        .where(HandCount.session_id == session_id)
        .group_by(HandCount.item, HandCount.round)
        .subquery()
    )
    most = db.session.scalar(sa.select(sa.func.max(hands.c.hands))) or 0
    return max(queries.count_joined(session_id), int(most))


def tidy() -> int:
    """Close the sessions that were left open; returns how many."""
    left = queries.open_since(utcnow() - LEFT_OPEN)
    for session in left:
        if queries.live_of(session.id) is not None:
            end(session=session)
    return len(left)


def lock(session: TrainingSession, *, against_phones: bool = False) -> LiveSession:
    """The run of a session; who moves it meanwhile waits, phones only when asked. Raises
    SessionRefused for one that does not run."""
    live = db.session.scalar(
        sa.select(LiveSession)
        .where(LiveSession.session_id == session.id, LiveSession.word.is_not(None))
        .with_for_update(key_share=not against_phones)
        .execution_options(populate_existing=True)
    )
    if live is None:
        raise SessionRefused
    return live


def _changed(live: LiveSession) -> None:
    """Every phone has to look again."""
    live.version += 1
    live.changed_at = utcnow()
    db.session.flush()
