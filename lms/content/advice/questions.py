"""Questions that give their answer away, or leave people without an explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lms.content.advice.base import Advice, Asked, Material, _
from lms.grading.items import Item
from lms.grading.items.building import plain

FEWEST = 4
"""With fewer questions a habit is no pattern."""
TOO_OFTEN = 0.6
"""The share of the questions from which guessing begins to pay."""
TOLD = ("matching", "ordering", "number", "text")
"""Types whose options the check lets be without feedback."""

_ALL = re.compile(
    r"\b(?:al(?:le|les)?(?: van)?(?: het| de)? bovenstaande|geen van de bovenstaande"
    r"|(?:all|none|both|neither) of the above)\b"
    r"|^(?:alle antwoorden|geen van (?:deze|beide)|beide|all answers|(?:all|none|both) of (?:them"
    r"|these)|(?:(?:zowel|both|antwoord) )?a (?:en|and) b)\W*$",
    re.IGNORECASE,
)


def _choices(material: Material) -> Iterator[list[Asked]]:
    """The questions with one right answer, quiz by quiz."""
    in_quizzes = [asked for asked in material.asked if asked.in_quiz]
    for _path, group in groupby(in_quizzes, key=lambda asked: asked.page.path):
        choices = [asked for asked in group if asked.item.type == "single"]
        if len(choices) >= FEWEST:
            yield choices


def right_is_longest(material: Material) -> Iterator[Advice]:
    for choices in _choices(material):
        longest = [one for one in choices if _longest(one.item)]
        if _too_often(longest, choices):
            yield Advice(
                choices[0].page.path,
                longest[0].item.line,
                _(
                    "the right answer is the longest in %(found)s of %(all)s questions (lines"
                    " %(lines)s): shorten it there, or lengthen another"
                ),
                _counts(longest, choices),
            )


def _longest(item: Item) -> bool:
    lengths = {option.key: len(plain(option.html)) for option in item.options}
    right = next(option.key for option in item.options if option.correct)
    return all(lengths[right] > length for key, length in lengths.items() if key != right)


def right_in_one_place(material: Material) -> Iterator[Advice]:
    """Options are mixed, but an author who always writes the right one first shows it elsewhere:
    on paper, in a translation, in a question with shuffle=no."""
    for choices in _choices(material):
        places: dict[int, list[Asked]] = {}
        for one in choices:
            right = [option.correct for option in one.item.options].index(True)
            places.setdefault(right, []).append(one)
        for place, found in places.items():
            if _too_often(found, choices):
                yield Advice(
                    choices[0].page.path,
                    found[0].item.line,
                    _(
                        "the right answer stands at place %(place)s in %(found)s of %(all)s"
                        " questions (lines %(lines)s): move it in some of them"
                    ),
                    {"place": place + 1, **_counts(found, choices)},
                )


def _too_often(found: Sequence[Asked], among: Sequence[Asked]) -> bool:
    return len(found) > TOO_OFTEN * len(among)


def _counts(found: Sequence[Asked], among: Sequence[Asked]) -> dict[str, object]:
    lines = ", ".join(str(one.item.line) for one in found)
    return {"found": len(found), "all": len(among), "lines": lines}


def missing_feedback(material: Material) -> Iterator[Advice]:
    """Beyond the warnings of the check: a question that says nothing to who was wrong."""
    for asked in material.asked:
        item = asked.item
        if item.type in TOLD and not any(option.feedback for option in item.options):
            yield Advice(
                asked.page.path,
                item.line,
                _("no answer to this question has feedback: say under one why it is right"),
            )
        if not item.explanation and not asked.in_quiz:
            yield Advice(
                asked.page.path,
                item.line,
                _("this question has no explanation: end it with a line that begins with >"),
            )


def all_of_the_above(material: Material) -> Iterator[Advice]:
    for page in material.pages.values():
        for passage in page.passages:
            found = _ALL.search(passage.words) if passage.kind == "item" else None
            if found:
                yield Advice(
                    page.path,
                    passage.line,
                    _(
                        "“%(words)s” is an answer about the other answers: write what it means,"
                        " or let people choose more (type=multiple)"
                    ),
                    {"words": found[0]},
                )
