"""Putting a file in as a browser does, and what is then in the network."""

from __future__ import annotations

import io
import re
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.network.models import Organisation, Participation, Seat
from lms.progress.models import CourseProgress, LedgerFact
from tests.conftest import field

BOB = ("Kwekerij Proef", "", "Aalsmeer", "", "Bob Proef", "BOB@x.nl", "en", "01-02-2026")
TABLES = (Organisation, Participation, Person, Seat, LedgerFact, CourseProgress)


def send(browser: FlaskClient, data: bytes, name: str = "x.csv") -> Any:
    return browser.post("/manage/imports", data={"file": (io.BytesIO(data), name)})


def check(browser: FlaskClient, data: bytes, name: str = "x.csv") -> str:
    """Choose a file and carry its check to the end; the address of its page."""
    response = send(browser, data, name)
    assert response.status_code == 302, response.text
    for _ in range(20):
        if 'name="seen"' in (page := browser.get(response.location).text) or "fate=" in page:
            return str(response.location)
        browser.post(f"{response.location}/check")
    raise AssertionError("the check does not end")


def confirm(browser: FlaskClient, place: str) -> Any:
    seen = field(browser.get(place).text, "seen")
    return browser.post(f"{place}/confirm", data={"seen": seen})


def put_in(browser: FlaskClient, data: bytes, name: str = "x.csv") -> str:
    place = check(browser, data, name)
    confirm(browser, place)
    return place


def contents() -> list[list[Any]]:
    """Everything in the tables an import may write."""
    db.session.rollback()
    return [
        [
            tuple(row)
            for row in db.session.execute(sa.select(model.__table__).order_by(sa.text("1")))
        ]
        for model in TABLES
    ]


def counts(page: str) -> dict[str, int]:
    found = re.findall(r"fate=(\w+)\"[^>]*>[^<]*<span[^>]*>([\d.]+)</span>", page)
    return {fate: int(number.replace(".", "")) for fate, number in found}
