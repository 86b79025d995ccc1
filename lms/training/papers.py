"""The sheets of a kit: the hand-out, and the list to sign. Equal for equal texts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

from lms import pdf
from lms.content.kits.types import Kit, KitWords, Slide
from lms.content.tools import Card
from lms.grading.items.building import plain
from lms.training.blocks import blocks_of

HANDOUT = Path(__file__).parent / "handout.typ"
SHEET = Path(__file__).parent / "sheet.typ"
ROWS = 22
"""Places on the first sheet; a larger group gets more."""


def handout(kit: Kit, words: KitWords, card: Card | None) -> bytes:
    """The hand-out as a PDF; the routes come from the reporting card in that language."""
    return pdf.make(
        HANDOUT,
        {
            **_common(kit, words),
            "goal": kit.goal,
            "remember": kit.remember,
            "slides": [_slide(slide) for slide in kit.slides],
            "routes": [asdict(route) for route in card.routes] if card else [],
            "routes_title": card.routes_title if card else "",
            "checked": f"{card.checked_label} {card.checked:%d-%m-%Y}"
            if card and card.checked
            else "",
        },
    )


def sign_in_sheet(
    kit: Kit, words: KitWords, *, day: date | None = None, place: str = "", expected: int = 0
) -> bytes:
    """The list to sign as a PDF, with what is known of a session filled in."""
    values = {"date": f"{day:%d-%m-%Y}" if day else "", "place": place}
    return pdf.make(
        SHEET,
        {
            **_common(kit, words),
            "rows": max(ROWS, min(expected, 200)),
            "fields": [
                {"label": words[key], "value": values.get(key, "")}
                for key in ("date", "place", "of_company", "trainer")
            ],
        },
    )


def kit_line(kit: Kit, words: KitWords) -> str:
    """What stands on every page that is shown or printed: kit, version and day."""
    return words["kit_line"] % {
        "title": kit.title,
        "version": kit.version,
        "date": f"{kit.day:%d-%m-%Y}",
    }


def _common(kit: Kit, words: KitWords) -> dict[str, object]:
    return {
        "lang": kit.lang,
        "title": kit.title,
        "kit_line": kit_line(kit, words),
        "words": dict(words.words),
    }


def _slide(slide: Slide) -> dict[str, object]:
    item = slide.item
    return {
        "title": slide.title,
        "blocks": blocks_of(slide.more_html),
        "question": None
        if item is None
        else {
            "prompt": item.prompt_text,
            "options": [
                {"text": plain(option.html), "right": option.correct} for option in item.options
            ],
            "explanation": blocks_of(item.explanation),
        },
    }
