"""Exercises of any kind: files among the lessons, with a place in the course of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from lms.content.exercises import KINDS, Kind, Page
from lms.content.types import Exercise
from tests.content.samples import LESSON, LESSON_PATH, MODULE_PATH, found, library

PATH = f"{MODULE_PATH}/15-proefje.drill.md"
EN = f"{MODULE_PATH}/15-proefje.drill.en.md"
TEXT = "---\ntitle: Doe mee\nminutes: 3\nsummary: Oefen.\nimage: media/pallet.svg\n---\n\nDoe.\n"
TEXT_EN = "---\ntitle: Join in\nsummary: Practise.\n---\n\nDo.\n"
BOTH: dict[str, str | bytes | None] = {PATH: TEXT, EN: TEXT_EN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill(Exercise):
    kind: ClassVar[str] = "drill"

    html: str


class DrillKind(Kind):
    name = "drill"

    def read(self, page: Page) -> Exercise | None:
        return Drill(**page.common, html=page.renderer.part(page.body, page.context))


@pytest.fixture(autouse=True)
def drill(monkeypatch: pytest.MonkeyPatch) -> None:
    """One class and one line: that is all a new kind takes."""
    monkeypatch.setitem(KINDS, "drill", DrillKind())


def test_the_number_gives_its_place_among_the_lessons() -> None:
    course = library(BOTH).course("basis", "nl")
    assert course is not None
    assert course.activities == (
        "lesson/een-pallet",
        "drill/proefje",
        "lesson/zegel",
        "quiz/introductie",
    )
    assert course.neighbours("drill/proefje") == ("lesson/een-pallet", "lesson/zegel")
    module = course.modules[0]
    assert module.minutes == 14
    assert [lesson.slug for lesson in module.lessons] == ["een-pallet", "zegel"]
    assert [exercise.key for exercise in module.exercises] == ["drill/proefje"]


def test_it_has_texts_in_two_languages_and_a_picture() -> None:
    read = library(BOTH)
    shown = []
    for lang in ("nl", "en"):
        course = read.course("basis", lang)
        exercise = course.part("drill/proefje") if course else None
        assert isinstance(exercise, Drill)
        assert exercise.image.endswith("/pallet.svg")
        assert read.texts[exercise.hash].kind == "exercise"
        assert read.texts[exercise.hash].key == "basis/drill/proefje"
        shown.append((exercise.lang, exercise.title, exercise.minutes, exercise.html))
    assert shown == [("nl", "Doe mee", 3, "<p>Doe.</p>"), ("en", "Join in", 3, "<p>Do.</p>")]


def test_lessons_can_link_to_it() -> None:
    linked = LESSON.replace("Bel terug.", "[Oefen](drill:proefje).")
    course = library({**BOTH, LESSON_PATH: linked}).course("basis", "nl")
    lesson = course.lesson("een-pallet") if course else None
    assert lesson is not None
    assert 'href="/training/basis/drill/proefje"' in "".join(map(str, lesson.segments))
    dead = LESSON.replace("Bel terug.", "[Oefen](drill:weg).")
    assert "there is no drill 'weg' in this course" in found({**BOTH, LESSON_PATH: dead})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({EN: None}, f"{PATH}:1: warning: the translation 15-proefje.drill.en.md is missing"),
        ({PATH: None}, f"{EN}:1: this translation has no Dutch file: add 15-proefje.drill.md"),
        ({PATH: TEXT.replace("Doe.\n", "")}, "this exercise has no text"),
        ({f"{MODULE_PATH}/16-zegel.drill.md": TEXT}, "the lesson 'zegel' exists already in"),
        ({f"{MODULE_PATH}/16-x.dril.md": TEXT}, "an exercise in .drill.md"),
        ({f"{MODULE_PATH}/16-x.y.drill.md": TEXT}, "name this file like 10-my-lesson.md"),
        ({PATH: TEXT.replace("minutes: 3\n", "")}, "'minutes' is missing"),
    ],
)
def test_mistakes_are_reported(changes: dict[str, str | bytes | None], expected: str) -> None:
    assert expected in found({**BOTH, **changes})
