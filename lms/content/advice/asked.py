"""Which page asks which question: the library knows the questions, the outline their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lms.content.advice.base import Asked
from lms.content.advice.reading import Page
from lms.content.exercises import KINDS
from lms.content.outline import CourseFolder, outline, translated
from lms.content.types import LANGUAGES, Library
from lms.grading.items import Item


def asked(library: Library, pages: Mapping[str, Page]) -> Iterator[Asked]:
    for slug, folder in outline(pages, KINDS).courses.items():
        for lang in LANGUAGES:
            yield from _in_course(library, pages, slug, folder, lang)


def _in_course(
    library: Library, pages: Mapping[str, Page], slug: str, folder: CourseFolder, lang: str
) -> Iterator[Asked]:
    course = library.course(slug, lang)
    if course is None:
        return
    for module in folder.in_order():
        for step in module.steps:
            lesson = None if step.kind else course.lesson(step.slug)
            yield from _on(pages.get(translated(step.path, lang)), lesson.items if lesson else ())
    for name, path in folder.quizzes.items():
        quiz = course.quiz(name)
        if quiz is not None:
            yield from _on(pages.get(translated(path, lang)), quiz.items, in_quiz=True)


def _on(page: Page | None, items: Sequence[Item], *, in_quiz: bool = False) -> Iterator[Asked]:
    """Nothing without a page: then the Dutch questions are shown, and found there."""
    if page is not None:
        for item in items:
            yield Asked(page, item, in_quiz)
