"""The access table holds: for every route, every method and everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.access import world
from tests.access.table import TABLE

SignIn = Callable[[Person], FlaskClient]


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
        response = browser.open(address, method=method, data=world.DATA.get(endpoint, {}))
        response.get_data()  # a file that is sent while it is made wants to be read
        wanted = int(TABLE[line].split()[column])
        if response.status_code != wanted:
            wrong[line] = f"{response.status_code}, not {wanted}: {address}"
    assert not wrong


def test_a_visitor_is_led_to_the_sign_in_page(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/manage/people?role=poco")
    assert answer.location.startswith("/sign-in?next=/manage/people")
