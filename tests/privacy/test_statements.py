"""What everybody may read about their data and about accessibility."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.extensions import db
from lms.privacy.register import personal
from tests.factories import make_person

CONTACT = "info@weerbaresierteeltsector.nl"


@pytest.mark.parametrize("address", ["/privacy", "/accessibility"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_anybody_reads_it_in_both_languages(client: FlaskClient, address: str, lang: str) -> None:
    answer = client.get(address, headers={"Accept-Language": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert CONTACT in answer.text


def test_the_privacy_page_tells_the_whole_register(app: Flask, client: FlaskClient) -> None:
    page = client.get("/privacy", headers={"Accept-Language": "en"}).text
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for entry in personal():
            assert str(entry.title) in page
            assert str(entry.term.words).replace("'", "&#39;") in page


def test_every_page_leads_there(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert 'href="/privacy"' in page
    assert 'href="/accessibility"' in page


def test_the_account_leads_to_the_own_data(app: Flask, sign_in: object) -> None:
    browser = sign_in(make_person())  # type: ignore[operator]
    assert 'href="/me/privacy"' in browser.get("/me").text
    assert 'href="/me/data"' in browser.get("/me/privacy").text
    db.session.rollback()
