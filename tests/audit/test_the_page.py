"""Administrators read the trail: newest first, filtered by the address, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from tests.factories import give_role, make_person

SignIn = Callable[[Person], FlaskClient]
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def admin(app: Flask, sign_in: SignIn) -> FlaskClient:
    person = make_person("Ada Beheer")
    give_role(person, "admin")
    return sign_in(person)


def add(count: int = 1, **values: Any) -> None:
    rows = [
        AuditEntry(**{"at": NOW + timedelta(seconds=n), "action": f"test.{n}", **values})
        for n in range(count)
    ]
    db.session.add_all(rows)
    db.session.commit()


def actions(page: str) -> list[str]:
    return re.findall(r"<td>(test\.\d+)", page)


def older(page: str) -> str:
    found = re.search(r'href="([^"]*)" rel="next"', page)
    return found.group(1).replace("&amp;", "&") if found else ""


def test_it_is_read_from_the_newest_to_the_oldest_by_the_page(admin: FlaskClient) -> None:
    add(120)
    address, seen = "/manage/audit", []
    while address:
        page = admin.get(address).text
        seen += actions(page)
        address = older(page)
    assert seen == [f"test.{n}" for n in reversed(range(120))]


def test_it_filters_by_action_period_and_person(admin: FlaskClient) -> None:
    bob = make_person("Bob Kijker")
    add(action="test.3", at=NOW - timedelta(days=40))
    add(action="test.1", actor=bob.public_id)
    add(action="test.2", subject=bob.public_id)
    assert actions(admin.get("/manage/audit?action=test.3").text) == ["test.3"]
    assert actions(admin.get("/manage/audit?since=2026-11-01&until=2026-11-01").text) == [
        "test.2",
        "test.1",
    ]
    assert actions(admin.get(f"/manage/audit?who={bob.public_id}").text) == ["test.2", "test.1"]
    for wrong in ("before=x", "since=gisteren", "until=9999-12-31"):
        assert admin.get(f"/manage/audit?{wrong}").status_code == 404


def test_names_are_looked_up_and_erased_ones_are_not_there(admin: FlaskClient) -> None:
    bob, gone = make_person("Bob Kijker"), make_person("Alice Weg")
    gone.erased_at = NOW
    add(actor=bob.public_id, subject=gone.public_id)
    add(action="test.5", subject="organisatie123")
    page = admin.get("/manage/audit").text
    assert "Bob Kijker" in page
    assert "Alice Weg" not in page
    assert "verwijderd" in page
    assert "organisatie123" in page
    assert "het systeem" in page


def test_reading_it_is_noted_without_names(admin: FlaskClient) -> None:
    admin.get("/manage/audit?action=test.1")
    row = db.session.execute(sa.select(AuditEntry.action, AuditEntry.detail)).one()
    assert tuple(row) == ("audit.seen", {"action": "test.1"})


def test_a_page_takes_few_queries(admin: FlaskClient, count_queries: Callable[[], Any]) -> None:
    add(60)
    with count_queries() as seen:
        assert admin.get("/manage/audit").status_code == 200
    # Who asks, the entries, their names, the last seal, and one insert that notes it.
    assert len([sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA", "set local"))]) <= 8
    assert len([sql for sql in seen if sql.startswith("INSERT")]) == 1


def test_only_administrators_find_it(app: Flask, sign_in: SignIn) -> None:
    staff = make_person("Bob Programma")
    give_role(staff, "staff")
    browser = sign_in(staff)
    assert browser.get("/manage/audit").status_code == 404
    assert "/manage/audit" not in browser.get("/manage").text


def test_details_are_words_in_the_language_of_the_reader(admin: FlaskClient) -> None:
    detail = {"role": "coordinator", "searched": True, "people": 1200, "site": "aalsmeer"}
    add(action="role.granted", detail=detail)
    page = admin.get("/manage/audit").text
    for words in (
        "Rol: netwerkcoördinator",
        "Gezocht op naam: ja",
        "Mensen: 1.200",
        "Terrein: aalsmeer",
    ):
        assert words in page
