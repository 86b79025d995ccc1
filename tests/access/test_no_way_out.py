"""What an address or a form calls "next" never leads to another site."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.factories import PASSWORD, make_person

SignIn = Callable[[Person], FlaskClient]
ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "evil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_signing_in(app: Flask, client: FlaskClient, target: str) -> None:
    alice = make_person(password=True)
    sent = {"email": alice.email, "password": PASSWORD}
    answer = client.post(f"/sign-in?next={quote(target)}", data=sent)
    assert answer.status_code == 302
    assert answer.location == "/"
    again = client.post(f"/me/confirm?next={quote(target)}", data={"password": PASSWORD})
    assert again.location == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_on_pages_and_in_forms(app: Flask, sign_in: SignIn, target: str) -> None:
    browser = sign_in(make_person(password=True))
    assert browser.post("/language", data={"language": "nl", "next": target}).location == "/"
    for page in ("/me/confirm", "/me/recovery-codes"):
        answer = browser.get(f"{page}?next={quote(target)}")
        assert answer.status_code == 200
        targets = re.findall(r'(?:href|action)="([^"]*)"', answer.text)
        assert targets
        assert [found for found in targets if not re.match(r"(/[^/\\]|/$|#)", found)] == []
