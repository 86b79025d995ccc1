"""Does a practice text look like something that really happened? A guess from its words.

It can be wrong in both directions, so it never blocks: the page points to the real routes, and
nothing about it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.grading.reports.evidence import contains, tokens_of

LATELY = timedelta(days=366)
"""A date in the past year may be one that somebody means."""
AHEAD = timedelta(days=60)


class SignKind(StrEnum):
    """What made a text look real."""

    ORGANISATION = "organisation"
    DATE = "date"
    PHONE = "phone"
    PLATE = "plate"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is not in the case; `words` as they were typed."""

    kind: SignKind
    words: str


# Each of these alone is reason to ask.
_TELLING = {
    "nl": (
        "echt gebeurd", "in het echt", "dit is echt", "is echt waar", "geen oefening", "bij ons",
        "ons bedrijf", "onze loods", "onze kwekerij", "ons terrein", "ons dock", "mijn werkgever",
        "mijn baas", "mijn collega's",
    ),
    "en": (
        "really happened", "in real life", "this is real", "not an exercise", "no exercise",
        "at our company", "our company", "our warehouse", "our nursery", "our site", "our dock",
        "my employer", "my boss", "my colleagues",
    ),
}  # fmt: skip
# Of these, two together.
_HINTING = {
    "nl": ("echt", "vandaag", "vanochtend", "vanmorgen", "vanmiddag", "vanavond", "vannacht",
           "gisteren", "gisteravond", "onze", "wij"),
    "en": ("really", "real", "today", "tonight", "this morning", "yesterday", "last night", "our"),
}  # fmt: skip
_MONTHS = (
    "jan", "feb", "maart|mrt|mar", "apr", "mei|may", "jun", "jul", "aug", "sep", "okt|oct", "nov",
    "dec",
)  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d.:-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?![\d-])")
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_NAMED = re.compile(
    r"(?<!\w)(\d{1,2})(?:st|nd|rd|th|e)?\s+(?:of\s+)?(" + "|".join(_MONTHS) + r")[a-z]*\.?"
    r"(?:,?\s+(\d{4}))?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w-])(?:(?:\+|00)\d{2}|0)[\s.-]?(?:\(0\))?(?:\d[\s.-]?){8,9}(?![\w-])")
# The groups of a Dutch plate have letters or digits, never both; six signs in all.
_PLATE = re.compile(
    r"(?<![\w-])(?=[a-z\d-]*[a-z])(?=[a-z\d-]*\d)(?=[a-z\d-]{8}(?![\w-]))"
    r"(?:[a-z]{1,3}|\d{1,3})-(?:[a-z]{1,3}|\d{1,3})-(?:[a-z]{1,3}|\d{1,3})",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|holding|nederland|group|groep)(?!\w)", re.I
)


def looks_real(
    texts: Iterable[str], *, case: str, own: Iterable[str], lang: str, today: date
) -> tuple[Sign, ...]:
    """What in the texts is not of the case and may be real; empty when nothing is.

    `case` is everything the learner could have taken over from the page, `own` the names of the
    organisations of the writer.
    """
    text = "\n".join(texts)
    found = [
        *_organisations(text, case, own),
        *_dates(text, case, today),
        *_patterns(SignKind.PHONE, _PHONE, text, case),
        *_patterns(SignKind.PLATE, _PLATE, text, case),
        *_phrases(text, case, lang),
    ]
    return tuple(dict.fromkeys(found))


def _organisations(text: str, case: str, own: Iterable[str]) -> Iterator[Sign]:
    for name in own:
        words = [token.word for token in tokens_of(_LEGAL.sub(" ", name))]
        if len("".join(words)) >= 4 and contains(text, words) and not contains(case, words):
            yield Sign(SignKind.ORGANISATION, name)


def _dates(text: str, case: str, today: date) -> Iterator[Sign]:
    known = {moment for _, moment in _days(case, today)}
    for words, moment in _days(text, today):
        if moment not in known and today - LATELY <= moment <= today + AHEAD:
            yield Sign(SignKind.DATE, words)


def _days(text: str, today: date) -> Iterator[tuple[str, date]]:
    for match in _ISO.finditer(text):
        yield from _day(match[0], int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMERIC.finditer(text):
        year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
        yield from _day(match[0], year, int(match[2]), int(match[1]))
    for match in _NAMED.finditer(text):
        month = next(
            number
            for number, names in enumerate(_MONTHS, start=1)
            if match[2].lower() in names.split("|")
        )
        yield from _day(match[0], int(match[3] or today.year), month, int(match[1]))


def _day(words: str, year: int, month: int, day: int) -> Iterator[tuple[str, date]]:
    try:
        yield words.strip(), date(year, month, day)
    except ValueError:
        return


def _patterns(kind: SignKind, pattern: re.Pattern[str], text: str, case: str) -> Iterator[Sign]:
    known = {_bare(match[0]) for match in pattern.finditer(case)}
    for match in pattern.finditer(text):
        if _bare(match[0]) not in known:
            yield Sign(kind, match[0].strip())


def _bare(words: str) -> str:
    return re.sub(r"[^A-Z\d]", "", words.upper())


def _phrases(text: str, case: str, lang: str) -> Iterator[Sign]:
    telling = list(_there(_TELLING.get(lang, ()), text, case))
    hinting = list(_there(_HINTING.get(lang, ()), text, case))
    for phrase in telling or (hinting if len(hinting) > 1 else ()):
        yield Sign(SignKind.WORDS, phrase)


def _there(phrases: Iterable[str], text: str, case: str) -> Iterator[str]:
    for phrase in phrases:
        words = [token.word for token in tokens_of(phrase)]
        if contains(text, words) and not contains(case, words):
            yield phrase
