"""Forty guesses at the same moment, over four workers, are forty tries."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from lms.accounts import second_factor, services, throttle
from lms.accounts.models import LoginSession, Person, RoleGrant, SignInFailure
from lms.extensions import db
from tests._live import Live, Visitor, at_once

pytestmark = pytest.mark.processes
GUESSES = 40
PASSWORD = "een lange zin over tulpen"


def test_guesses_at_a_password(shared: Live) -> None:
    person = shared.person()
    with shared.database():
        account = db.session.get_one(Person, person)
        services.set_password(person=account, password=PASSWORD)
        email = account.email
        db.session.execute(sa.delete(SignInFailure))
    visitors, tokens = knocking(shared)

    def guess(number: int) -> int:
        said = {"csrf_token": tokens[number], "email": email, "password": f"geraden {number} keer"}
        return visitors[number].post("/sign-in", said).status

    found = Counter(at_once(GUESSES, guess))
    assert found == {400: throttle.PASSWORD.tries, 429: GUESSES - throttle.PASSWORD.tries}


def test_guesses_at_a_code(shared: Live) -> None:
    person = shared.person()
    with shared.database():
        account = db.session.get_one(Person, person)
        services.set_password(person=account, password=PASSWORD)
        db.session.add(RoleGrant(person_id=person, role="staff"))
        second_factor.new_recovery_codes(person_id=person)
        email = account.email
        db.session.execute(sa.delete(SignInFailure))
    visitor = Visitor(shared)
    csrf = visitor.get("/sign-in").csrf
    said = {"csrf_token": csrf, "email": email, "password": PASSWORD}
    assert visitor.post("/sign-in", said).location == "/sign-in/second-step"
    csrf = visitor.get("/sign-in/second-step").csrf

    def guess(number: int) -> int:
        said = {"csrf_token": csrf, "code": f"{number:06}"}
        return visitor.post("/sign-in/second-step", said).status

    found = Counter(at_once(GUESSES, guess))
    assert found == {400: throttle.CODE.tries, 429: GUESSES - throttle.CODE.tries}
    with shared.database():
        query = sa.select(sa.func.count(LoginSession.id)).where(LoginSession.person_id == person)
        assert db.session.scalar(query) == 0


def test_one_recovery_code_opens_one_session(shared: Live) -> None:
    person = shared.person()
    with shared.database():
        account = db.session.get_one(Person, person)
        services.set_password(person=account, password=PASSWORD)
        db.session.add(RoleGrant(person_id=person, role="staff"))
        codes = second_factor.new_recovery_codes(person_id=person)
        email = account.email
        db.session.execute(sa.delete(SignInFailure))
    visitors, tokens = knocking(shared, throttle.CODE.tries)
    for visitor, token in zip(visitors, tokens, strict=True):
        said = {"csrf_token": token, "email": email, "password": PASSWORD}
        assert visitor.post("/sign-in", said).status == 302

    def enter(number: int) -> int:
        said = {"csrf_token": tokens[number], "code": codes[0]}
        return visitors[number].post("/sign-in/second-step", said).status

    found = Counter(at_once(len(visitors), enter))
    assert found == {302: 1, 400: len(visitors) - 1}


def knocking(live: Live, count: int = GUESSES) -> tuple[list[Visitor], list[str]]:
    """Visitors at the sign-in page, each with a cookie and a form token of their own."""
    visitors = [Visitor(live) for _ in range(count)]
    return visitors, [visitor.get("/sign-in").csrf for visitor in visitors]
