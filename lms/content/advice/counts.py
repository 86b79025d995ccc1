"""How much there is: what an author, and who orders the training, asks first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lms.content.advice.reading import Page
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Library

WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True, slots=True)
class Counts:
    """`items` are questions in lessons and quizzes, `minutes` what is required, `extra` the minutes
    of extra practice; `words` go by language."""

    modules: int
    lessons: int
    exercises: int
    items: int
    minutes: int
    extra: int
    words: Mapping[str, int]


def count(library: Library, pages: Mapping[str, Page]) -> Counts:
    modules = [
        module for course in library.courses(SOURCE_LANGUAGE) for module in course.modules
    ]  # fmt: skip
    lessons = [lesson for module in modules for lesson in module.lessons]
    in_quizzes = sum(len(module.quiz.items) for module in modules if module.quiz)
    return Counts(
        modules=len(modules),
        lessons=len(lessons),
        exercises=sum(len(module.exercises) for module in modules),
        items=sum(len(lesson.items) for lesson in lessons) + in_quizzes,
        minutes=sum(module.minutes for module in modules),
        extra=sum(module.extra_minutes for module in modules),
        words={lang: _words(pages, lang) for lang in LANGUAGES},
    )


def _words(pages: Mapping[str, Page], lang: str) -> int:
    return sum(
        len(WORD.findall(passage.words))
        for page in pages.values()
        if page.lang == lang
        for passage in page.passages
    )
