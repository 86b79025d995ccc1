"""Planning and closing sessions, and putting them right. Services flush, never commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from lms.clock import local_date, utcnow
from lms.content.kits.types import Kit, Round
from lms.editions.store import basic_training, edition_id, library, shape_of
from lms.errors import CountsRefused, SessionRefused, WrongDay
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.i18n import lazy_gettext as _l
from lms.meetings.services import moment_of
from lms.network.handover import stays
from lms.network.models import Participation
from lms.network.services import participation_ended
from lms.progress import services as ledger
from lms.progress.queries import courses_with
from lms.training.kits import answers_of, get_kit, item_hash, rounds_of
from lms.training.models import (
    CoTrainer,
    SessionState,
    SignInList,
    Tally,
    TrainingSession,
    Way,
)

PLANNED_AHEAD = timedelta(days=366)
"""A later day is a slip of the year."""
ENTERED_BACK = timedelta(days=731)
"""How long ago a session on paper may have been."""
MOST_PEOPLE = 2000

stays("trainings", _l("the internal trainings of the organisation, planned and held"))


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose one answer of one question in one round."""

    item: str
    round: Round
    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be changed of a session until it starts."""

    kit: str
    language: str
    day: date
    place: str = ""
    expected: int | None = None
    way: Way = Way.PHONES
    ask_co_trainer: bool = False


def init_app(app: Flask) -> None:
    """When an organisation takes part nowhere any more, nobody is left to give what it planned."""
    participation_ended.connect(_leave, app)


def _leave(_app: Flask, *, organisation_id: int) -> None:
    stays_on = sa.exists().where(
        Participation.organisation_id == organisation_id, Participation.until.is_(None)
    )
    if db.session.scalar(sa.select(stays_on)):
        return
    own = TrainingSession.organisation_id == organisation_id
    db.session.execute(
        sa.delete(SignInList).where(
            SignInList.session_id.in_(sa.select(TrainingSession.id).where(own))
        )
    )
    db.session.execute(
        sa.update(TrainingSession)
        .where(own, TrainingSession.state == SessionState.PLANNED)
        .values(state=SessionState.CANCELLED.value, co_trainer=CoTrainer.NO.value)
    )


def plan(*, organisation_id: int, site_id: int, given_by: int, plan: Plan) -> TrainingSession:
    """A session to be held today or later. Raises NotFound for an unknown kit, SessionRefused
    for another language than kits have, WrongDay."""
    session = TrainingSession(organisation_id=organisation_id, site_id=site_id, given_by=given_by)
    _put(session, plan)
    db.session.add(session)
    db.session.flush()
    return session


def change(*, session: TrainingSession, plan: Plan) -> None:
    """Other facts for a session that has not started. Raises SessionRefused for one that has, and
    what `plan` raises."""
    lock(session, SessionState.PLANNED)
    _put(session, plan)
    db.session.flush()


def _put(session: TrainingSession, plan: Plan) -> None:
    get_kit(plan.kit)
    if plan.language not in library().kit_languages or plan.way is Way.PAPER:
        raise SessionRefused
    today = local_date(utcnow())
    if not today <= plan.day <= today + PLANNED_AHEAD:
        raise WrongDay(today)
    moved = session.day is not None and session.day != plan.day
    session.kit, session.language, session.day = plan.kit, plan.language, plan.day
    session.place, session.way = " ".join(plan.place.split()), plan.way.value
    session.expected = plan.expected
    asked = session.co_trainer not in {None, CoTrainer.NO}
    if plan.ask_co_trainer != asked or (asked and moved):
        session.co_trainer = (CoTrainer.ASKED if plan.ask_co_trainer else CoTrainer.NO).value


def cancel(*, session: TrainingSession) -> None:
    """A session that does not go on. Raises SessionRefused for one that was held or is open."""
    lock(session, SessionState.PLANNED)
    session.state = SessionState.CANCELLED.value
    db.session.flush()


def begin(*, session: TrainingSession, given_by: int) -> None:
    """The session starts, today, with the content as it is now; who starts it gives it.

    Raises SessionRefused unless it was planned.
    """
    lock(session, SessionState.PLANNED)
    session.state = SessionState.OPEN.value
    session.given_by = given_by
    session.started_at = utcnow()
    session.day = local_date(session.started_at)
    session.edition_id = edition_id()
    db.session.flush()


def close(*, session: TrainingSession, headcount: int, tallies: Iterable[Count]) -> None:
    """A session that ran is over: its counts are kept, and it is an activity of who gave it.

    Closing it twice closes it once. One at which nobody was counts for nothing. Raises
    SessionRefused for one that never started. What the counts are about is not asked: a question
    that was taken out meanwhile must not keep a session open.
    """
    lock(session, SessionState.OPEN, SessionState.CLOSED)
    if session.state == SessionState.CLOSED:
        return
    _close(session, headcount=headcount, tallies=tallies, at=session.started_at or utcnow())


def record_paper(
    *,
    organisation_id: int,
    site_id: int,
    given_by: int,
    kit: str,
    language: str,
    day: date,
    headcount: int,
    place: str = "",
    tallies: Iterable[Count] = (),
) -> TrainingSession:
    """A session that was held without the app. Raises NotFound for an unknown kit, WrongDay for a
    day in the future or long ago, SessionRefused without anybody, CountsRefused."""
    tallies = tuple(tallies)
    _check(get_kit(kit), tallies, headcount)
    today = local_date(utcnow())
    if not today - ENTERED_BACK <= day <= today:
        raise WrongDay(today - ENTERED_BACK)
    if language not in library().kit_languages or headcount < 1:
        raise SessionRefused
    session = TrainingSession(
        organisation_id=organisation_id,
        site_id=site_id,
        given_by=given_by,
        kit=kit,
        language=language,
        day=day,
        place=" ".join(place.split()),
        way=Way.PAPER.value,
        edition_id=edition_id(),
    )
    db.session.add(session)
    db.session.flush()
    _close(session, headcount=headcount, tallies=tallies, at=moment_of(day))
    return session


def withdraw(*, session: TrainingSession, by: int) -> None:
    """A session that was entered by mistake counts no more; its counts go. Raises SessionRefused
    for one that was not held."""
    lock(session, SessionState.CLOSED)
    for model in (Tally, SignInList):
        db.session.execute(sa.delete(model).where(model.session_id == session.id))
    session.state = SessionState.CANCELLED.value
    session.closed_at = session.headcount = None
    subject = _subject(session)
    given = session.given_by, FactKind.TRAINING_GIVEN, subject, session.public_id
    shape = shape_of(basic_training("nl"))
    for course in courses_with(*given):
        ledger.withdraw(
            person_id=session.given_by,
            course=shape if course == shape.slug else type(shape)(course, ()),
            kind=FactKind.TRAINING_WITHDRAWN,
            subject=subject,
            reference=session.public_id,
            recorded_by=by,
        )
    db.session.flush()


def set_note(*, session: TrainingSession, note: str) -> None:
    """What the POCO wants to remember; an empty text removes it."""
    session.note = note.strip()[:1000]
    db.session.flush()


def answer_co_trainer(*, session: TrainingSession, coming: bool) -> None:
    """Whether somebody of the programme team comes along; it can be answered anew until the
    session starts. Raises SessionRefused for a session that did not ask, or is over."""
    lock(session, SessionState.PLANNED)
    if session.co_trainer == CoTrainer.NO:
        raise SessionRefused
    session.co_trainer = (CoTrainer.COMING if coming else CoTrainer.NOT_COMING).value
    db.session.flush()


def lock(session: TrainingSession, *states: SessionState) -> None:
    """Read a session as it is now; who changes it meanwhile waits. Raises SessionRefused when it
    is in none of these states."""
    db.session.refresh(session, with_for_update=True)
    if session.state not in states:
        raise SessionRefused


def _close(
    session: TrainingSession, *, headcount: int, tallies: Iterable[Count], at: datetime
) -> None:
    if not 0 <= headcount <= MOST_PEOPLE:
        raise SessionRefused
    for count in tallies:
        db.session.add(
            Tally(
                session_id=session.id,
                item=count.item,
                round=count.round.value,
                answer=count.answer,
                item_hash=item_hash(session.kit, count.item),
                count=count.count,
            )
        )
    session.state, session.closed_at = SessionState.CLOSED.value, utcnow()
    session.headcount = headcount
    db.session.flush()
    if headcount:
        course = shape_of(basic_training("nl"))
        ledger.append(
            person_id=session.given_by,
            course=course,
            kind=FactKind.TRAINING_GIVEN,
            subject=_subject(session),
            reference=session.public_id,
            at=at,
            edition_id=session.edition_id,
        )


def _check(kit: Kit, counts: Iterable[Count], headcount: int) -> None:
    """Counts by hand: of questions that are asked, and no more than people were there."""
    totals: Counter[tuple[str, Round]] = Counter()
    for count in counts:
        known = count.round in rounds_of(kit, count.item)
        if not known or count.answer not in answers_of(kit, count.item) or count.count < 0:
            raise CountsRefused
        totals[count.item, count.round] += count.count
    if any(total > headcount for total in totals.values()):
        raise CountsRefused


def _subject(session: TrainingSession) -> str:
    return f"session/{session.kit}"
