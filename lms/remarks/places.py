"""The places that a remark can be about, and the way back to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from lms.addresses import address
from lms.assessment import items, queries
from lms.content.exercises.report import CASE, ReportCase
from lms.content.types import Course, Exercise, Lesson, Quiz
from lms.editions.store import library

CHECK = "check-"
"""Stands before the id of a check question in a lesson, as on the page."""
_TAG = re.compile(r"<[^>]+>")
_ANCHORS = {"scenario": "scene"}
"""A story shows one scene at a time, always in the same place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A section or question. `text` are its words; `url` with `anchor` leads back to it."""

    course: str
    part: str
    id: str
    lang: str
    title: str
    part_title: str
    content_hash: str
    text: str
    url: str
    anchor: str


def find(course: Course, kind: str, slug: str, place: str, person_id: int) -> Place | None:
    """The place in a lesson or an exercise, or in a quiz that this person handed in."""
    part = course.part(f"{kind}/{slug}")
    if isinstance(part, Lesson):
        return in_lesson(course, part, place)
    if isinstance(part, Exercise):
        return in_exercise(course, part, place)
    if isinstance(part, Quiz):
        return _in_quiz(course, part, place, person_id)
    return None


def in_lesson(course: Course, lesson: Lesson, place: str) -> Place | None:
    """A section, or a check question with `check-` before its id."""
    item = lesson.item(place.removeprefix(CHECK)) if place.startswith(CHECK) else None
    section = next((each for each in lesson.sections if each.id == place), None)
    if item is not None:
        title, found = item.prompt_text, item.hash
    elif section is not None:
        title, found = section.title, lesson.hash
    else:
        return None
    return Place(
        course=course.slug,
        part=lesson.key,
        id=place,
        lang=lesson.lang,
        title=title,
        part_title=lesson.title,
        content_hash=found,
        text=_plain(lesson.source if item is None else item.source),
        url=address("learning.lesson", course=course.slug, lesson=lesson.slug),
        anchor=place,
    )


def in_exercise(course: Course, exercise: Exercise, place: str) -> Place | None:
    """A scene of a story, the case of a practice report, or a question in its review."""
    section = next((each for each in exercise.sections if each.id == place), None)
    if section is None:
        return None
    endpoint, anchor = f"{exercise.kind}.exercise", _ANCHORS.get(exercise.kind, place)
    if isinstance(exercise, ReportCase) and place != CASE:
        endpoint, anchor = "report.review", f"field-{place}"
    return Place(
        course=course.slug,
        part=exercise.key,
        id=place,
        lang=exercise.lang,
        title=section.title,
        part_title=exercise.title,
        content_hash=exercise.hash,
        text=_plain(exercise.source),
        url=address(endpoint, course=course.slug, exercise=exercise.slug),
        anchor=anchor,
    )


def _in_quiz(course: Course, quiz: Quiz, place: str, person_id: int) -> Place | None:
    """A question as it was asked; where it was never asked there is nothing to remark."""
    attempts = queries.attempts_of(person_id, course.slug, quiz.slug)
    for attempt in reversed([each for each in attempts if each.submitted_at is not None]):
        for number, entry in enumerate(attempt.drawn, start=1):
            if f"{CHECK}{entry['item']}" == place:
                item = items.drawn(attempt, number)
                return Place(
                    course=course.slug,
                    part=quiz.key,
                    id=place,
                    lang=item.lang,
                    title=item.prompt_text,
                    part_title=quiz.title,
                    content_hash=item.hash,
                    text=_plain(item.source),
                    url=address("assessment.result", attempt=attempt.public_id),
                    anchor="all-questions",
                )
    return None


@dataclass(frozen=True, slots=True)
class Named:
    """A place as lists show it; `title` is empty when it is in the training no more."""

    part_title: str
    title: str
    url: str


def named(course: str, part: str, place: str, lang: str) -> Named:
    """What a place is called now, and for a lesson the way to it."""
    taught = library().course(course, lang)
    found = taught.part(part) if taught else None
    if taught is not None and isinstance(found, Lesson):
        there = in_lesson(taught, found, place)
        return Named(found.title, there.title if there else "", f"{_lesson(taught, found)}#{place}")
    if taught is not None and isinstance(found, Exercise):
        where = in_exercise(taught, found, place)
        start = address(f"{found.kind}.exercise", course=course, exercise=found.slug)
        return Named(found.title, where.title if where else "", start)
    if taught is not None and isinstance(found, Quiz):
        item = found.item(place.removeprefix(CHECK))
        start = address("assessment.quiz", course=course, quiz=found.slug)
        return Named(found.title, item.prompt_text if item else "", start)
    return Named(part, "", "")


def _lesson(course: Course, lesson: Lesson) -> str:
    return address("learning.lesson", course=course.slug, lesson=lesson.slug)


def _plain(source: str) -> str:
    return unescape(_TAG.sub(" ", source))
