"""The items an attempt froze, as they were: from the current content or from the store."""

from __future__ import annotations

from functools import lru_cache

from lms.assessment.models import Attempt
from lms.content.stored import parse_stored_item
from lms.editions.store import library, text_by_hash
from lms.errors import NotFound
from lms.grading.items import Item


def of_attempt(attempt: Attempt) -> list[Item]:
    """The drawn items in order, each with the text that its frozen hash stands for."""
    return [drawn(attempt, number) for number in range(1, len(attempt.drawn) + 1)]


def drawn(attempt: Attempt, number: int) -> Item:
    """The item behind question `number` (from 1). Raises NotFound for one that was not drawn."""
    if not 1 <= number <= len(attempt.drawn):
        raise NotFound
    entry = attempt.drawn[number - 1]
    course = library().course(attempt.course, attempt.language)
    quiz = course.quiz(attempt.quiz) if course else None
    item = quiz.item(entry["item"]) if quiz else None
    if item is not None and item.hash == entry["hash"]:
        return item
    return _stored(entry["hash"], attempt.course, attempt.language, library().tree_hash)


@lru_cache(maxsize=512)
def _stored(digest: str, course: str, lang: str, _tree_hash: str) -> Item:
    taught = library()
    return parse_stored_item(
        text_by_hash(digest),
        lang=lang,
        # Phone numbers in an old question are those of today: an old one must not be dialled.
        contacts=taught.contacts(lang),
        course=taught.course(course, lang),
        glossary=taught.glossary(lang),
        media=taught.media_by_url,
    )
