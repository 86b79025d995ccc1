"""Questions with places on a picture, read from files: the picture, its size, the translation."""

from __future__ import annotations

from lms.content import parse_stored_item
from lms.grading.items.spot import Spot
from tests.content.samples import QUIZ_PATH, library, load

ENGLISH = "quizzes/basis/introductie.en.md"
SPOT = """---
title: Toets
---

## Wat valt op? {#zoek type=spot}

![Een perron.](media/pallet.svg)

- [x] Een zegel {#zegel at="60,10,14,24"}
    Ja.
- [ ] Een kar {#kar at="10,40,20,30"}
    Nee.

> Zo is het.
"""


def problems(text: str, translation: str = SPOT) -> str:
    files = {QUIZ_PATH: text, ENGLISH: translation}
    return "\n".join(str(problem) for problem in load(files).problems)


def test_the_picture_is_the_scene_and_old_attempts_keep_it() -> None:
    read = library({QUIZ_PATH: SPOT, ENGLISH: SPOT})
    course = read.course("basis", "nl")
    quiz = course.quiz("introductie") if course else None
    assert quiz is not None
    (item,) = quiz.items
    assert isinstance(item, Spot)
    address = read.media["courses/basis/media/pallet.svg"].url
    assert item.scene.startswith("<img")
    assert f'src="{address}"' in item.scene
    assert item.body == ""
    text = read.texts[item.hash].text
    again = {"lang": "nl", "contacts": read.contacts("nl")}
    assert parse_stored_item(text, media=read.media_by_url, **again) == item
    gone = parse_stored_item(text, **again)
    assert f'src="{address}"' in gone.scene  # type: ignore[attr-defined]
    assert gone.grade(["zegel"]).correct


def test_the_check_names_what_is_wrong_with_the_picture() -> None:
    assert ":7: there is no file 'media/weg.svg'" in problems(SPOT.replace("pallet.svg", "weg.svg"))
    assert "this picture has no alternative text" in problems(SPOT.replace("Een perron.", ""))
    small = problems(SPOT.replace("14,24", "14,20"))
    assert ":9: place 'zegel' is too small for a finger" in small
    assert "and 21.9 high" in small


def test_a_translation_has_the_same_places() -> None:
    assert problems(SPOT) == ""
    moved = problems(SPOT, SPOT.replace("60,10,14,24", "61,10,14,24"))
    assert "a place on the picture is another than in the Dutch file" in moved
