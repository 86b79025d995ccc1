"""Passkeys: made, used, removed; refused when anything about them is not right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import challenges, passkeys
from lms.accounts.keys import Passkey
from lms.accounts.models import LoginSession, Person
from lms.clock import utcnow
from lms.config import Settings
from lms.extensions import db
from tests.accounts.authenticator import ORIGIN, Device, add, come_in
from tests.factories import give_passkey, give_role, make_person

SignIn = Callable[[Person], FlaskClient]
IN, OUT = 200, 302


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(ready=False)


def kept() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Passkey.id))) or 0


def test_a_passkey_signs_in_without_an_address(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    assert kept() == 1
    assert come_in(client, device) == IN
    assert "telefoon" in client.get("/me").text


def test_with_staff_rights_a_passkey_is_both_factors(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    give_role(alice, "staff")
    device = add(sign_in(alice))
    assert come_in(client, device) == IN
    assert client.get("/networks").status_code == 200


def test_one_leads_where_one_wanted_to_be(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    options = client.post("/sign-in/passkey/options").get_json()
    answer = client.post("/sign-in/passkey?next=/me", data={"credential": device.show(options)})
    assert answer.location == "/me"


def test_the_browser_must_check_the_person(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    browser = sign_in(alice)
    options = browser.post("/me/passkeys/options").get_json()
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    add(browser, Device(verifies=False))
    assert kept() == 0
    device = add(browser)
    device.verifies = False
    assert come_in(client, device) == OUT


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://elders.invalid"},
        {"site": "elders.invalid"},
        {"credential_id": b"een andere"},
        {"owner": "aWVtYW5kIGFuZGVycw"},
        {"counter": -1},
    ],
)
def test_what_does_not_fit_is_refused(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person, wrong: dict[str, object]
) -> None:
    device = add(sign_in(alice), Device(counter=1))
    for name, value in wrong.items():
        setattr(device, name, value)
    assert come_in(client, device) == OUT


def test_another_key_is_refused(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    forged = Device(credential_id=device.credential_id, owner=device.owner, counter=9)
    assert come_in(client, forged) == OUT


def test_a_challenge_works_once_also_with_a_copied_cookie(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    options = client.post("/sign-in/passkey/options").get_json()
    cookie = client.get_cookie("poco_session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("poco_session", cookie.value)
    said = device.show(options)
    client.post("/sign-in/passkey", data={"credential": said})
    assert client.get("/me").status_code == IN
    db.session.execute(sa.update(Passkey).values(sign_count=0))  # as with passkeys that are synced
    thief.post("/sign-in/passkey", data={"credential": said})
    assert thief.get("/me").status_code == OUT


def test_a_challenge_is_for_one_use_and_a_short_time(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(alice)
    device = add(browser)
    options = browser.post("/me/confirm/options").get_json()
    browser.post("/sign-out")
    browser.post("/sign-in/passkey", data={"credential": device.show(options)})
    assert browser.get("/me").status_code == OUT
    monkeypatch.setattr(challenges, "SECONDS", -1)
    assert come_in(client, device) == OUT


def test_a_blocked_person_has_no_use_of_a_passkey(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    alice.blocked_at = utcnow()
    db.session.commit()
    assert come_in(client, device) == OUT


def test_the_last_way_in_stays(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    add(browser)
    add(browser, name="sleutelhanger")
    first, second = db.session.scalars(sa.select(Passkey).order_by(Passkey.id)).all()
    ids = first.public_id, second.public_id
    browser.post(f"/me/passkeys/{ids[0]}/remove")
    assert kept() == 1
    page = browser.post(f"/me/passkeys/{ids[1]}/remove", follow_redirects=True)
    assert "enige manier" in page.text
    assert kept() == 1
    new = {"password": "nog een lange zin", "again": "nog een lange zin"}
    browser.post("/me/password", data=new)
    browser.post(f"/me/passkeys/{ids[1]}/remove")
    assert kept() == 0


def test_with_staff_rights_a_password_alone_is_no_way_in(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    give_role(alice, "staff")
    browser = sign_in(alice)
    add(browser)
    new = {"password": "nog een lange zin", "again": "nog een lange zin"}
    browser.post("/me/password", data=new)
    public_id = db.session.scalars(sa.select(Passkey.public_id)).one()
    browser.post(f"/me/passkeys/{public_id}/remove")
    assert kept() == 1


def test_somebody_elses_passkey_cannot_be_removed(app: Flask, sign_in: SignIn) -> None:
    give_passkey(make_person())
    theirs = db.session.scalars(sa.select(Passkey.public_id)).one()
    charlie = sign_in(make_person("Charlie Vreemd"))
    assert charlie.post(f"/me/passkeys/{theirs}/remove").status_code == 404


def test_a_passkey_gets_another_name_from_its_owner_only(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    give_passkey(alice)
    mine = db.session.scalars(sa.select(Passkey)).one()
    address = f"/me/passkeys/{mine.public_id}/rename"
    bob = sign_in(make_person("Bob Anders"))
    assert bob.post(address, data={"name": "Gekaapt"}).status_code == 404
    browser = sign_in(alice)
    browser.post(address, data={"name": "  Telefoon van het werk  "})
    assert "Telefoon van het werk" in browser.get("/me").text
    browser.post(address, data={"name": " "})
    db.session.refresh(mine)
    assert mine.name == "Telefoon van het werk"


def test_a_device_cannot_be_added_twice(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    device = add(browser)
    options = browser.post("/me/passkeys/options").get_json()
    assert len(options["excludeCredentials"]) == 1
    add(browser, device)
    assert kept() == 1


def test_a_passkey_asks_for_a_sign_in_of_just_now(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    browser = sign_in(alice)
    device = add(browser)
    db.session.execute(sa.update(LoginSession).values(created_at=utcnow() - timedelta(minutes=16)))
    assert browser.get("/me/passkeys/new").location.startswith("/me/confirm")
    assert browser.post("/me/passkeys/options").status_code == 403
    public_id = db.session.scalars(sa.select(Passkey.public_id)).one()
    asked = browser.post(f"/me/passkeys/{public_id}/remove")
    assert asked.location.startswith("/me/confirm")
    options = browser.post("/me/confirm/options").get_json()
    said = {"credential": device.show(options)}
    assert browser.post("/me/confirm/passkey?next=/me/passkeys/new", data=said).location == (
        "/me/passkeys/new"
    )
    assert browser.get("/me/passkeys/new").status_code == 200


@pytest.mark.parametrize(
    "said",
    ["", "{}", "[" * 15_000, "x" * 30_000, '{"id":"AA","rawId":"AA","type":"public-key"}', "null"],
)
def test_nonsense_is_refused_calmly(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person, said: str
) -> None:
    client.post("/sign-in/passkey/options")
    assert client.post("/sign-in/passkey", data={"credential": said}).status_code == 302
    browser = sign_in(alice)
    browser.post("/me/passkeys/options")
    assert browser.post("/me/passkeys", data={"credential": said}).status_code == 302
    assert kept() == 0


def test_half_true_answers_are_refused_calmly(
    app: Flask, client: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    device = add(sign_in(alice))
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        options = client.post("/sign-in/passkey/options").get_json()
        said = json.loads(device.show(options))
        said["response"][part] = "AAAA"
        client.post("/sign-in/passkey", data={"credential": json.dumps(said)})
        assert client.get("/me").status_code == OUT


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("", ("localhost", ORIGIN)),
        (
            "https://academie.example.nl",
            ("academie.example.nl", "https://academie.example.nl"),
        ),
        ("https://x.example.nl:443", ("x.example.nl", "https://x.example.nl")),
        ("https://x.example.nl:8443/pad", ("x.example.nl", "https://x.example.nl:8443")),
    ],
)
def test_the_site_of_a_passkey_follows_the_settings(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str, party: tuple[str, str]
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", Settings(base_url=address))
    assert passkeys.relying_party() == party
