"""How long it takes: a POCO learns between two trucks, and nobody finishes what has no end."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from lms.content.advice.base import Advice, Material, _
from lms.content.advice.counts import WORD
from lms.content.advice.reading import Page
from lms.content.exercises import KINDS
from lms.content.outline import CourseFolder, ModuleFolder, outline
from lms.content.types import SOURCE_LANGUAGE, Course, Lesson, Module
from lms.grading.items.building import plain

LESSON = (3, 6)
MODULE = (10, 20)
"""Minutes: a lesson fits between two trucks, a module in a break; a shorter one breaks the path
into crumbs."""

AROUND = 10
"""Minutes that a course may differ from what its front matter says, which is a round number."""

READING = 200
"""Words a minute, for people who do not read all day."""


def minutes_of(lesson: Lesson) -> int:
    """What a lesson takes: its words, and half a minute for each question; at least one minute."""
    text = " ".join(piece for piece in lesson.segments if isinstance(piece, str))
    words = len(WORD.findall(plain(text.replace("<", " <"))))
    return max(1, floor(words / READING + len(lesson.items) / 2 + 0.5))


def right_length(material: Material) -> Iterator[Advice]:
    library = material.library
    if library is None:
        return
    for slug, folder in outline(material.pages, KINDS).courses.items():
        course = library.course(slug, SOURCE_LANGUAGE)
        if course is not None:
            yield from _of_course(course, material.pages.get(folder.path))
            yield from _in_course(course, folder, material)


def _of_course(course: Course, page: Page | None) -> Iterator[Advice]:
    total = sum(module.minutes for module in course.modules)
    if page is not None and course.minutes and abs(total - course.minutes) > AROUND:
        yield Advice(
            page.path,
            page.front.lines.get("minutes", 1),
            _(
                "what is required takes %(total)s minutes, not about %(wanted)s: shorten or"
                " lengthen it, make practice optional, or change this number"
            ),
            {"total": total, "wanted": course.minutes},
        )


def _in_course(course: Course, folder: CourseFolder, material: Material) -> Iterator[Advice]:
    for place in folder.in_order():
        module = course.module(place.slug)
        page = material.pages.get(f"{place.folder}/module.md")
        # Only a course that says how long it is, is measured: a sample or a single talk is not.
        if module is None or page is None or course.minutes is None:
            continue
        yield from _of_module(module, page)
        yield from _of_lessons(course, place, material)


def _of_module(module: Module, page: Page) -> Iterator[Advice]:
    minutes = module.minutes or module.extra_minutes
    if not MODULE[0] <= minutes <= MODULE[1]:
        yield Advice(
            page.path,
            1,
            _("this module takes %(minutes)s minutes: make it %(least)s to %(most)s"),
            {"minutes": minutes, "least": MODULE[0], "most": MODULE[1]},
        )


def _of_lessons(course: Course, place: ModuleFolder, material: Material) -> Iterator[Advice]:
    for file in place.steps:
        lesson = None if file.kind else course.lesson(file.slug)
        page = material.pages.get(file.path)
        if lesson is None or page is None:
            continue
        takes = minutes_of(lesson)
        if takes != lesson.minutes:
            yield Advice(
                page.path,
                page.front.lines.get("minutes", 1),
                _("the words and questions of this lesson take about %(takes)s minutes"),
                {"takes": takes},
            )
        elif not LESSON[0] <= takes <= LESSON[1]:
            yield Advice(
                page.path,
                page.front.lines.get("minutes", 1),
                _("this lesson takes %(minutes)s minutes: make it %(least)s to %(most)s"),
                {"minutes": takes, "least": LESSON[0], "most": LESSON[1]},
            )
