"""Where an activity is: its title and address from its key (`lesson/<slug>`, `quiz/<slug>`)."""

from __future__ import annotations

from dataclasses import dataclass

from lms.addresses import address
from lms.content.types import Course


@dataclass(frozen=True, slots=True)
class Link:
    """A way to an activity."""

    key: str
    kind: str
    slug: str
    title: str
    url: str


def link_to(course: Course, key: str | None) -> Link | None:
    """The link to an activity of the course; None for one that is not there (any more)."""
    kind, _, slug = (key or "").partition("/")
    if kind == "lesson":
        lesson = course.lesson(slug)
        if lesson is not None:
            url = address("learning.lesson", course=course.slug, lesson=slug)
            return Link(f"lesson/{slug}", kind, slug, lesson.title, url)
    if kind == "quiz":
        quiz = course.quiz(slug)
        if quiz is not None:
            url = address("assessment.quiz", course=course.slug, quiz=slug)
            return Link(f"quiz/{slug}", kind, slug, quiz.title, url)
    return None


def after(course: Course, key: str) -> Link | None:
    """The activity that follows `key` in the course."""
    keys = course.activities
    place = keys.index(key) if key in keys else len(keys)
    return link_to(course, keys[place + 1] if place + 1 < len(keys) else None)
