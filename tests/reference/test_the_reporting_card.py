"""The pocket card: the official routes for everybody, one's own numbers for a moment only."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.content import load_library, read_tree
from lms.extensions import db
from lms.reference.card import to_pdf
from lms.reference.card_forms import OwnLine
from tests._live import ROOT
from tests.factories import enrol, make_person
from tests.home.test_training import finish_online

SignIn = Callable[[Person], FlaskClient]
CARD = "/report/card"
OWN = "/report/card/own"
HOSTILE = '#<b>$x$ "]) *@'


def unpacked(pdf: bytes) -> bytes:
    """The PDF with what is compressed in it behind it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return pdf + b"".join(zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"\x78")


def test_everybody_reads_the_routes_and_polish_says_that_it_is_polish(client: FlaskClient) -> None:
    page = client.get(f"{CARD}?lang=pl").get_data(as_text=True)
    assert '<article class="pocket stack" lang="pl">' in page
    assert 'href="tel:112"' in page
    assert 'lang="nl">Alarmnummer' in page
    assert "Numery sprawdzone: 01-11-2026" in page
    assert client.get(f"{CARD}?lang=xx").status_code == 200
    assert f'href="{CARD}"' in client.get("/report").get_data(as_text=True)
    assert client.get(OWN).status_code == 302


def test_own_numbers_are_on_the_page_escaped_and_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    sent = {"lang": "nl", "as": "page", "label1": HOSTILE, "phone1": "0297-000 000"}
    page = browser.post(OWN, data=sent).get_data(as_text=True)
    assert 'href="tel:+31297000000"' in page
    assert "#&lt;b&gt;$x$" in page
    assert "<b>" not in page
    again = browser.post(OWN, data={**sent, "as": "form"}).get_data(as_text=True)
    assert 'value="0297-000 000"' in again
    kept = str([db.session.execute(sa.select(t)).all() for t in db.metadata.sorted_tables])
    assert "0297" not in kept
    assert "$x$" not in kept
    for half in ({"label2": "POCO"}, {"phone2": "112"}, {"label2": "x", "phone2": "javascript:1"}):
        assert browser.post(OWN, data={**sent, **half}).status_code == 400


def test_the_pdf_is_sent_as_a_file_without_a_name_in_it(app: Flask, sign_in: SignIn) -> None:
    sent = {"lang": "pl", "as": "pdf", "label1": HOSTILE, "phone1": "4321"}
    answer = sign_in(make_person()).post(OWN, data=sent)
    assert answer.headers["Content-Disposition"] == "attachment; filename=karta-zgloszen.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"tel:4321" in unpacked(answer.data)


@pytest.mark.parametrize("lang", ["nl", "en", "pl"])
def test_the_sheet_has_all_routes_is_one_page_and_equal_for_equal_texts(lang: str) -> None:
    library = load_library(read_tree(ROOT)).library
    assert library is not None
    card = library.cards[lang]
    own = [OwnLine("W" * 28, "+31 297 000 000", "+31297000000")] * 3 + [OwnLine(HOSTILE, "1", "1")]
    made = to_pdf(card, own)
    assert made == to_pdf(card, own)
    plain = unpacked(made)
    assert b"pdfuaid" in plain
    assert re.search(rb"/Lang\s*\(" + lang.encode(), plain)
    assert {"112", "09008844", "08007000", "08005151"} <= {route.tel for route in card.routes}
    for route in card.routes:
        assert plain.count(b"(tel:" + route.tel.encode() + b")") == 1
    pages = re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", plain, re.S)
    assert {int(count) for count in pages} == {1}


def test_home_leads_to_the_card_once_its_theme_is_done(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    enrol(alice)
    browser = sign_in(alice)
    assert OWN not in browser.get("/training").get_data(as_text=True)
    finish_online(alice)
    assert OWN in browser.get("/training").get_data(as_text=True)
