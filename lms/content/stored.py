"""A question from the store: shown as it was asked, whatever happened to the files since."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from lms.content.links import Context, Places, TermFacts
from lms.content.markdown import Renderer
from lms.content.outline import TOOLS
from lms.content.questions import ItemRender
from lms.content.types import Contacts, Course, Media, Term
from lms.grading.items import Item, parse_item
from lms.grading.items.building import plain

_renderers = threading.local()


def parse_stored_item(
    text: str,
    *,
    lang: str,
    contacts: Contacts,
    course: Course | None = None,
    glossary: Mapping[str, Term] | None = None,
    media: Mapping[str, Media] | None = None,
) -> Item:
    """Read the canonical text of an item. What it linked to and is gone becomes plain text.

    `media` goes by the 16 hash characters in an address (Library.media_by_url).
    """
    context = Context(
        lang=lang,
        contacts={contact.id: contact for contact in contacts.entries},
        terms={
            key: TermFacts(term.title, plain(term.html)) for key, term in (glossary or {}).items()
        },
        media=media or {},
        files={file.path: file for file in (media or {}).values()},
        places=_places(course) if course else None,
    )
    return parse_item(
        text, lang=lang, render=ItemRender(_renderer(lang), context), require_explanation=False
    )


def _places(course: Course) -> Places:
    return Places(
        course.slug,
        {
            lesson.slug: frozenset(section.id for section in lesson.sections)
            for lesson in course.lessons
        },
        frozenset(module.quiz.slug for module in course.modules if module.quiz),
        _exercises(course),
        frozenset(name for name in TOOLS if getattr(course, name) is not None),
        frozenset(page.kind for page in course.meeting_pages),
    )


def _exercises(course: Course) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for module in course.modules:
        for exercise in module.exercises:
            found.setdefault(exercise.kind, set()).add(exercise.slug)
    return {kind: frozenset(slugs) for kind, slugs in found.items()}


def _renderer(lang: str) -> Renderer:
    """One renderer per thread and language: building one costs more than using it."""
    kept: dict[str, Renderer] = _renderers.__dict__.setdefault("by_language", {})
    if lang not in kept:
        kept[lang] = Renderer(lang)
    return kept[lang]
