"""Planning, closing and taking back a session, and what the ledger says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.accounts.models import Person
from lms.clock import local_date, quarter_of, utcnow
from lms.content.kits.types import Round
from lms.errors import CountsRefused, SessionRefused, WrongDay
from lms.extensions import db
from lms.network import services as network
from lms.progress.models import ActiveQuarter
from lms.training import names, services
from lms.training.models import SessionState, SignInList, Tally, TrainingSession
from tests.training.conftest import ASKED_ONCE, ASKED_TWICE, KIT, TODAY, Firm, answers, given


def quarters(person: Person) -> list[int]:
    """Those in which a person took part."""
    taken = sa.select(ActiveQuarter.quarter).where(ActiveQuarter.person_id == person.id)
    return list(db.session.scalars(taken))


def test_a_session_that_closes_is_an_activity_of_who_gave_it(firm: Firm) -> None:
    session = firm.plan(day=TODAY + timedelta(days=5))
    services.begin(session=session, given_by=firm.bob.id)
    for _twice in range(2):
        services.close(
            session=session,
            headcount=9,
            tallies=answers(ASKED_ONCE, Round.ONCE, true=2, false=7),
        )
    assert session.day == local_date(utcnow())
    assert (session.state, session.headcount) == (SessionState.CLOSED, 9)
    assert (given(firm.bob), given(firm.alice)) == (["training_given"], [])
    assert quarters(firm.bob) == [quarter_of(TODAY)]
    tally = db.session.scalars(sa.select(Tally).where(Tally.answer == "false")).one()
    assert (tally.count, len(tally.item_hash)) == (7, 64)


def test_a_session_at_which_nobody_was_counts_for_nothing(firm: Firm) -> None:
    session = firm.plan()
    services.begin(session=session, given_by=firm.alice.id)
    services.close(session=session, headcount=0, tallies=[])
    assert given(firm.alice) == []


def test_a_session_taken_back_counts_no_more_and_leaves_no_counts(firm: Firm) -> None:
    session = firm.hold(8, answers(ASKED_ONCE, Round.ONCE, true=1, false=7))
    names.write(session=session, names=["Ida Proef"])
    services.withdraw(session=session, by=firm.bob.id)
    assert given(firm.alice) == ["training_given", "training_withdrawn"]
    assert quarters(firm.alice) == []
    assert (session.state, session.headcount) == (SessionState.CANCELLED, None)
    for model in (Tally, SignInList):
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(model))
    with pytest.raises(SessionRefused):
        services.withdraw(session=session, by=firm.bob.id)


def test_what_cannot_have_been_is_refused(firm: Firm) -> None:
    with pytest.raises(WrongDay):
        firm.plan(day=TODAY - timedelta(days=1))
    with pytest.raises(SessionRefused):
        firm.plan(language="xx")
    for wrong in (
        answers(ASKED_ONCE, Round.ONCE, true=5, false=4),  # more than were there
        answers(ASKED_ONCE, Round.AFTER, true=1),
        answers(ASKED_ONCE, Round.ONCE, maybe=1),
        answers("onbekend", Round.ONCE, a=1),
    ):
        with pytest.raises(CountsRefused):
            firm.hold(8, wrong)
        db.session.rollback()
    firm.hold(8, answers(ASKED_TWICE, Round.BEFORE, a=4, b=4))
    with pytest.raises(WrongDay):
        firm.hold(day=TODAY + timedelta(days=1))


def test_only_what_is_planned_can_be_changed_or_called_off(firm: Firm) -> None:
    session = firm.plan(ask_co_trainer=True)
    services.answer_co_trainer(session=session, coming=True)
    plan = services.Plan(kit=KIT, language="pl", day=TODAY, place=" Kantine ", ask_co_trainer=True)
    services.change(session=session, plan=plan)
    assert (session.language, session.place, session.co_trainer) == ("pl", "Kantine", "coming")
    services.begin(session=session, given_by=firm.alice.id)
    for refused in (
        lambda: services.cancel(session=session),
        lambda: services.change(session=session, plan=plan),
        lambda: services.begin(session=session, given_by=firm.bob.id),
    ):
        with pytest.raises(SessionRefused):
            refused()


def test_who_leaves_the_network_leaves_nothing_planned_and_no_names(firm: Firm) -> None:
    planned, held = firm.plan(), firm.hold()
    names.write(session=held, names=["Ida Proef"])
    network.end_participation(
        organisation_id=firm.seat.organisation_id, site_id=firm.site.id, on=TODAY, end_seats=True
    )
    db.session.refresh(planned)
    assert planned.state == SessionState.CANCELLED
    assert db.session.get_one(TrainingSession, held.id).state == SessionState.CLOSED
    assert not names.has(held)


def test_names_are_sealed_and_go_a_month_after_the_session(firm: Firm) -> None:
    session = firm.hold(day=TODAY - timedelta(days=29))
    names.write(session=session, names=["Ida Proef", "Ángel Łoś"])
    row = db.session.scalars(sa.select(SignInList)).one()
    assert b"Ida" not in row.sealed
    assert names.read(session) == ["Ida Proef", "Ángel Łoś"]
    row.expires_at = utcnow()
    assert names.read(session) == []
    with pytest.raises(SessionRefused):
        names.write(session=firm.hold(day=TODAY - timedelta(days=30)), names=["Ida Proef"])
