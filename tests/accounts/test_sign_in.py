"""Signing in: by password or one-time link; sessions end at once when revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms import config, create_app
from lms.accounts import demo, services, throttle
from lms.accounts.models import LoginLink, LoginSession, Person, SignInFailure
from lms.clock import utcnow
from lms.extensions import db
from lms.progress.queries import standing_of
from tests.conftest import COST_OF_A_PASSWORD
from tests.factories import COURSE, PASSWORD, enrol, make_person

SignIn = Callable[[Person], FlaskClient]


def enter(client: FlaskClient, email: str, password: str, next_page: str = ""):  # type: ignore[no-untyped-def]
    return client.post(f"/sign-in{next_page}", data={"email": email, "password": password})


def test_a_password_signs_in_whatever_the_case_of_the_address(
    app: Flask, client: FlaskClient
) -> None:
    make_person(password=True)
    assert enter(client, " Alice.Proef@EXAMPLE.invalid ", PASSWORD).status_code == 302
    assert client.get("/me").status_code == 200


def test_the_first_sign_in_is_a_milestone(app: Flask, client: FlaskClient) -> None:
    alice = make_person(password=True)
    enrol(alice)
    enter(client, alice.email, PASSWORD)
    first = standing_of(alice.id, COURSE).signed_in_at
    assert first is not None
    client.post("/sign-out")
    enter(client, alice.email, PASSWORD)
    assert standing_of(alice.id, COURSE).signed_in_at == first


def test_wrong_password_and_unknown_address_look_the_same(app: Flask, client: FlaskClient) -> None:
    alice = make_person(password=True)
    wrong = enter(client, alice.email, "iets anders dan dit")
    unknown = enter(client, "niemand@example.invalid", "iets anders dan dit")
    assert wrong.status_code == unknown.status_code == 400
    first, second = (
        re.sub(r'value="[^"]*"', "", page.get_data(as_text=True)) for page in (wrong, unknown)
    )
    assert first == second


def test_guessing_is_slowed_down(app: Flask, client: FlaskClient) -> None:
    alice = make_person(password=True)
    for _ in range(throttle.PASSWORD.tries):
        assert enter(client, alice.email, "geraden wachtwoord").status_code == 400
    assert enter(client, alice.email, PASSWORD).status_code == 429


def test_a_link_signs_in_once(app: Flask, client: FlaskClient) -> None:
    token = services.make_login_link(person=make_person())
    db.session.commit()
    assert client.get(f"/sign-in/link/{token}").status_code == 200
    assert client.post(f"/sign-in/link/{token}").status_code == 302
    again = app.test_client()
    assert again.post(f"/sign-in/link/{token}").status_code == 410
    assert again.get(f"/sign-in/link/{token}").status_code == 410


def test_looking_at_a_link_does_not_use_it_up(app: Flask, client: FlaskClient) -> None:
    token = services.make_login_link(person=make_person())
    db.session.commit()
    for _ in range(3):
        assert client.get(f"/sign-in/link/{token}").status_code == 200
    assert client.post(f"/sign-in/link/{token}").status_code == 302


def test_an_old_or_invented_link_is_refused(app: Flask, client: FlaskClient) -> None:
    token = services.make_login_link(person=make_person())
    db.session.execute(sa.update(LoginLink).values(expires_at=utcnow() - timedelta(seconds=1)))
    db.session.commit()
    assert client.post(f"/sign-in/link/{token}").status_code == 410
    assert client.post("/sign-in/link/verzonnen").status_code == 410


def test_tokens_are_not_in_the_database(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    token = services.make_login_link(person=alice)
    sign_in(alice)
    stored = [*db.session.scalars(sa.select(LoginLink.token_hash))]
    stored += db.session.scalars(sa.select(LoginSession.token_hash))
    assert token not in stored
    assert all(len(value) == 64 for value in stored)


def test_signing_out_ends_the_session_for_a_stolen_cookie(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    cookie = browser.get_cookie("poco_session")
    assert cookie is not None
    browser.post("/sign-out")
    thief = app.test_client()
    thief.set_cookie("poco_session", cookie.value)
    assert thief.get("/me").status_code == 302


def test_an_ended_session_is_out_at_the_next_request(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    phone, desk = sign_in(alice), sign_in(alice)
    sessions = db.session.scalars(sa.select(LoginSession).order_by(LoginSession.id)).all()
    assert desk.post(f"/me/sessions/{sessions[0].public_id}/end").status_code == 302
    assert phone.get("/me").status_code == 302
    assert desk.get("/me").status_code == 200


def test_somebody_elses_session_cannot_be_ended(app: Flask, sign_in: SignIn) -> None:
    sign_in(make_person("Bob Anders"))
    theirs = db.session.scalars(sa.select(LoginSession)).one().public_id
    charlie = sign_in(make_person("Charlie Vreemd"))
    assert charlie.post(f"/me/sessions/{theirs}/end").status_code == 404


def test_a_blocked_person_is_out_at_once(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    browser = sign_in(alice)
    alice.blocked_at = utcnow()
    db.session.commit()
    assert browser.get("/me").status_code == 302


def test_an_expired_session_is_over(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    db.session.execute(sa.update(LoginSession).values(expires_at=utcnow()))
    db.session.commit()
    assert browser.get("/me").status_code == 302


def test_a_new_password_signs_other_devices_out(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    phone, desk = sign_in(alice), sign_in(alice)
    new = {"password": "nog een lange zin", "again": "nog een lange zin"}
    assert desk.post("/me/password", data=new).status_code == 302
    assert phone.get("/me").status_code == 302
    assert desk.get("/me").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "kort", "again": "kort"},
        {"password": "lang genoeg, maar anders", "again": "lang genoeg, niet gelijk"},
        {"password": "x" * 1_000_000, "again": "x" * 1_000_000},
        {},
    ],
)
def test_a_bad_new_password_is_explained(
    app: Flask, sign_in: SignIn, fields: dict[str, str]
) -> None:
    alice = make_person()
    assert sign_in(alice).post("/me/password", data=fields).status_code == 400
    assert alice.password_hash is None


@pytest.mark.parametrize(
    "target",
    [
        "https://elders.invalid/",
        "//elders.invalid",
        "/\\elders.invalid",
        "javascript:alert(1)",
        "/\t/elders.invalid",
        "%2F%2Felders.invalid",
        "/%09/elders.invalid",
        "/%09/[",
        "/%0d%0aSet-Cookie:elders=1",
    ],
)
def test_signing_in_never_leads_to_another_site(
    app: Flask, client: FlaskClient, target: str
) -> None:
    alice = make_person(password=True)
    response = enter(client, alice.email, PASSWORD, f"?next={target}")
    assert response.location in {"/", target}
    assert "elders" not in str(response.headers)


def test_after_signing_in_one_is_where_one_wanted_to_be(app: Flask, client: FlaskClient) -> None:
    alice = make_person(password=True)
    asked = client.get("/training/proef/lesson/begin")
    assert asked.status_code == 302
    response = client.post(asked.location, data={"email": alice.email, "password": PASSWORD})
    assert response.location == "/training/proef/lesson/begin"


@pytest.mark.parametrize("text", ["🌷@x", "a\0b", "‮@evil", "<b>@x</b>", "x" * 1_000_000])
def test_strange_input_is_refused_calmly(app: Flask, client: FlaskClient, text: str) -> None:
    response = enter(client, text, text)
    assert response.status_code == 400
    assert "<b>@x</b>" not in response.get_data(as_text=True)


def test_cookies_are_closed(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    cookie = browser.get_cookie("poco_session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_a_scanner_that_asks_for_the_head_does_not_use_a_link_up(
    app: Flask, client: FlaskClient
) -> None:
    token = services.make_login_link(person=make_person())
    db.session.commit()
    assert client.head(f"/sign-in/link/{token}").status_code == 200
    assert client.get("/me").status_code == 302
    assert client.post(f"/sign-in/link/{token}").status_code == 302


def test_a_new_password_ends_the_links_that_are_still_out(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    token = services.make_login_link(person=alice)
    new = {"password": "nog een lange zin", "again": "nog een lange zin"}
    assert sign_in(alice).post("/me/password", data=new).status_code == 302
    assert app.test_client().post(f"/sign-in/link/{token}").status_code == 410


def test_old_failures_are_not_kept(app: Flask, client: FlaskClient) -> None:
    enter(client, "een@example.invalid", "geraden wachtwoord")
    long_ago = utcnow() - throttle.KEPT * 2
    db.session.execute(sa.update(SignInFailure).values(at=long_ago))
    db.session.commit()
    enter(client, "twee@example.invalid", "geraden wachtwoord")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInFailure)) == 2


def test_a_planted_cookie_is_worth_nothing_after_signing_in(
    app: Flask, client: FlaskClient
) -> None:
    """Session fixation: what the attacker put in the victim's browser is replaced."""
    make_person("Charlie Vreemd", password=True)
    alice = make_person(password=True)
    attacker = app.test_client()
    enter(attacker, "charlie.vreemd@example.invalid", PASSWORD)
    attacker.get("/me")
    attacker.post("/sign-out")
    with attacker.session_transaction() as planted:
        planted["csrf_token"] = "known to the attacker"
    cookie = attacker.get_cookie("poco_session")
    assert cookie is not None
    client.set_cookie("poco_session", cookie.value)
    enter(client, alice.email, PASSWORD)
    fresh = client.get_cookie("poco_session")
    assert fresh is not None
    assert fresh.value != cookie.value
    with client.session_transaction() as session:
        assert session.get("csrf_token") != "known to the attacker"
    assert attacker.get("/me").status_code == 302


def test_signing_in_again_ends_the_session_this_browser_had(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    browser = sign_in(alice)
    before = browser.get_cookie("poco_session")
    assert before is not None
    token = services.make_login_link(person=alice)
    db.session.commit()
    assert browser.post(f"/sign-in/link/{token}").status_code == 302
    old = app.test_client()
    old.set_cookie("poco_session", before.value)
    assert old.get("/me").status_code == 302
    assert browser.get("/me").status_code == 200


def test_cookies_go_over_https_only_in_production(app: Flask) -> None:
    settings = config.Settings(env="production", secret_key="t" * 40, database_url="sqlite://")
    made = create_app(settings)
    assert made.config["SESSION_COOKIE_SECURE"] is True
    assert made.config["SESSION_COOKIE_HTTPONLY"] is True


def test_a_demo_person_is_no_door_once_real_people_are_there(
    app: Flask, client: FlaskClient
) -> None:
    db.session.add(Person(name="Demo", email=f"staff@{demo.DOMAIN}"))
    db.session.commit()
    door = {"email": f"staff@{demo.DOMAIN}"}
    assert app.test_client().post("/sign-in/demo", data=door).status_code == 302
    make_person("Echte Persoon")
    assert app.test_client().post("/sign-in/demo", data=door).status_code == 404


def test_guessing_a_stolen_hash_is_costly() -> None:
    """As RFC 9106 recommends where memory is scarce."""
    cost = COST_OF_A_PASSWORD
    assert (cost.type.name, cost.time_cost, cost.memory_cost, cost.parallelism) == (
        "ID",
        3,
        64 * 1024,
        4,
    )
