"""Where an activity is: its title and address from its key (`lesson/<slug>`, `quiz/<slug>`, or
`<kind>/<slug>` for an exercise)."""

from __future__ import annotations

from dataclasses import dataclass

from lms.addresses import address
from lms.content.types import Course, Exercise, Quiz


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
    part = course.part(key)
    if part is None:
        return None
    if isinstance(part, Exercise):
        url = address(f"{part.kind}.exercise", course=course.slug, exercise=part.slug)
    elif isinstance(part, Quiz):
        url = address("assessment.quiz", course=course.slug, quiz=part.slug)
    else:
        url = address("learning.lesson", course=course.slug, lesson=part.slug)
    return Link(part.key, part.kind, part.slug, part.title, url)


def after(course: Course, key: str) -> Link | None:
    """The activity that follows `key` on the same way (see `Course.neighbours`)."""
    return link_to(course, course.neighbours(key)[1])
