"""The course as the story needs it: its shape, and hashes and quizzes per language."""

from __future__ import annotations

from lms.content.types import LANGUAGES, Course, Library
from lms.demo.papers import Papers
from lms.editions.store import shape_of
from lms.grading.completion import CourseShape


class Kit:
    """What people in the demo learn: the basic training."""

    def __init__(self, library: Library, edition_id: int) -> None:
        self.slug = _basic_training(library).slug
        courses = {lang: library.by_language[lang][self.slug] for lang in LANGUAGES}
        self.course = courses[LANGUAGES[0]]
        self.shape: CourseShape = shape_of(self.course, edition_id)
        self.extra = tuple(part.key for module in self.course.modules for part in module.extra)
        self.papers = {lang: Papers(course) for lang, course in courses.items()}
        self._hashes = {lang: _hashes(course) for lang, course in courses.items()}

    def hash_of(self, activity: str, language: str) -> str:
        """The content hash of an activity."""
        return self._hashes[language].get(activity, "")


def halfway(course: CourseShape) -> int:
    """How many activities lie before the lesson nearest to the middle of the training.

    A lesson inside its module, after the introduction, if there is one.
    """
    places = []
    number = 0
    for module in course.modules:
        for place, activity in enumerate(module.activities):
            if number > 0 and place > 0 and activity.startswith("lesson/"):
                places.append(number + place)
        number += len(module.activities)
    return min(places, key=lambda place: abs(place - number / 2), default=number // 2)


def _basic_training(library: Library) -> Course:
    """The course that has to be done in time, or else the first."""
    courses = library.courses(LANGUAGES[0])
    return next((course for course in courses if course.due_days), courses[0])


def _hashes(course: Course) -> dict[str, str]:
    return {part.key: part.hash for module in course.modules for part in module.parts}
