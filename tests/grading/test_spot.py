"""Spot the signal: places on a picture."""

from __future__ import annotations

import random
from dataclasses import asdict

import pytest

from lms.grading.items import Region
from tests.grading.items import SPOT, Form, item, messages, problems


def changed(old: str, new: str) -> str:
    assert old in SPOT
    return SPOT.replace(old, new)


def test_the_picture_stands_apart_from_the_text_and_places_count_from_the_left() -> None:
    question = item(SPOT)
    view = question.view(question.order(random.Random(1)))
    assert "perron.svg" in view.scene
    assert view.body == "<p>Het is vier uur in de nacht.</p>"
    assert [option.key for option in view.options] == ["lamp", "kar", "etiket", "zegel"]
    assert view.options[3].region == Region(60, 10, 14, 20)
    assert question.order(random.Random(2)) == question.order(random.Random(1))


def test_the_view_is_the_same_whichever_places_are_signals() -> None:
    other = SPOT.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]")
    one, two = item(SPOT), item(other)
    rng = random.Random(1)
    assert asdict(one.view(one.order(rng))) == asdict(two.view(two.order(rng)))
    assert "Gewoon" not in str(one.view(one.order(rng)))


@pytest.mark.parametrize(
    ("given", "score"),
    [
        (["zegel", "etiket"], 1.0),
        (["zegel"], 0.5),
        (["zegel", "etiket", "lamp"], 0.5),
        (["lamp", "kar"], 0.0),
        (["zegel", "etiket", "lamp", "kar"], 0.0),
    ],
)
def test_it_is_worth_what_more_right_answers_are_worth(given: list[str], score: float) -> None:
    question = item(SPOT)
    response = question.read(Form(answer=given))
    assert response == sorted(given)
    grade = question.grade(response)
    assert grade.score == score
    assert [option.key for option in grade.options] == ["lamp", "kar", "etiket", "zegel"]
    assert all(option.region for option in grade.options)


def test_the_canonical_text_keeps_the_places_whatever_their_spelling() -> None:
    question = item(SPOT)
    assert '{#kar at="10,40,20,30.5"}' in question.source
    assert item(question.source).hash == question.hash
    assert item(changed("60,10,14,20", "60.0, 10, 14, 20")).hash == question.hash
    assert item(changed("60,10,14,20", "61,10,14,20")).hash != question.hash


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (changed(' at="60,10,14,20"', ""), "7: place 'zegel' is nowhere: add at="),
        (changed("60,10,14,20", "60,10,14"), "7: '60,10,14' is no place"),
        (changed("60,10,14,20", "nan,1,14,20"), "is no place"),
        (changed("60,10,14,20", "-1,1,14,20"), "is no place"),
        (changed("60,10,14,20", "90,10,14,20"), "7: place 'zegel' sticks out of the picture"),
        (changed("60,10,14,20", "60,90,14,20"), "7: place 'zegel' sticks out of the picture"),
        (changed("60,10,14,20", "60,10,12,20"), "at least 12.3 percent wide"),
        (changed("60,10,14,20", "25,45,14,20"), "places 'zegel' and 'kar' overlap"),
        (changed("![Een laadperron.](media/perron.svg)", "Tekst."), "1: put one picture between"),
        (
            changed("media/perron.svg)", "m.svg)\n\n    /// caption\n    X\n    ///"),
            "has no caption",
        ),
        (changed(' at="60', ' colour="60'), "'colour' is not known behind an option"),
        (changed("- [ ] Een kar", "- [x] Een kar"), "fewer innocent places than signals"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, expected: str) -> None:
    assert expected in messages(source)


def test_a_place_needs_a_picture_of_a_known_height_to_be_judged_by_it() -> None:
    class Sized:
        def inline(self, text: str, /) -> str:
            return text

        def block(self, text: str, /) -> str:
            return f'<figure><img src="a.svg" alt="x" width="640" height="{self.height}"></figure>'

        height = 400

    from textwrap import dedent

    from lms.grading.items import ItemProblems, parse_item

    source = dedent(SPOT).strip().replace("60,10,14,20", "60,10,14,16")
    with pytest.raises(ItemProblems, match=r"12\.3 percent wide and 19\.7 high"):
        parse_item(source, lang="nl", render=Sized())
    Sized.height = 640
    parsed = parse_item(source, lang="nl", render=Sized())
    assert str(parsed.options[0].region) == "60,10,14,16"


def test_the_sample_itself_is_clean() -> None:
    assert problems(SPOT) == []
