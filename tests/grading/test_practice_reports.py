"""Practice reports: words are found or not found, and a text that looks real is noticed."""

from __future__ import annotations

from datetime import date

import pytest

from lms.grading.reports import (
    FIELDS,
    Advice,
    FieldRubric,
    Point,
    RouteChoice,
    Rubric,
    SignKind,
    looks_real,
    read_evidence,
    review,
)

TODAY = date(2026, 11, 25)
CASE = "Dinsdag 3 november stond er een trailer met XX-00-XX. Gisteren ook."


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("donkere jas", "Een man, DONKERE  jas.", "DONKERE  jas"),
        ("een man", "Eén man", "Eén man"),
        ("jas", "Hij droeg een jasje", ""),
        ("jas*", "Hij droeg een jasje", "jasje"),
        ("*kar", "een bloemenkar", "bloemenkar"),
        ("bus + grijz*", "Grijze wagen: een bus", "Grijze … bus"),
        ("bus + grijs*", "een bus", ""),
        ("paard | bus", "een bus", "bus"),
        ("21:40", "om 21.40 uur", "21.40"),
        ("21:40", "rond 9.40 p.m. ongeveer", "9.40 p.m"),
        ("21:40", "21u40", "21u40"),
        ("21:00", "om 9 pm", "9 pm"),
        ("4", "dock 14", ""),
        ("4860", "4.860 euro", "4.860"),
        ("XX-00-XX", "kenteken xx 00 xx", "xx 00 xx"),
        ("XX-00-XX", "XX00XX", "XX00XX"),
    ],
)
def test_words_are_found_however_they_are_typed(words: str, text: str, found: str) -> None:
    assert read_evidence(words).find(text) == found


@pytest.mark.parametrize("words", ["", "a | | b", "a + ", "*", "..."])
def test_an_alternative_needs_a_word(words: str) -> None:
    with pytest.raises(ValueError, match="without a word"):
        read_evidence(words)


def rubric() -> Rubric:
    def field(name: str) -> FieldRubric:
        point = Point(name, name, read_evidence(f"{name}woord"), "ja", "nee")
        return FieldRubric(name, name.title(), (point,), "model")

    return Rubric(
        lang="nl",
        fields=tuple(field(name) for name in FIELDS),
        opinions=(Advice(read_evidence("boef* | boeven"), "wat deed hij?"),),
        noise=(Advice(read_evidence("koffie"), "laat weg"),),
        routes=(
            RouteChoice("police", "Politie", True, "past"),
            RouteChoice("none", "N", False, ""),
        ),
        questions=(),
    )


def test_a_point_is_found_in_its_own_field_elsewhere_or_not_at_all() -> None:
    texts = {"who": "whowoord wherewoord", "what": "", "when": "unknownwoord"}
    states = {field.id: field.points[0] for field in review(rubric(), texts, "").fields}
    assert (states["who"].state, states["who"].words) == ("found", "whowoord")
    assert (states["where"].state, states["where"].place) == ("elsewhere", "who")
    assert states["what"].state == "missing"
    assert states["unknown"].state == "missing", "what one does not know stands in its own field"


def test_an_opinion_is_named_unless_it_is_marked_as_a_thought_or_a_doubt() -> None:
    texts = {
        "who": "Een boef. Ik denk dat het boeven zijn.",
        "what": "koffie",
        "unknown": "Of hij een boef is.",
    }
    found = {field.id: field for field in review(rubric(), texts, "").fields}
    assert [(w.words, w.thought) for w in found["who"].opinions] == [
        ("boef", False),
        ("boeven", True),
    ]
    assert [word.advice for word in found["what"].noise] == ["laat weg"]
    assert found["unknown"].opinions == ()


def test_the_route_is_explained_and_what_fits_is_shown() -> None:
    assert review(rubric(), {}, "police").route.fits
    wrong = review(rubric(), {}, "none").route
    assert (wrong.fits, [route.id for route in wrong.fitting]) == (False, ["police"])
    assert review(rubric(), {}, "gone").route.chosen is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Eén man bij dock 4, dinsdag 3 november om 21.40 uur, XX-00-XX.", []),
        ("Gisteren zag ik het.", []),
        ("Hij was echt groot.", []),
        ("Vandaag was het echt zo.", ["words", "words"]),
        ("Dit is echt gebeurd.", ["words", "words"]),
        ("Bij ons stond een trailer.", ["words"]),
        ("Op 24-11-2026 stond hij er weer.", ["date"]),
        ("Op 24 november.", ["date"]),
        ("On 24th of Nov 2026", ["date"]),
        ("2026-11-24", ["date"]),
        ("In 1999, op 24-11-1999.", []),
        ("Factuur van 4.860,50 euro, om 21.40.", []),
        ("Bel 06-12345678", ["phone"]),
        ("Bel +31 6 1234 5678", ["phone"]),
        ("VX-123-K", ["plate"]),
        ("vx-123-k", ["plate"]),
        ("dock 4-5-6 en ploeg-a-b", []),
        ("Kwekerij Zonnedauw", ["organisation"]),
        ("kwekerij-zonnedauw bv", ["organisation"]),
        ("zonnedauw op het gras", []),
    ],
)
def test_a_text_that_looks_real_is_noticed(text: str, kinds: list[str]) -> None:
    own = ["Kwekerij Zonnedauw B.V.", "BV"]
    signs = looks_real([text], case=CASE, own=own, lang="nl", today=TODAY)
    assert [sign.kind for sign in signs] == [SignKind(kind) for kind in kinds]


def test_english_words_are_noticed_too() -> None:
    def kinds(text: str) -> list[str]:
        signs = looks_real([text], case="", own=[], lang="en", today=TODAY)
        return [sign.words for sign in signs]

    assert kinds("This is not an exercise, it is at our company") == [
        "not an exercise", "at our company", "our company"
    ]  # fmt: skip
    assert kinds("a man with a real coat") == []
