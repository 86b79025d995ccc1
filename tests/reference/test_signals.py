"""Signals are found outside the lessons, and staff are told when numbers were not checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.reference.checked import is_old
from tests.conftest import reload_content
from tests.factories import enrol, give_role, make_person

SignIn = Callable[[Person], FlaskClient]
FILE = "courses/proef/10-eerste/10-begin"
CALL_OUT = """
/// signal | {title}
{text} Een [katvanger](term:katvanger) is geen bewijs.
///
"""


def put(content: Path, lang: str, title: str, text: str) -> None:
    path = content / f"{FILE}{lang}.md"
    source = path.read_text("utf-8")
    call_out = CALL_OUT.format(title=title, text=text)
    path.write_text(source.replace("/// question", f"{call_out}\n/// question", 1), "utf-8")


def test_signals_are_searched_by_parts_of_words_without_accents(
    app: Flask, content: Path, sign_in: SignIn
) -> None:
    put(content, "", "Betaling in één keer", "Contant, en te veel.")
    put(content, ".en", "Paid at once", "Cash, and too much.")
    reload_content()
    alice = make_person()
    enrol(alice)
    browser = sign_in(alice)
    for query, found in (("", True), ("een KEER", True), ("contan", True), ("fiets", False)):
        page = browser.get("/signals", query_string={"q": query}).get_data(as_text=True)
        assert ("Betaling in één keer" in page) is found, query
        assert ("/training/proef/lesson/begin#kijken" in page) is found, query
        assert 'popovertarget="term-' not in page
        assert "/report" in page


@pytest.mark.parametrize(
    ("checked", "old"),
    [(None, False), (date(2026, 5, 30), False), (date(2026, 5, 1), True)],
)
def test_half_a_year_is_too_long(checked: date | None, old: bool) -> None:
    assert is_old(checked, date(2026, 11, 25)) is old


def test_only_staff_are_told_to_check_the_numbers(
    app: Flask, content: Path, sign_in: SignIn, client: FlaskClient
) -> None:
    for name in ("contacts.md", "contacts.en.md"):
        path = content / "courses" / name
        path.write_text(path.read_text("utf-8").replace("2026-11-01", "2020-11-01"), "utf-8")
    reload_content()
    alice, bob = make_person(), make_person("Bob")
    give_role(bob, "staff")
    words = "meer dan zes maanden geleden"
    staff = sign_in(bob)
    for address in ("/report", "/networks", "/manage"):
        assert words in staff.get(address).get_data(as_text=True), address
    for browser in (client, sign_in(alice)):
        assert words not in browser.get("/report").get_data(as_text=True)
