"""With staff rights a password or a letter is half of it; nothing opens half-way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import blocking, halfway, second_factor, services, throttle
from lms.accounts.access import Rule, rule_of
from lms.accounts.keys import OneTimeCode, RecoveryCode
from lms.accounts.models import LinkPurpose, LoginSession, Person
from lms.clock import utcnow
from lms.extensions import db
from tests.factories import PASSWORD, give_passkey, give_role, make_person, make_site

SignIn = Callable[[Person], FlaskClient]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, later: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + later * second_factor.STEP)


@pytest.fixture
def bob(app: Flask) -> Person:
    """Programme staff, with a password and a code app."""
    bob = make_person("Bob Programma", password=True, ready=False)
    give_role(bob, "staff")
    second_factor.set_up(person_id=bob.id, secret=SECRET, code=code(later=-1))
    db.session.commit()
    return bob


@pytest.fixture
def new_bob(app: Flask) -> Person:
    """Programme staff with a password only."""
    bob = make_person("Bob Programma", password=True, ready=False)
    give_role(bob, "staff")
    return bob


def knock(client: FlaskClient, person: Person, page: str = "/sign-in"):  # type: ignore[no-untyped-def]
    return client.post(page, data={"email": person.email, "password": PASSWORD})


def sessions() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(LoginSession.id))) or 0


def shown(page: str) -> list[str]:
    return re.findall(r"<li>([a-z0-9-]{19})</li>", page)


def assert_everything_is_shut(app: Flask, client: FlaskClient) -> None:
    """No route that asks for anybody opens, and there is no login session."""
    for rule in app.url_map.iter_rules():
        if rule_of(rule.endpoint) in {Rule.PUBLIC, Rule.DEVELOPMENT}:
            continue
        arguments = {name: "1" if name == "number" else "x" for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **arguments)
        if "GET" in (rule.methods or ()):
            answer = client.get(address)
            assert (answer.status_code, answer.location[:8]) == (302, "/sign-in"), address
        if "POST" in (rule.methods or ()):
            assert client.post(address).status_code == 401, address
    assert sessions() == 0


def test_a_password_and_a_code_let_staff_in(app: Flask, client: FlaskClient, bob: Person) -> None:
    assert knock(client, bob, "/sign-in?next=/networks").location == "/sign-in/second-step"
    assert client.get("/sign-in/second-step").status_code == 200
    answer = client.post("/sign-in/second-step", data={"code": f" {code()[:3]} {code()[3:]} "})
    assert answer.location == "/networks"
    assert client.get("/networks").status_code == 200


def test_no_page_opens_half_way(app: Flask, client: FlaskClient, bob: Person) -> None:
    knock(client, bob)
    assert_everything_is_shut(app, client)
    assert client.post("/sign-in/second-step", data={"code": "000000"}).status_code == 400
    assert_everything_is_shut(app, client)
    assert client.get("/second-factor").location == "/sign-in"  # there is one already


def test_no_page_opens_before_the_second_factor_is_set_up(
    app: Flask, client: FlaskClient, new_bob: Person
) -> None:
    assert knock(client, new_bob).location == "/second-factor"
    assert client.get("/second-factor").status_code == 200
    assert_everything_is_shut(app, client)


@pytest.mark.parametrize("role", ["staff", "admin", "coordinator"])
def test_everybody_with_staff_rights_needs_it(app: Flask, client: FlaskClient, role: str) -> None:
    person = make_person("Bob Programma", password=True, ready=False)
    give_role(person, role, make_site() if role == "coordinator" else None)
    assert knock(client, person).location == "/second-factor"


def test_a_poco_does_not_need_it(app: Flask, client: FlaskClient) -> None:
    alice = make_person(password=True, ready=False)
    knock(client, alice)
    assert client.get("/me").status_code == 200


def test_it_is_set_up_with_a_picture_and_gives_ten_codes(
    app: Flask, client: FlaskClient, new_bob: Person
) -> None:
    assert client.get("/second-factor/qr.svg").status_code == 404
    knock(client, new_bob, "/sign-in?next=/networks")
    page = client.get("/second-factor").text
    picture = client.get("/second-factor/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret
    assert secret[1].replace(" ", "") not in str(client.get_cookie("poco_session"))
    assert client.post("/second-factor", data={"code": "000000"}).status_code == 400
    done = client.post("/second-factor", data={"code": code(secret[1].replace(" ", ""))})
    assert done.location == "/me/recovery-codes?next=/networks"
    codes = shown(client.get(done.location).text)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert shown(client.get(done.location).text) == []
    assert client.get("/networks").status_code == 200


def test_a_code_works_once(app: Flask, client: FlaskClient, bob: Person) -> None:
    now = code()
    for status in (302, 400):
        browser = app.test_client()
        knock(browser, bob)
        assert browser.post("/sign-in/second-step", data={"code": now}).status_code == status


def test_a_recovery_code_stands_in_once(app: Flask, bob: Person) -> None:
    codes = second_factor.new_recovery_codes(person_id=bob.id)
    db.session.commit()
    for status in (302, 400):
        browser = app.test_client()
        knock(browser, bob)
        said = {"code": codes[0].upper().replace("-", " ")}
        assert browser.post("/sign-in/second-step", data=said).status_code == status
    stored = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(stored)


def test_new_recovery_codes_replace_the_old(app: Flask, bob: Person) -> None:
    old = second_factor.new_recovery_codes(person_id=bob.id)
    second_factor.new_recovery_codes(person_id=bob.id)
    assert not second_factor.check(person_id=bob.id, code=old[0])
    assert second_factor.codes_left(bob.id) == second_factor.RECOVERY_CODES


def test_codes_are_slowed_down_for_the_person_not_the_browser(app: Flask, bob: Person) -> None:
    for _ in range(throttle.CODE.tries):
        browser = app.test_client()
        knock(browser, bob)
        assert browser.post("/sign-in/second-step", data={"code": "123123"}).status_code == 400
    browser = app.test_client()
    knock(browser, bob)
    assert browser.post("/sign-in/second-step", data={"code": code()}).status_code == 429


def test_half_way_is_a_short_time(
    app: Flask, client: FlaskClient, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    knock(client, bob)
    monkeypatch.setattr(halfway, "MINUTES", -1)
    assert client.post("/sign-in/second-step", data={"code": code()}).location == "/sign-in"
    assert sessions() == 0


def test_another_password_or_a_block_ends_half_way(app: Flask, bob: Person) -> None:
    one, other = app.test_client(), app.test_client()
    knock(one, bob)
    services.set_password(person=bob, password="nog een heel andere zin")
    db.session.commit()
    assert one.post("/sign-in/second-step", data={"code": code()}).location == "/sign-in"
    other.post("/sign-in", data={"email": bob.email, "password": "nog een heel andere zin"})
    blocking.block(person=bob)
    db.session.commit()
    assert other.post("/sign-in/second-step", data={"code": code()}).location == "/sign-in"


def test_a_stolen_password_gives_no_second_factor_to_who_has_a_passkey(
    app: Flask, client: FlaskClient, new_bob: Person
) -> None:
    give_passkey(new_bob)
    answer = knock(client, new_bob)
    assert answer.status_code == 403
    assert "beheerder" in answer.text
    assert client.get("/second-factor").location == "/sign-in"
    assert sessions() == 0


def letter(person: Person) -> str:
    token = services.make_login_link(person=person, purpose=LinkPurpose.RECOVERY)
    db.session.commit()
    return f"/sign-in/link/{token}"


def test_a_letter_still_asks_the_second_factor(
    app: Flask, client: FlaskClient, bob: Person
) -> None:
    assert client.post(letter(bob)).location == "/sign-in/second-step"
    assert_everything_is_shut(app, client)
    assert client.post("/sign-in/second-step", data={"code": code()}).status_code == 302
    assert client.get("/networks").status_code == 200


def test_a_letter_to_staff_without_a_second_factor_says_whom_to_ask(
    app: Flask, client: FlaskClient, new_bob: Person
) -> None:
    answer = client.post(letter(new_bob))
    assert answer.status_code == 403
    assert "beheerder" in answer.text
    assert client.get("/second-factor").location == "/sign-in"
    assert_everything_is_shut(app, client)


def test_a_link_of_the_operator_lets_staff_in_at_once(
    app: Flask, sign_in: SignIn, bob: Person
) -> None:
    assert sign_in(bob).get("/networks").status_code == 200


def test_who_becomes_staff_sets_it_up_before_anything_else(app: Flask, client: FlaskClient) -> None:
    person = make_person("Bob Programma", password=True, ready=False)
    knock(client, person)
    give_role(person, "staff")
    assert client.get("/networks").location == "/welcome"
    assert "/second-factor" in client.get("/welcome").text
    assert client.get("/second-factor").status_code == 200


def test_the_secret_is_sealed_in_the_database(app: Flask, bob: Person) -> None:
    stored = db.session.get_one(OneTimeCode, bob.id).secret
    assert SECRET.encode() not in stored
    app.config["SECRET_KEY"], key = "u" * 40, app.config["SECRET_KEY"]
    try:
        assert not second_factor.check(person_id=bob.id, code=code())
    finally:
        app.config["SECRET_KEY"] = key


def test_it_stays_on_while_a_password_opens_staff_pages(
    app: Flask, sign_in: SignIn, bob: Person
) -> None:
    browser = sign_in(bob)
    browser.post("/me/second-factor/remove")
    assert second_factor.has_one_time_code(bob.id)
    bob.password_hash = None
    give_passkey(bob)
    db.session.commit()
    browser.post("/me/second-factor/remove")
    assert not second_factor.has_one_time_code(bob.id)


def test_new_codes_and_another_app_ask_for_password_and_code(
    app: Flask, sign_in: SignIn, bob: Person
) -> None:
    browser = sign_in(bob)
    db.session.execute(sa.update(LoginSession).values(created_at=utcnow() - timedelta(minutes=16)))
    for page in ("/me/recovery-codes", "/me/second-factor/remove", "/me/password"):
        assert browser.post(page).location.startswith("/me/confirm"), page
    assert browser.get("/second-factor").location.startswith("/me/confirm")
    page = "/me/confirm?next=/me/recovery-codes"
    assert browser.post(page, data={"password": PASSWORD}).status_code == 400
    wrong = {"password": PASSWORD, "code": "000000"}
    assert browser.post(page, data=wrong).status_code == 400
    right = {"password": PASSWORD, "code": code()}
    assert browser.post(page, data=right).location == "/me/recovery-codes"
    made = browser.post("/me/recovery-codes")
    assert len(shown(browser.get(made.location).text)) == second_factor.RECOVERY_CODES
