"""Requests that no browser sends: a clear answer with the right status, never a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from tests.factories import enrol, make_person

SignIn = Callable[[Person], FlaskClient]
HUGE = "9" * 5000

ADDRESSES = [
    "/%",
    "/%zz",
    "/%ff%fe",
    "/%00",
    "/training/%00/lesson/x",
    "/training/proef/lesson/%F0%9F%8C%B7",
    "/training/proef/quiz/%ED%A0%80",
    "/attempt/x/" + HUGE,
    "/attempt/x/-1",
    "/attempt/%25/1",
    "/media/0000000000000000/%00",
    "/sign-in/link/%00",
    "/sign-in/link/%ED%A0%80",
    "/sign-in?next=%00",
    "/sign-in?next=/a%0d%0aSet-Cookie:x=1",
    "/?" + "a=1&" * 3000,
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
def test_a_strange_address_is_answered_calmly(
    app: Flask, sign_in: SignIn, address: str, method: str
) -> None:
    alice = make_person()
    enrol(alice)
    for browser in (app.test_client(), sign_in(alice)):
        response = getattr(browser, method)(address)
        assert response.status_code < 500
        assert "Set-Cookie: x" not in str(response.headers)


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in",
        "/sign-in/demo",
        "/language",
        "/me/password",
        "/training/proef/lesson/begin/check/wat-doe-je",
        "/training/proef/quiz/eerste",
    ],
)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%ff", b"a" * 3_000_000, b'{"a": 1}', b"=&=&%"])
def test_a_strange_body_is_answered_calmly(
    app: Flask, sign_in: SignIn, address: str, body: bytes
) -> None:
    browser = sign_in(make_person())
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json"):
        assert browser.post(address, data=body, content_type=kind).status_code < 500
