"""A person stops and starts reminders: from the letter without signing in, and at /me."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.accounts.pauses import FOREVER, pause_address
from lms.clock import utcnow
from lms.extensions import db
from tests.factories import make_person


def until(person: Person) -> object:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, person.id).reminders_paused_until


def test_the_link_of_a_letter_shows_and_only_a_button_does(app: Flask, client: FlaskClient) -> None:
    alice = make_person("Alice Proef", language="en")
    path = urlsplit(pause_address(alice)).path
    page = client.get(path)
    assert page.status_code == 200
    assert "Alice" not in page.text
    assert "None for 30 days" in page.text
    assert until(alice) is None
    assert client.post(path, data={"choice": "month"}).location == path
    assert timedelta(days=29) < until(alice) - utcnow() < timedelta(days=31)
    assert "again" in client.get(path).text
    client.post(path, data={"choice": "forever"})
    assert until(alice) == FOREVER
    client.post(path, data={"choice": "none"})
    assert until(alice) is None


def test_a_link_that_we_did_not_write_is_not_there(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    path = urlsplit(pause_address(alice)).path
    assert client.get(path[:-2]).status_code == 404
    assert client.post(f"/reminders/{alice.public_id}").status_code == 404
    assert client.post(path, data={"choice": "a week"}).status_code == 404
    alice.erased_at = utcnow()
    db.session.commit()
    assert client.get(path).status_code == 404


def test_at_me_one_does_the_same(app: Flask, sign_in: Callable[[Person], FlaskClient]) -> None:
    alice = make_person()
    browser = sign_in(alice)
    assert 'id="reminders"' in browser.get("/me").text
    assert browser.post("/me/reminders", data={"choice": "forever"}).location == "/me#reminders"
    assert until(alice) == FOREVER
    assert 'value="none"' in browser.get("/me").text
