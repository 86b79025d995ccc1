"""Whatever is opened, by whomever: nothing changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.access import world
from tests.access.table import TABLE
from tests.access.test_forms_need_a_token import everything
from tests.access.test_who_may_do_what import routes

SignIn = Callable[[Person], FlaskClient]
WRITTEN = {
    "audit_entry": "who looked",
    "partner_table": "the totals of a closed quarter, fixed when somebody first asks for them",
}
LETTERS = (
    "invitations.show",
    "network.nominate_by_link",
    "reminders.by_letter",
)


@pytest.mark.parametrize("viewer", ["visitor", "poco", "partner", "admin"])
def test_no_get_changes_anything(
    app: Flask, client: FlaskClient, sign_in: SignIn, viewer: str
) -> None:
    there, people = world.build(sign_in)
    browser = sign_in(people[viewer]) if viewer in people else client
    arguments = routes(app)
    before = everything()
    for line in (line for line in TABLE if line[1] == "GET"):
        browser.get(there.address(app, line[0], arguments[line])).get_data()
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= set(WRITTEN)


def test_addresses_of_letters_go_to_no_other_site(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """What stands in them lets people in: no page is asked of others with it, and none is kept."""
    there, _people = world.build(sign_in)
    for endpoint in LETTERS:
        answer = client.get(there.address(app, endpoint, {"token"}))
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert answer.headers["Cache-Control"] == "no-store"
