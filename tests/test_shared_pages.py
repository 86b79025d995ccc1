"""Pages that are made once for many people hold nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.conftest import field
from tests.factories import COURSE, enrol, give_role, make_person

SignIn = Callable[[Person], FlaskClient]
LESSON = f"/training/{COURSE}/lesson/begin"


def test_everybody_gets_their_own_name_and_a_token_that_works(app: Flask, sign_in: SignIn) -> None:
    pages = {}
    browsers = {}
    for name in ("Alice Een", "<b>Bob</b> Twee"):
        person = make_person(name)
        enrol(person)
        browsers[name] = sign_in(person)
        pages[name] = browsers[name].get(LESSON).get_data(as_text=True)
    alice, bob = pages.values()
    assert "Alice" in alice
    assert "Alice" not in bob
    assert "&lt;b&gt;Bob&lt;/b&gt;" in bob
    assert field(alice, "csrf_token") != field(bob, "csrf_token")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for name, browser in browsers.items():
            for page in (pages[name], browser.get(LESSON).get_data(as_text=True)):
                data = {"csrf_token": field(page, "csrf_token"), "answer": "niets"}
                answer = browser.post(f"{LESSON}/check/wat-doe-je", data=data)
                assert answer.status_code == 302
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_an_answer_of_one_is_not_shown_to_another(app: Flask, sign_in: SignIn) -> None:
    alice, bob = (sign_in(make_person(name)) for name in ("Alice Een", "Bob Twee"))
    alice.post(f"{LESSON}/check/wat-doe-je", data={"answer": "niets"})
    assert "Dan gebeurt er niets" in alice.get(LESSON).get_data(as_text=True)
    assert "Dan gebeurt er niets" not in bob.get(LESSON).get_data(as_text=True)


def test_the_menu_of_staff_is_not_shown_to_pocos(app: Flask, sign_in: SignIn) -> None:
    staff = make_person("Bob Programma")
    give_role(staff, "staff")
    assert "/networks" in sign_in(staff).get(LESSON).get_data(as_text=True)
    assert "/networks" not in sign_in(make_person()).get(LESSON).get_data(as_text=True)


def test_a_message_is_shown_once_and_not_kept(app: Flask, sign_in: SignIn) -> None:
    alice = sign_in(make_person("Alice Een"))
    alice.get(LESSON)
    with alice.session_transaction() as session:
        session["_flashes"] = [("message", "Alleen voor Alice")]
    assert "Alleen voor Alice" in alice.get(LESSON).get_data(as_text=True)
    assert "Alleen voor Alice" not in alice.get(LESSON).get_data(as_text=True)
    bob = sign_in(make_person("Bob Twee"))
    assert "Alleen voor Alice" not in bob.get(LESSON).get_data(as_text=True)
