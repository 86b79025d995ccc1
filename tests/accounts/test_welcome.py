"""Who has no way to come back chooses one before anything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import demo
from lms.accounts.access import Rule, rule_of
from lms.accounts.models import Person
from lms.extensions import db
from tests.accounts.authenticator import Device
from tests.factories import enrol, give_role, make_person

SignIn = Callable[[Person], FlaskClient]
NEW = {"password": "nog een lange zin", "again": "nog een lange zin"}


@pytest.fixture
def alice(app: Flask) -> Person:
    alice = make_person(ready=False)
    enrol(alice)
    return alice


def test_every_page_leads_to_it(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    for page in ("/", "/training", "/me", "/me/password", "/training/proef/lesson/begin"):
        assert browser.get(page).location == "/welcome", page
    assert browser.post("/training/proef/lesson/begin/read").location == "/welcome"
    assert browser.get("/report").status_code == 200
    assert browser.post("/language", data={"language": "en"}).status_code == 302


def test_every_staff_page_leads_to_it(app: Flask, sign_in: SignIn, alice: Person) -> None:
    give_role(alice, "admin")
    browser = sign_in(alice)
    for rule in app.url_map.iter_rules():
        if rule_of(rule.endpoint) not in {Rule.INSIGHT, Rule.MANAGE, Rule.STAFF, Rule.ADMIN}:
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "1"))
        if "GET" in (rule.methods or ()):
            assert browser.get(address).location == "/welcome", address


def test_a_password_opens_the_rest(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    page = browser.get("/welcome").text
    assert "Welkom, Alice" in page
    assert browser.post("/welcome", data={"password": "kort"}).status_code == 400
    weak = {"password": "alice.proef2026", "again": "alice.proef2026"}
    answer = browser.post("/welcome", data=weak)
    assert answer.status_code == 400
    assert "makkelijk te raden" in answer.text
    assert browser.post("/welcome", data=NEW).location == "/"
    assert browser.get("/").status_code == 200
    assert browser.get("/welcome").location == "/"


def test_a_passkey_opens_the_rest(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    options = browser.post("/me/passkeys/options").get_json()
    said = {"credential": Device().make(options), "name": ""}
    assert browser.post("/me/passkeys", data=said).location == "/"
    assert browser.get("/").status_code == 200


def test_a_failed_passkey_leads_back(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    browser.post("/me/passkeys/options")
    assert browser.post("/me/passkeys", data={"credential": "{}"}).location == "/welcome"


def test_with_staff_rights_a_password_leads_to_the_second_factor(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    give_role(alice, "staff")
    browser = sign_in(alice)
    assert browser.post("/welcome", data=NEW).location == "/second-factor"
    assert browser.get("/networks").location == "/welcome"
    assert browser.get("/second-factor").status_code == 200


def test_with_staff_rights_a_passkey_gives_recovery_codes(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    give_role(alice, "staff")
    browser = sign_in(alice)
    options = browser.post("/me/passkeys/options").get_json()
    answer = browser.post("/me/passkeys", data={"credential": Device().make(options)})
    assert answer.location == "/me/recovery-codes"
    assert browser.get(answer.location).text.count("<li>") >= 10
    assert browser.get("/networks").status_code == 200


def test_the_invented_people_of_a_demo_need_not(app: Flask, client: FlaskClient) -> None:
    db.session.add(Person(name="Demo", email=f"staff@{demo.DOMAIN}"))
    db.session.commit()
    client.post("/sign-in/demo", data={"email": f"staff@{demo.DOMAIN}"})
    assert client.get("/me").status_code == 200
