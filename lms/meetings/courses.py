"""Which meetings the courses ask for, and which courses an attendance counts in."""

from __future__ import annotations

from lms.editions.store import get_course, library, shape_of
from lms.errors import NotFound
from lms.grading.completion import CourseShape


def kinds() -> tuple[str, ...]:
    """The kinds of meeting that a completion rule names, in the order of the rules."""
    return tuple(dict.fromkeys(kind for c in library().courses("nl") for kind in c.meetings))


def asking(kind: str) -> list[CourseShape]:
    """The courses that ask for this kind of meeting."""
    return [shape_of(course) for course in library().courses("nl") if kind in course.meetings]


def shape(slug: str, kind: str) -> CourseShape:
    """A course as completion sees it; of one that is gone only the meeting is left."""
    try:
        return shape_of(get_course(slug, "nl"))
    except NotFound:
        return CourseShape(slug, (), (kind,))
