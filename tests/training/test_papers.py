"""What is printed: opened again and read, in every language of the kit."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from lms.accounts.models import Person
from lms.training.blocks import blocks_of
from tests.training.conftest import KIT, TODAY, Firm

SignIn = Callable[[Person], FlaskClient]


def pages(client: FlaskClient, address: str) -> list[str]:
    """The text of every page, with all space made alike."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return [
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages
    ]


@pytest.mark.parametrize(
    ("lang", "texts", "line"),
    [
        (
            "nl",
            (
                "Op het perron",
                "Kijk wie er rijdt.",
                "vervanger",
                "✓ Ik vertel het",
                "– Ik kijk weg.",
            ),
            "Op het perron · versie 1.2 · 25-11-2026",
        ),
        ("pl", ("Na rampie", "Zapytaj.", "Mówienie to nie zdrada."), "wersja 1.2 · 25-11-2026"),
    ],
)
def test_the_hand_out_tells_it_all_and_bears_kit_version_and_day(
    firm: Firm, sign_in: SignIn, lang: str, texts: tuple[str, ...], line: str
) -> None:
    found = pages(sign_in(firm.alice), f"/kits/{KIT}/handout.pdf?lang={lang}")
    for text in (*texts, "112"):
        assert text in " ".join(found), found
    assert all(line in page for page in found)
    assert "staat er vandaag" not in " ".join(found), "the notes are for the presenter"


def test_the_list_to_sign_knows_the_own_session_and_has_a_place_for_everybody(
    firm: Firm, sign_in: SignIn
) -> None:
    planned = firm.plan(place="Kantine", expected=40, day=TODAY + timedelta(days=3))
    address = f"/kits/{KIT}/sign-in-sheet.pdf?lang=nl&session={planned.public_id}"
    found = pages(sign_in(firm.bob), address)
    assert len(found) == 2
    assert all("versie 1.2 · 25-11-2026" in page for page in found)
    assert f"{planned.day:%d-%m-%Y}" in found[0]
    assert "Kantine" in found[0]
    assert " 40" in found[1]
    assert sign_in(firm.charlie).get(address).status_code == 404


def test_html_becomes_blocks_with_strong_words_and_numbers_to_call() -> None:
    html = (
        "<p>Bel <a href='tel:112'><strong>112</strong></a>&amp; wacht.</p><figure><img alt='x'>"
        "<figcaption>weg</figcaption></figure><ul><li><p>Eén</p></li><li>Twee"
        " <a href='/glossary'>term</a></li></ul>"
    )
    kinds = [
        (block["kind"], "".join(run["text"] for run in block["runs"])) for block in blocks_of(html)
    ]
    assert kinds == [("text", "Bel 112& wacht."), ("item", "Eén"), ("item", "Twee term")]
    runs = [run for block in blocks_of(html) for run in block["runs"]]
    assert [run["text"] for run in runs if run["strong"] and run["url"] == "tel:112"] == ["112"]
    assert not any(run["url"].startswith("/") for run in runs)
