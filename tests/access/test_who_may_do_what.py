"""The access table holds: for every route, every method and everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.access import Rule, rule_of
from lms.accounts.models import Person
from tests.access import world
from tests.access.table import TABLE

SignIn = Callable[[Person], FlaskClient]
OPEN = {Rule.PUBLIC, Rule.DEVELOPMENT}


def routes(app: Flask) -> dict[tuple[str, str], set[str]]:
    """(endpoint, method) → the arguments of its address."""
    return {
        (rule.endpoint, method): set(rule.arguments)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_and_method_is_in_the_table(app: Flask) -> None:
    assert set(routes(app)) == set(TABLE)


def test_every_line_says_something_of_everybody() -> None:
    assert {len(line.split()) for line in TABLE.values()} == {len(world.VIEWERS)}


@pytest.mark.parametrize("viewer", world.VIEWERS)
def test_the_table_holds(app: Flask, client: FlaskClient, sign_in: SignIn, viewer: str) -> None:
    """What only reads is asked first; then what changes something, in the order of the table."""
    there, people = world.build(sign_in)
    browser = sign_in(people[viewer]) if viewer in people else client
    column = world.VIEWERS.index(viewer)
    arguments = routes(app)
    wrong = {}
    for line in sorted(TABLE, key=lambda line: line[1] != "GET"):
        endpoint, method = line
        address = there.address(app, endpoint, arguments[line])
        response = browser.open(address, method=method, data=there.sent(endpoint))
        response.get_data()  # a file that is sent while it is made wants to be read
        wanted = int(TABLE[line].split()[column])
        if response.status_code != wanted:
            wrong[line] = f"{response.status_code}, not {wanted}: {address}"
    assert not wrong


@pytest.mark.parametrize("viewer", ["visitor", "other"])
def test_head_answers_as_get_does(
    app: Flask, client: FlaskClient, sign_in: SignIn, viewer: str
) -> None:
    there, people = world.build(sign_in)
    browser = sign_in(people[viewer]) if viewer in people else client
    column = world.VIEWERS.index(viewer)
    arguments = routes(app)
    for line in (line for line in TABLE if line[1] == "GET"):
        address = there.address(app, line[0], arguments[line])
        response = browser.head(address)
        assert response.status_code == int(TABLE[line].split()[column]), address
        assert not response.get_data()


def test_options_tell_nothing_to_who_may_not_use_a_route(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """Nothing is run for OPTIONS, so whoever may use a route learns its methods and no more."""
    there, people = world.build(sign_in)
    nobody = sign_in(people["nobody"])
    for line, arguments in routes(app).items():
        address, rule = there.address(app, line[0], arguments), rule_of(line[0])
        assert client.options(address).status_code == (200 if rule in OPEN else 401), address
        answer = nobody.options(address)
        assert answer.status_code == (200 if rule in {*OPEN, Rule.SIGNED_IN} else 404), address
        assert answer.status_code == 404 or not answer.get_data()


def test_a_visitor_is_led_to_the_sign_in_page(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/manage/people?role=poco")
    assert answer.location.startswith("/sign-in?next=/manage/people")
