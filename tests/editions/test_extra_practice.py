"""Extra practice is offered and recorded, and changes nothing that counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.content.types import Course
from lms.editions.store import shape_of
from lms.grading.completion import Fact, FactKind, fold, newly_reached, progress
from tests.content.samples import GOOD, MODULE, MODULE_PATH, QUIZ, SECOND, found, library

STORY = """---
title: Verhaal
minutes: 5
summary: S.
optional: true
---

## Begin {#begin}

- [Je belt.](#goed) {#bel}
    Goed.

## Klaar {#goed outcome=good}

Mooi.
"""
EXTRA = "courses/basis/20-extra"
FILES: dict[str, str | bytes | None] = {
    f"{MODULE_PATH}/15-verhaal.scenario.md": STORY,
    f"{EXTRA}/module.md": MODULE.replace("quiz: introductie", "quiz: nog\noptional: true"),
    f"{EXTRA}/10-nog-een.md": SECOND.replace("minutes: 4", "minutes: 3"),
    f"{EXTRA}/20-anders.scenario.md": STORY.replace("optional: true\n", ""),
    "quizzes/basis/nog.md": QUIZ,
    "courses/basis/30-slot/module.md": MODULE.replace("quiz: introductie\n", ""),
    "courses/basis/30-slot/10-eind.md": SECOND,
}
REQUIRED = ("lesson/een-pallet", "lesson/zegel", "quiz/introductie", "lesson/eind")
OPTIONAL = ("scenario/verhaal", "lesson/nog-een", "scenario/anders", "quiz/nog")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
_KINDS = {"lesson": FactKind.LESSON_READ, "quiz": FactKind.QUIZ_SUBMITTED}


def course() -> Course:
    read = library(FILES).course("basis", "nl")
    assert read is not None
    return read


COURSE = course()
SHAPE = shape_of(COURSE, 1)


def facts(keys: tuple[str, ...]) -> st.SearchStrategy[list[Fact]]:
    return st.lists(
        st.builds(
            lambda key, day, passed: Fact(
                _KINDS.get(key.partition("/")[0], FactKind.EXERCISE_DONE),
                NOON + timedelta(days=day),
                key,
                passed or not key.startswith("quiz/"),
            ),
            st.sampled_from(keys),
            st.integers(0, 400),
            st.booleans(),
        ),
        max_size=8,
    )


@given(facts(REQUIRED), facts(OPTIONAL))
def test_it_never_changes_what_is_done_missing_or_reached(
    counting: list[Fact], extra: list[Fact]
) -> None:
    without, with_extra = fold(counting), fold([*counting, *extra])
    reached = newly_reached(without, SHAPE)
    assert newly_reached(with_extra, SHAPE) == reached
    ours = progress(fold([*counting, *extra, *reached]), SHAPE)
    assert ours == progress(fold([*counting, *reached]), SHAPE)
    assert ours.total == len(REQUIRED)
    assert with_extra.quarters >= {*without.quarters, *fold(extra).quarters}


def test_who_had_a_module_done_keeps_it_when_a_part_becomes_optional_or_required() -> None:
    """A part that somebody had not done moves both ways under a module that stays done."""
    done = fold([Fact(FactKind.MODULE_DONE, NOON, "introductie")])
    for shown in (progress(done, SHAPE), progress(done, shape_of(_all_required(), 1))):
        assert "scenario/verhaal" not in shown.missing
        assert shown.fraction < 1


def _all_required() -> Course:
    files = {path: str(text).replace("optional: true\n", "") for path, text in FILES.items()}
    read = library({**files}).course("basis", "nl")
    assert read is not None
    return read


def test_the_way_goes_past_it_and_it_has_its_own() -> None:
    assert COURSE.neighbours("lesson/een-pallet") == (None, "lesson/zegel")
    assert COURSE.neighbours("quiz/introductie") == ("lesson/zegel", "lesson/eind")
    assert COURSE.neighbours("scenario/verhaal") == (None, None)
    assert COURSE.neighbours("scenario/anders") == ("lesson/nog-een", "quiz/nog")
    first, extra, last = COURSE.modules
    assert [module.minutes for module in COURSE.modules] == [11, 0, 4]
    assert [module.extra_minutes for module in COURSE.modules] == [5, 9, 0]
    assert COURSE.required_modules == (first, last)
    assert extra.required == ()


def test_a_lesson_alone_cannot_be_optional() -> None:
    lesson = GOOD[f"{MODULE_PATH}/20-zegel.md"].replace("minutes", "optional: true\nminutes")
    assert "optional" in found({f"{MODULE_PATH}/20-zegel.md": lesson})
