"""The items an attempt froze, as they were: from the current content or from the store."""

from __future__ import annotations

from functools import lru_cache

from lms.assessment.models import Attempt
from lms.content.stored import parse_stored_item
from lms.editions.store import library, texts_by_hash
from lms.grading.items import Item


def of_attempt(attempt: Attempt) -> list[Item]:
    """The drawn items in order, each with the text that its frozen hash stands for."""
    return items_by_hash(
        [(entry["item"], entry["hash"]) for entry in attempt.drawn],
        course=attempt.course,
        quiz=attempt.quiz,
        lang=attempt.language,
    )


def items_by_hash(
    wanted: list[tuple[str, str]], *, course: str, quiz: str, lang: str
) -> list[Item]:
    """Items by (id, hash). What the current content has is taken from there; older texts are
    read from the database and parsed once."""
    taught = library().course(course, lang)
    current = taught.quiz(quiz) if taught else None
    found: dict[str, Item] = {}
    for item_id, digest in wanted:
        item = current.item(item_id) if current else None
        if item is not None and item.hash == digest:
            found[digest] = item
    missing = {digest for _, digest in wanted if digest not in found}
    if missing:
        for digest, text in texts_by_hash(missing).items():
            found[digest] = _stored(text, course, lang, library().tree_hash)
    return [found[digest] for _, digest in wanted]


@lru_cache(maxsize=512)
def _stored(text: str, course: str, lang: str, _tree_hash: str) -> Item:
    taught = library()
    return parse_stored_item(
        text,
        lang=lang,
        # Phone numbers in an old question are those of today: an old one must not be dialled.
        contacts=taught.contacts(lang),
        course=taught.course(course, lang),
        glossary=taught.glossary(lang),
        media=taught.media_by_url,
    )
