"""From a submitted form to a response."""

from __future__ import annotations

import pytest

from lms.grading.items import InvalidResponse
from tests.grading.items import ALL, MATCHING, MULTIPLE, NUMBER, ORDERING, SINGLE, TEXT, Form, item


@pytest.mark.parametrize("kind", ALL)
def test_an_empty_form_is_no_answer(kind: str) -> None:
    assert item(ALL[kind]).read(Form()) is None
    blank = {"answer": [""]} | {f"position-{k}": [""] for k in item(ALL[kind]).keys}
    assert item(ALL[kind]).read(Form(blank)) is None


def test_a_choice_is_read_as_its_key() -> None:
    assert item(SINGLE).read(Form(answer=["bellen"])) == "bellen"


def test_more_choices_are_read_sorted() -> None:
    assert item(MULTIPLE).read(Form(answer=["nummer", "heel"])) == ["heel", "nummer"]


def test_places_are_read_as_an_order() -> None:
    form = Form(
        {
            "position-veilig": ["2"],
            "position-onthoud": ["1"],
            "position-schrijf": ["3"],
            "position-meld": ["4"],
        }
    )
    assert item(ORDERING).read(form) == ["onthoud", "veilig", "schrijf", "meld"]


@pytest.mark.parametrize("places", ["1134", "0123", "123", "12x4", "1235"])
def test_places_that_are_no_order_are_refused(places: str) -> None:
    names = ["veilig", "onthoud", "schrijf", "meld"]
    form = Form({f"position-{n}": [p] for n, p in zip(names, places, strict=False)})
    with pytest.raises(InvalidResponse) as caught:
        item(ORDERING).read(form)
    assert caught.value.code == "positions"


def test_pairs_are_read_and_may_be_incomplete() -> None:
    form = Form({"match-gevaar": ["alarm"], "match-naam": [""]})
    assert item(MATCHING).read(form) == {"gevaar": "alarm"}


def test_typed_answers_are_read_as_typed_without_spaces_around() -> None:
    assert item(NUMBER).read(Form(answer=[" 2,5 "])) == "2,5"
    assert item(TEXT).read(Form(answer=["  Kat vanger "])) == "Kat vanger"


@pytest.mark.parametrize(
    ("source", "form", "code"),
    [
        (SINGLE, {"answer": ["nergens"]}, "unknown-option"),
        (SINGLE, {"answer": ["bellen", "niets"]}, "shape"),
        (MULTIPLE, {"answer": ["heel", "nergens"]}, "unknown-option"),
        (MULTIPLE, {"answer": ["heel", "heel"]}, "shape"),
        (MATCHING, {"match-gevaar": ["naam"]}, "unknown-option"),
        (NUMBER, {"answer": ["veel"]}, "not-a-number"),
        (NUMBER, {"answer": ["1e9"]}, "not-a-number"),
        (NUMBER, {"answer": ["9" * 41]}, "too-long"),
        (TEXT, {"answer": ["a" * 201]}, "too-long"),
        (TEXT, {"answer": ["a\x00b"]}, "bad-characters"),
        (TEXT, {"answer": ["a\ud800b"]}, "bad-characters"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_code(
    source: str, form: dict[str, list[str]], code: str
) -> None:
    with pytest.raises(InvalidResponse) as caught:
        item(source).read(Form(form))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("source", "response"),
    [
        (SINGLE, ["bellen"]),
        (SINGLE, "nergens"),
        (MULTIPLE, "heel"),
        (MULTIPLE, []),
        (MULTIPLE, ["heel", 3]),
        (ORDERING, ["veilig"]),
        (ORDERING, ["veilig", "veilig", "schrijf", "meld"]),
        (ORDERING, {"veilig": 1}),
        (MATCHING, {}),
        (MATCHING, {"krant": "alarm"}),
        (MATCHING, {"gevaar": 1}),
        (NUMBER, 3),
        (TEXT, ""),
        (TEXT, None),
    ],
)
def test_a_forged_stored_response_is_refused(source: str, response: object) -> None:
    with pytest.raises(InvalidResponse):
        item(source).grade(response)  # type: ignore[arg-type]
