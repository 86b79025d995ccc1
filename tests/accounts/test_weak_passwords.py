"""Passwords that are guessed first are refused; a sentence of one's own is fine."""

from __future__ import annotations

import pytest

from lms.accounts.weak_passwords import is_weak

OWN = ("Alice van der Proef", "a.vanderproef@kwekerij-zon.example")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "P@ssw0rd!P@ssw0rd",
        "Welkom2026!!!",
        "wachtwoord123456",
        "Zomer2026Zomer2026",
        "qwertyuiop123",
        "qwertyuiopasdfgh",
        "123456789012",
        "839201746283",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklmnop",
        "hallohallohallo",
        "PocoAcademie2026",
        "poco-academie!!",
        "floraholland1",
        "FloraHollandAalsmeer",
        "Alice.Proef.2026",
        "proefproefalice",
        "kwekerij-zon-2026",
        "ALICÉ-vanderproef",
        "............!",
    ],
)
def test_what_is_guessed_first_is_weak(password: str) -> None:
    assert is_weak(password, own=OWN)


@pytest.mark.parametrize(
    "password",
    [
        "een lange zin over tulpen",
        "vier fietsen zonder zadel",
        "correct horse battery staple",
        "x7#Kq9$2mZ!4",
        "Regen op het dak om 6 uur",
        "длинная фраза о тюльпанах",
        "gele-rozen-en-een-trein",
        "Welkom in mijn kas vol stilte",
    ],
)
def test_a_sentence_of_ones_own_is_fine(password: str) -> None:
    assert not is_weak(password, own=OWN)


def test_own_words_are_only_own() -> None:
    assert not is_weak("kwekerij-zonneschijn-2026")
