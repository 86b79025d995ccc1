"""words.md: what phone, projector and hand-outs say around a kit, in every language of kits."""

from __future__ import annotations

import re

from lms.content.documents import expect_no_text
from lms.content.kits.types import KitWords
from lms.content.outline import KIT_WORDS, translated
from lms.content.schemas import KitWordsMeta
from lms.content.shelf import Shelf
from lms.content.types import SOURCE_LANGUAGE

_VARIABLE = re.compile(r"%\((\w+)\)[sd]")


def read_words(shelf: Shelf) -> dict[str, KitWords]:
    """By language, Dutch first. A language that lacks a word, or has other variables in it, is
    reported: people who read only that language would meet Dutch."""
    found: dict[str, KitWords] = {}
    for lang in shelf.outline.kit_languages:
        document = shelf.document(translated(KIT_WORDS, lang))
        meta = document.meta(KitWordsMeta) if document else None
        if document is None or meta is None:
            continue
        expect_no_text(document)
        found[lang] = KitWords(lang, meta.name, dict(meta.words))
        wanted = found.get(SOURCE_LANGUAGE, found[lang]).words
        for key in sorted(set(wanted) ^ set(meta.words)):
            fault = "is missing: translate it too" if key in wanted else "is not in the Dutch file"
            document.report.error(document.line_of("words"), f"the word '{key}' {fault}")
        for key in sorted(set(wanted) & set(meta.words)):
            if _variables(wanted[key]) != _variables(meta.words[key]):
                document.report.error(
                    document.line_of("words"), f"the word '{key}' has other variables than in Dutch"
                )
    return found


def _variables(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))
