"""A sign-in link by mail: one answer for everybody, one hour, one time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import throttle
from lms.accounts.models import Invitation, LoginLink, Person
from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import OutboxMail
from tests.factories import give_passkey, make_person


def member() -> Person:
    """Alice, who has been in and has a passkey."""
    alice = make_person()
    give_passkey(alice)
    db.session.commit()
    return alice


def ask(client: FlaskClient, email: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/help", data={"email": email})


def letters() -> list[OutboxMail]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(OutboxMail)))


def link_in(letter: OutboxMail) -> str:
    found = re.search(r"http://localhost:8000(/sign-in/link/\S+)", letter.text)
    assert found
    return found[1]


def test_the_letter_lets_in_once(app: Flask, client: FlaskClient) -> None:
    alice = member()
    assert ask(client, f" {alice.email.upper()} ").status_code == 200
    [letter] = letters()
    assert (letter.address, letter.kind, letter.subject) == (
        alice.email,
        "recovery",
        "Je inloglink",
    )
    assert "Alice" not in letter.subject + letter.text
    link = link_in(letter)
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    assert client.get("/me").status_code == 200
    assert app.test_client().post(link).status_code == 410


def test_a_forged_host_makes_no_letter_lead_elsewhere(app: Flask, client: FlaskClient) -> None:
    forged = {"Host": "elders.invalid", "X-Forwarded-Host": "elders.invalid"}
    client.post("/sign-in/help", data={"email": member().email}, headers=forged)
    assert "elders" not in letters()[0].text
    assert link_in(letters()[0])


def test_it_works_for_an_hour(app: Flask, client: FlaskClient) -> None:
    ask(client, member().email)
    made = db.session.scalars(sa.select(LoginLink)).one()
    assert made.expires_at - made.created_at == timedelta(hours=1)
    made.expires_at = utcnow()
    db.session.commit()
    assert client.post(link_in(letters()[0])).status_code == 410


def test_known_and_unknown_get_the_same_answer(app: Flask, client: FlaskClient) -> None:
    known = ask(client, member().email)
    unknown = ask(app.test_client(), "niemand@example.invalid")
    pages = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (known, unknown)]
    assert pages[0] == pages[1]
    assert known.status_code == unknown.status_code
    assert len(letters()) == 1


def test_known_and_unknown_cost_the_same_work(
    app: Flask, client: FlaskClient, count_queries
) -> None:  # type: ignore[no-untyped-def]
    """Writes and commits take the time; both have as many."""
    alice = member()
    found = []
    for email in (alice.email, "niemand@example.invalid"):
        with count_queries() as seen:
            ask(client, email)
        found.append(sum(statement.startswith("INSERT") for statement in seen))
    assert found[0] == found[1]


def test_both_are_slowed_down_alike(app: Flask, client: FlaskClient) -> None:
    for email in (member().email, "niemand@example.invalid"):
        statuses = [ask(client, email).status_code for _ in range(throttle.LETTER.tries + 1)]
        assert statuses == [200] * throttle.LETTER.tries + [429]
    assert len(letters()) == throttle.LETTER.tries


@pytest.mark.parametrize("state", ["blocked", "erased", "invited", "withdrawn"])
def test_a_letter_lets_nobody_in_who_may_not(app: Flask, client: FlaskClient, state: str) -> None:
    alice = member() if state in {"blocked", "erased"} else make_person()
    if state == "blocked":
        alice.blocked_at = utcnow()
    elif state == "erased":
        alice.erased_at = utcnow()
    else:
        give_invitation(alice, withdrawn_at=utcnow() if state == "withdrawn" else None)
    db.session.commit()
    assert ask(client, alice.email).status_code == 200
    assert letters() == []


def test_who_came_by_an_invitation_and_chose_nothing_yet_may_come_back(
    app: Flask, client: FlaskClient
) -> None:
    alice = make_person()
    give_invitation(alice, accepted_at=utcnow())
    db.session.commit()
    ask(client, alice.email)
    client.post(link_in(letters()[0]))
    assert client.get("/").location == "/welcome"


def give_invitation(person: Person, **values: object) -> None:
    db.session.add(
        Invitation(
            person_id=person.id,
            token_hash="x" * 64,
            expires_at=utcnow() + timedelta(days=1),
            **values,
        )
    )


@pytest.mark.parametrize("email", ["", "x" * 300, "🌷"])
def test_strange_input_is_refused_calmly(app: Flask, client: FlaskClient, email: str) -> None:
    assert ask(client, email).status_code in {200, 400}
    assert letters() == []
