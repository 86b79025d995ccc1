"""A page or file that shows the name of somebody else leaves a trace, and strangers see no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from tests.access import world
from tests.access.table import TABLE
from tests.access.test_who_may_do_what import routes

SignIn = Callable[[Person], FlaskClient]
NAMES = ("Alice Proef", "Bob Fellow", "carla", "Nina Nieuw")
LETTERS = {"network.nominate_by_link"}
"""Who holds the letter sees for which organisation it is."""


def words(answer: TestResponse) -> str:
    """What a page or file says; of a file that is no text whatever can be read."""
    return answer.get_data().decode(errors="replace")


def entries() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize("viewer", ["fellow", "coord", "admin"])
def test_a_page_with_a_name_is_noted(app: Flask, sign_in: SignIn, viewer: str) -> None:
    there, people = world.build(sign_in)
    browser, arguments = sign_in(people[viewer]), routes(app)
    others = [name for name in NAMES if name != people[viewer].name]
    unnoted = []
    for endpoint, method in TABLE:
        if method != "GET":
            continue
        before = entries()
        page = words(browser.get(there.address(app, endpoint, arguments[endpoint, method])))
        if any(name in page for name in others) and entries() == before:
            unnoted.append(endpoint)
    assert not unnoted


@pytest.mark.parametrize("viewer", ["visitor", "nobody", "partner", "other"])
def test_strangers_see_neither_name_nor_organisation(
    app: Flask, client: FlaskClient, sign_in: SignIn, viewer: str
) -> None:
    """On no page of the table, and in no answer to what they send."""
    there, people = world.build(sign_in)
    browser = sign_in(people[viewer]) if viewer in people else client
    arguments = routes(app)
    secrets = (*NAMES, "Kwekerij Proef")
    for line in TABLE:
        address = there.address(app, line[0], arguments[line])
        answer = browser.open(address, method=line[1], data=there.sent(line[0]))
        if line[0] not in LETTERS and answer.status_code not in {302, 404}:
            shown = [secret for secret in secrets if secret in words(answer)]
            assert not shown, f"{address} {answer.status_code}"
