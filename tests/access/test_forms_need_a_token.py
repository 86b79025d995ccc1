"""Whoever sends a form without the token of the own browser changes nothing, anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from tests.access import world
from tests.access.table import TABLE
from tests.access.test_who_may_do_what import routes

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def guarded(app: Flask) -> Iterator[Callable[[], None]]:
    """Turns the check of form tokens on, until the test ends."""
    yield lambda: app.config.update(WTF_CSRF_ENABLED=True)
    app.config["WTF_CSRF_ENABLED"] = False


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(sa.select(table))))
        for table in db.metadata.sorted_tables
    }


def test_every_post_of_everybody_takes_a_token(
    app: Flask, client: FlaskClient, sign_in: SignIn, guarded: Callable[[], None]
) -> None:
    there, people = world.build(sign_in)
    browsers = {name: sign_in(person) for name, person in people.items()}
    arguments = routes(app)
    guarded()
    before = everything()
    for line in (line for line in TABLE if line[1] != "GET"):
        address = there.address(app, line[0], arguments[line])
        for viewer in world.VIEWERS:
            sent = there.sent(line[0])
            response = browsers.get(viewer, client).open(address, method=line[1], data=sent)
            assert response.status_code == 400, f"{viewer}: {address}"
    assert everything() == before


def test_the_token_of_another_browser_does_not_count(
    app: Flask, sign_in: SignIn, guarded: Callable[[], None]
) -> None:
    """Who plans a forgery has a token, but not that of the one who is led into it."""
    there, people = world.build(sign_in)
    mine, forger = sign_in(people["staff"]), sign_in(people["poco"])
    guarded()
    token = forger.get("/me").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert token
    endpoint = "manage.person_block"
    address = there.address(app, endpoint, {"person"})
    assert mine.get("/me").status_code == 200
    assert mine.post(address, data={"csrf_token": token}).status_code == 400
