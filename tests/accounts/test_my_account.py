"""My account: what there is, and what asks to show once more that it is you."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import blocking, services
from lms.accounts.models import Invitation, LoginSession, Person
from lms.clock import utcnow
from lms.extensions import db
from tests.factories import PASSWORD, give_role, make_person

SignIn = Callable[[Person], FlaskClient]
NEW = {"password": "nog een lange zin", "again": "nog een lange zin"}


def wait_a_while() -> None:
    db.session.execute(sa.update(LoginSession).values(created_at=utcnow() - timedelta(minutes=16)))
    db.session.commit()


def test_one_page_shows_everything(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(make_person(password=True)).get("/me").text
    for title in ("Passkeys", "Wachtwoord", "Waar je bent ingelogd", "Taal"):
        assert title in page
    assert "Herstelcodes" not in page


def test_staff_see_their_second_factor_too(app: Flask, sign_in: SignIn) -> None:
    bob = make_person("Bob Programma")
    give_role(bob, "staff")
    page = sign_in(bob).get("/me").text
    assert "Herstelcodes" in page
    assert "Een code uit een app" in page


def test_all_other_devices_are_signed_out_at_once(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    phone, tablet, desk = (sign_in(alice) for _ in range(3))
    bob = sign_in(make_person("Bob Anders"))
    assert desk.post("/me/sessions/end-others").status_code == 302
    assert [browser.get("/me").status_code for browser in (phone, tablet, desk, bob)] == [
        302,
        302,
        200,
        200,
    ]


def test_a_new_password_asks_for_the_old_one_after_a_while(app: Flask, sign_in: SignIn) -> None:
    alice = make_person(password=True)
    before = alice.password_hash
    browser = sign_in(alice)
    wait_a_while()
    assert browser.get("/me").status_code == 200
    assert browser.get("/me/password").location == "/me/confirm?next=/me/password"
    assert browser.post("/me/password", data=NEW).location == "/me/confirm?next=/me/password"
    db.session.refresh(alice)
    assert alice.password_hash == before
    page = "/me/confirm?next=/me/password"
    assert browser.get(page).status_code == 200
    assert browser.post(page, data={"password": "geraden wachtwoord"}).status_code == 400
    assert browser.post(page, data={"password": PASSWORD}).location == "/me/password"
    assert browser.post("/me/password", data=NEW).location == "/me"


def test_with_a_passkey_only_a_passkey_is_asked(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    wait_a_while()
    page = browser.get("/me/confirm").text
    assert 'type="password"' not in page
    assert 'data-passkey="get"' in page
    assert browser.post("/me/confirm", data={"password": PASSWORD}).status_code == 400


def test_confirming_never_leads_to_another_site(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person(password=True))
    answer = browser.post("/me/confirm?next=//elders.invalid", data={"password": PASSWORD})
    assert answer.location == "/"


def test_guessing_at_the_confirmation_is_slowed_down(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person(password=True))
    statuses = [
        browser.post("/me/confirm", data={"password": "geraden wachtwoord"}).status_code
        for _ in range(11)
    ]
    assert statuses == [400] * 10 + [429]


def test_blocking_ends_everything_at_once(app: Flask, sign_in: SignIn) -> None:
    alice = make_person(password=True)
    phone, desk = sign_in(alice), sign_in(alice)
    token = services.make_login_link(person=alice)
    db.session.add(
        Invitation(person_id=alice.id, token_hash="x" * 64, expires_at=utcnow() + timedelta(days=1))
    )
    blocking.block(person=alice)
    db.session.commit()
    assert phone.get("/me").status_code == desk.get("/me").status_code == 302
    stranger = app.test_client()
    assert stranger.post(f"/sign-in/link/{token}").status_code == 410
    sign = {"email": alice.email, "password": PASSWORD}
    assert stranger.post("/sign-in", data=sign).status_code == 400
    assert db.session.scalars(sa.select(Invitation)).one().withdrawn_at is not None
    blocking.unblock(person=alice)
    db.session.commit()
    assert phone.get("/me").status_code == 302
    assert stranger.post("/sign-in", data=sign).status_code == 302
