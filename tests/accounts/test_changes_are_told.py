"""Whoever's way to sign in changes gets a letter, and the trail keeps what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.changes import Change, tell
from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from lms.mail.models import OutboxMail
from tests.factories import PASSWORD, make_person

SignIn = Callable[[Person], FlaskClient]


def noted() -> list[str]:
    db.session.rollback()
    entries = db.session.scalars(
        sa.select(AuditEntry.detail).where(AuditEntry.action == "sign-in.changed")
    )
    return [entry["what"] for entry in entries]


def test_a_new_password_is_told(app: Flask, sign_in: SignIn) -> None:
    alice = make_person(password=True)
    browser = sign_in(alice)
    browser.post("/me/password", data={"password": "kort", "again": "kort"})
    assert noted() == []
    browser.post(
        "/me/password", data={"password": "nog een lange zin", "again": "nog een lange zin"}
    )
    assert noted() == ["password-set"]
    (letter,) = db.session.scalars(sa.select(OutboxMail)).all()
    assert (letter.kind, letter.address) == ("account", alice.email)
    assert "nieuw wachtwoord" in letter.text
    assert PASSWORD not in letter.text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("change", Change)
def test_the_letter_tells_strangers_nothing(app: Flask, change: Change, language: str) -> None:
    alice = make_person("Alice Roos")
    alice.language = language
    tell(alice, change)
    db.session.commit()
    (letter,) = db.session.scalars(sa.select(OutboxMail)).all()
    for word in ("Alice", "POCO", "ondermijning", "crimi"):
        assert word.lower() not in (letter.subject + letter.text).lower()
    assert "/sign-in" in letter.text
    assert noted() == [change.value]


def test_making_an_account_ready_brings_no_letter(app: Flask) -> None:
    tell(make_person(), Change.PASSKEY_ADDED, letter=False)
    db.session.commit()
    assert noted() == ["passkey-added"]
    assert db.session.scalars(sa.select(OutboxMail)).all() == []
