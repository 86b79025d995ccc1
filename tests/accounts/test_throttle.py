"""Guessing is slowed down for everybody at once; the rightful person keeps a way in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import throttle
from lms.accounts.models import Person, SignInFailure
from lms.accounts.throttle import Limit, network_of
from lms.clock import utcnow
from lms.errors import Throttled
from lms.extensions import begin_writing, db
from tests.accounts.authenticator import add, come_in
from tests.factories import PASSWORD, make_person

SignIn = Callable[[Person], FlaskClient]
THREE = Limit("three", 3, timedelta(minutes=15))


def knock(client: FlaskClient, email: str, password: str = "geraden wachtwoord") -> int:
    data = {"email": email, "password": password}
    return client.post("/sign-in", data=data).status_code


def failures() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(SignInFailure.id))) or 0


def make_older(by: timedelta) -> None:
    db.session.execute(sa.update(SignInFailure).values(at=utcnow() - by))
    db.session.commit()


def test_parallel_tries_count_each(app: Flask) -> None:
    """Threads stand for workers: each has a connection of its own."""

    def attempt(_number: int) -> bool:
        with app.app_context():
            begin_writing()
            try:
                throttle.reserve((THREE, "alice"))
            except Throttled:
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(12) as pool:
        allowed = list(pool.map(attempt, range(12)))
    assert allowed.count(True) == THREE.tries
    assert failures() == THREE.tries


def test_waiting_ends_when_it_was_said_to_end(app: Flask) -> None:
    """Who is refused is not counted: an attacker cannot make the wait longer by going on."""
    for _ in range(THREE.tries):
        throttle.reserve((THREE, "alice"))
    make_older(timedelta(minutes=14))
    for _ in range(5):
        with pytest.raises(Throttled):
            throttle.reserve((THREE, "alice"))
    make_older(timedelta(minutes=15, seconds=1))
    throttle.reserve((THREE, "alice"))


def test_others_are_not_affected(app: Flask, client: FlaskClient) -> None:
    make_person(password=True)
    bob = make_person("Bob Anders", password=True)
    for _ in range(throttle.PASSWORD.tries + 1):
        status = knock(client, "alice.proef@example.invalid")
    assert status == 429
    assert knock(client, bob.email, PASSWORD) == 302


def test_the_right_password_wipes_the_slate(app: Flask) -> None:
    alice = make_person(password=True)
    for _ in range(throttle.PASSWORD.tries - 1):
        knock(app.test_client(), alice.email)
    assert knock(app.test_client(), alice.email, PASSWORD) == 302
    assert knock(app.test_client(), alice.email) == 400


def test_unknown_addresses_are_counted_alike(app: Flask, client: FlaskClient) -> None:
    make_person(password=True)
    for email in ("alice.proef@example.invalid", "niemand@example.invalid"):
        found = [knock(client, email) for _ in range(throttle.PASSWORD.tries + 1)]
        assert found == [400] * throttle.PASSWORD.tries + [429]


def test_a_network_that_tries_many_addresses_is_slowed_down(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "NETWORK", Limit("network", 5, timedelta(minutes=15)))
    statuses = [knock(client, f"iemand{number}@example.invalid") for number in range(6)]
    assert statuses == [400] * 5 + [429]


def test_nobody_shuts_a_passkey(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    alice = make_person(password=True, ready=False)
    device = add(sign_in(alice))
    for _ in range(throttle.PASSWORD.tries + 1):
        knock(client, alice.email)
    assert knock(client, alice.email, PASSWORD) == 429
    assert come_in(client, device) == 200


def test_neither_address_nor_network_stands_in_the_table(app: Flask, client: FlaskClient) -> None:
    knock(client, "alice@example.invalid")
    rows = db.session.scalars(sa.select(SignInFailure.bucket)).all()
    assert len(rows) == 2
    assert all(len(row) == 64 and set(row) <= set("0123456789abcdef") for row in rows)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("geen adres", ""),
        (None, ""),
    ],
)
def test_the_network_of_an_address(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_an_unknown_address_takes_the_same_work(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = make_person(password=True)
    checked: list[str] = []
    verify = PasswordHasher.verify

    def note(hasher: PasswordHasher, stored: str, password: str) -> bool:
        checked.append(stored)
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", note)
    for email in (alice.email, "niemand@example.invalid"):
        knock(client, email)
    real, nobody = (stored.split("$")[:4] for stored in checked)
    assert real == nobody, "another cost"
