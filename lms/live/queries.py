"""Reads of a running session. What phones ask all the time is one indexed row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.extensions import db, read
from lms.grading.live import Phase, Place
from lms.live.models import HandCount, LiveAnswer, LiveSession, Participant
from lms.training.models import SessionState, TrainingSession

Counts = Mapping[str, int]
"""Answer → how many chose it."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a running session is, as a phone sees it."""

    session_id: int
    version: int
    step: int
    phase: Phase


@dataclass(frozen=True, slots=True)
class Seat:
    """A phone in a running session, and what its session asks now."""

    id: int
    session_id: int
    code: str
    kit: str
    state: State


_STATE = sa.select(
    LiveSession.session_id, LiveSession.version, LiveSession.step, LiveSession.phase
).where(LiveSession.word == sa.bindparam("word"))

_SEAT = (
    sa.select(
        Participant.id,
        Participant.session_id,
        Participant.code,
        TrainingSession.kit,
        LiveSession.version,
        LiveSession.step,
        LiveSession.phase,
    )
    .join(LiveSession, LiveSession.session_id == Participant.session_id)
    .join(TrainingSession, TrainingSession.id == Participant.session_id)
    .where(
        Participant.token_hash == sa.bindparam("token_hash"),
        LiveSession.word == sa.bindparam("word"),
    )
)

_RUNNING = (
    sa.select(LiveSession, TrainingSession)
    .join(TrainingSession, TrainingSession.id == LiveSession.session_id)
    .where(TrainingSession.state == SessionState.OPEN)
)


def state_of(word: str) -> State | None:
    """The one read of a poll."""
    row = read(_STATE, word=word).first()
    return State(row[0], row[1], row[2], Phase(row[3])) if row else None


def seat_of(word: str, token_hash: str) -> Seat | None:
    """The phone that carries a token, if its session runs under this word."""
    row = read(_SEAT, word=word, token_hash=token_hash).first()
    if row is None:
        return None
    return Seat(*row[:4], State(row[1], row[4], row[5], Phase(row[6])))


def session_by_word(word: str) -> TrainingSession | None:
    """The session that people join with a word."""
    found = db.session.execute(_RUNNING.where(LiveSession.word == word)).first()
    return found[1] if found else None


def by_remote(token_hash: str) -> tuple[LiveSession, TrainingSession] | None:
    """The session that a remote control belongs to."""
    row = db.session.execute(_RUNNING.where(LiveSession.remote_hash == token_hash)).first()
    return (row[0], row[1]) if row else None


def live_of(session_id: int) -> LiveSession | None:
    """The run of a session; None for one that never started."""
    return db.session.get(LiveSession, session_id)


def place_of(live: LiveSession) -> Place:
    return Place(live.step, Phase(live.phase), live.show_counts)


def count_joined(session_id: int) -> int:
    return _scalar(
        sa.select(sa.func.count())
        .select_from(Participant)
        .where(Participant.session_id == session_id)
    )


def count_answered(session_id: int, item: str, round_: str) -> int:
    """How many phones and hands answered a question in a round."""
    return sum(counts_of(session_id, item, round_).values())


def counts_of(session_id: int, item: str, round_: str) -> dict[str, int]:
    """Phones and hands together."""
    return all_counts(session_id, item, round_).get((item, round_), {})


def hands_of(session_id: int, item: str, round_: str) -> dict[str, int]:
    """What the presenter counted."""
    rows = db.session.execute(
        sa.select(HandCount.answer, HandCount.count).where(
            HandCount.session_id == session_id,
            HandCount.item == item,
            HandCount.round == round_,
        )
    )
    return dict(row._tuple() for row in rows)


def all_counts(
    session_id: int, item: str | None = None, round_: str | None = None
) -> dict[tuple[str, str], dict[str, int]]:
    """(question, round) → answer → how many, of one question or of all."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    phones = sa.select(LiveAnswer.item, LiveAnswer.round, LiveAnswer.answer, sa.func.count())
    for model, statement in (
        (LiveAnswer, phones.group_by(LiveAnswer.item, LiveAnswer.round, LiveAnswer.answer)),
        (
            HandCount,
            sa.select(HandCount.item, HandCount.round, HandCount.answer, HandCount.count),
        ),
    ):
        where: list[Any] = [model.session_id == session_id]
        if item is not None:
            where += [model.item == item, model.round == round_]
        for name, asked, answer, count in db.session.execute(statement.where(*where)):
            answers = found.setdefault((name, asked), {})
            answers[answer] = answers.get(answer, 0) + int(count)
    return found


def answers_of(participant_id: int) -> dict[tuple[str, str], str]:
    """(question, round) → what this phone chose."""
    rows = db.session.execute(
        sa.select(LiveAnswer.item, LiveAnswer.round, LiveAnswer.answer).where(
            LiveAnswer.participant_id == participant_id
        )
    )
    return {(item, round_): answer for item, round_, answer in rows}


def nicknames(session_id: int, most: int = 60) -> list[tuple[int, str]]:
    """The nicknames that were chosen, the newest first, with the row they stand in."""
    rows = db.session.execute(
        sa.select(Participant.id, Participant.nickname)
        .where(Participant.session_id == session_id, Participant.nickname != "")
        .order_by(Participant.id.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def open_since(before: datetime) -> list[TrainingSession]:
    """Sessions that started before a moment and were never closed."""
    return list(
        db.session.scalars(
            sa.select(TrainingSession).where(
                TrainingSession.state == SessionState.OPEN, TrainingSession.started_at < before
            )
        )
    )


def _scalar(statement: sa.Select[Any]) -> int:
    return db.session.scalar(statement) or 0
