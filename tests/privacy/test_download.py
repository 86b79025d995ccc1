"""A person gets everything that is held about them, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from lms.privacy.download import NAMED
from lms.privacy.kinds import Entry
from lms.privacy.register import personal
from tests.factories import make_person
from tests.privacy.planting import Planter, shown

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def planted(app: Flask) -> tuple[Planter, Planter]:
    """Alice and Charlie, each with a row in every table; each acted for the other."""
    alice, charlie = make_person("Alice Proef"), make_person("Charlie Vreemd")
    return_value = (Planter(alice, charlie, "roodborst"), Planter(charlie, alice, "specht"))
    for planter in return_value:
        planter.plant()
    return return_value


def columns(entry: Entry) -> list[str]:
    """The columns that the download shows as they are."""
    targets = {
        column.name: next((key.column.table.name for key in column.foreign_keys), "")
        for column in entry.of.columns
    }
    return [name for name in entry.personal if targets[name] not in {"person", *NAMED}]


def test_every_personal_column_is_in_the_file(
    planted: tuple[Planter, Planter], sign_in: SignIn
) -> None:
    alice, charlie = planted
    browser = sign_in(alice.person)
    answer = browser.get("/me/data.json")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    tables = {part["table"]: part for part in answer.json["about_you"]}
    for entry in personal():
        if entry.about is None:
            continue
        rows = tables[entry.table]["rows"]
        for name in columns(entry):
            value: Any = alice.seen.get(f"{entry.table}.{name}")
            if value is None or name == "quarter":
                continue
            found = [json.loads(json.dumps(row[name])) for row in rows]
            assert shown(value) in map(str, found), f"{entry.table}.{name}"
    assert tables["seat"]["rows"][0]["organisation_id"] == alice.seen["organisation.name"]
    assert charlie.word not in answer.text
    assert charlie.lasting not in answer.text


def test_the_page_shows_it_too_and_nothing_of_others(
    planted: tuple[Planter, Planter], sign_in: SignIn
) -> None:
    alice, charlie = planted
    page = sign_in(alice.person).get("/me/data").text
    for name in ("person.email", "login_session.device", "outbox_mail.text", "passkey.name"):
        assert alice.seen[name] in page, name
    assert charlie.word not in page
    assert charlie.lasting not in page
    assert charlie.person.public_id not in page


def test_what_proves_who_somebody_is_never_shows(
    planted: tuple[Planter, Planter], sign_in: SignIn
) -> None:
    alice, _charlie = planted
    browser = sign_in(alice.person)
    text = browser.get("/me/data").text + browser.get("/me/data.json").text
    for entry in personal():
        for name in (*entry.secret, *entry.others):
            value = alice.seen[f"{entry.table}.{name}"]
            value = value.decode() if isinstance(value, bytes) else value
            if isinstance(value, str):
                assert value not in text, f"{entry.table}.{name}"


def test_what_somebody_did_for_others_is_told_without_their_data(
    planted: tuple[Planter, Planter], sign_in: SignIn
) -> None:
    alice, charlie = planted
    answer = sign_in(alice.person).get("/me/data.json")
    acted = {part["table"]: part["rows"] for part in answer.json["you_did"]}
    moment = shown(charlie.seen["attendance.recorded_at"])
    assert acted["attendance"] == [
        {"meeting_id": acted["attendance"][0]["meeting_id"], "recorded_at": moment}
    ]
    assert {"invitation", "nomination", "meeting", "audit_entry"} <= set(acted)


def test_looking_and_taking_away_are_noted(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    browser = sign_in(alice)
    browser.get("/me/data")
    browser.get("/me/data.json")
    noted = db.session.execute(sa.select(AuditEntry.action, AuditEntry.subject)).all()
    assert [tuple(row) for row in noted] == [
        ("own-data.seen", alice.public_id),
        ("own-data.exported", alice.public_id),
    ]
