"""card.md: the pocket reporting card. Its numbers come from contacts.md and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lms.content.documents import Document, expect_no_text
from lms.content.outline import CARD, CARD_LANGUAGES, translated
from lms.content.schemas import CardMeta, CardTextsMeta
from lms.content.shelf import Shelf
from lms.content.tools import Card, CardRoute, CardStep
from lms.content.types import SOURCE_LANGUAGE, Contacts, Course

_MANY_DIGITS = re.compile(r"\d[\d .-]*\d")


def read_card(
    shelf: Shelf, contacts: Mapping[str, Contacts], courses: Iterable[Course]
) -> dict[str, Card]:
    """The card in all its languages, or nothing when there is no card.

    It is handed to people who read that language only, so a missing or half translation is an
    error here and never a page in Dutch.
    """
    source = shelf.document(CARD) if CARD in shelf.tree.files else None
    meta = source.meta(CardMeta) if source else None
    if source is None or meta is None:
        return {}
    if meta.theme not in {theme.id for course in courses for theme in course.themes}:
        source.report.error(source.line_of("theme"), f"no course has the theme '{meta.theme}'")
    cards = {}
    for lang in CARD_LANGUAGES:
        path = translated(CARD, lang)
        if path not in shelf.tree.files:
            source.report.error(1, f"the card is not complete: add {path}")
            continue
        document = source if lang == SOURCE_LANGUAGE else shelf.document(path)
        if document is None:
            continue
        texts = meta if document is source else document.meta(CardTextsMeta)
        if texts is None:
            continue
        _check(document, texts, meta)
        # Polish names of Dutch services would be invented: the card keeps what they are called.
        called = contacts.get(lang, contacts[SOURCE_LANGUAGE])
        cards[lang] = _card(lang, document, texts, meta.theme, called)
    return cards


def _check(document: Document, texts: CardTextsMeta, source: CardMeta) -> None:
    expect_no_text(document)
    for name in ("steps", "routes"):
        mine, wanted = list(getattr(texts, name)), list(getattr(source, name))
        if mine != wanted:
            document.report.error(
                document.line_of(name), f"'{name}' has other keys than the Dutch file: {wanted}"
            )
    for text in _texts(texts):
        if _MANY_DIGITS.search(text):
            document.report.error(1, f"a number is typed here, use contacts.md for it: '{text}'")


def _texts(texts: CardTextsMeta) -> Iterable[str]:
    yield from (texts.title, texts.summary, *texts.routes.values())
    yield from (line for step in texts.steps.values() for line in (step.title, step.text))
    yield from texts.words.model_dump().values()


def _card(
    lang: str, document: Document, texts: CardTextsMeta, theme: str, contacts: Contacts
) -> Card:
    routes = []
    for key, when in texts.routes.items():
        contact = contacts.get(key)
        if contact is None or not contact.phone:
            document.report.error(
                document.line_of(key), f"there is no contact '{key}' with a phone in contacts.md"
            )
        else:
            routes.append(
                CardRoute(key, when, contact.name, contact.phone, contact.tel, contact.lang)
            )
    return Card(
        lang=lang,
        title=texts.title,
        summary=texts.summary,
        theme=theme,
        steps=tuple(CardStep(key, step.title, step.text) for key, step in texts.steps.items()),
        routes=tuple(routes),
        routes_title=texts.words.routes,
        own_title=texts.words.own,
        checked_label=texts.words.checked,
        note=texts.words.note,
        checked=contacts.checked,
    )
