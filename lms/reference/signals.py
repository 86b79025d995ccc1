"""The signals of the lessons in one place: to browse by module, and to search by word."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.content.signals import SignalGroup, signals_of
from lms.content.types import Course
from lms.editions.store import edition_id, library
from lms.i18n import language
from lms.reference.blueprint import bp
from lms.search import LONGEST_QUERY, fold, words_of

Found = tuple[Course, SignalGroup]


@bp.get("/signals")
@access(Rule.SIGNED_IN)
def signals() -> ResponseReturnValue:
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    everything = _all(edition_id(), language())
    found = matching(everything, query)
    return render_template(
        "reference/signals.html",
        query=query,
        groups=found,
        total=_count(everything),
        count=_count(found),
        longest=LONGEST_QUERY,
    )


@lru_cache(maxsize=8)
def _all(_edition: object, lang: str) -> tuple[Found, ...]:
    courses = library().courses(lang)
    return tuple((course, group) for course in courses for group in signals_of(course))


def matching(groups: tuple[Found, ...], query: str) -> tuple[Found, ...]:
    """The signals that hold every word, also a part of one; accents and capitals do not count."""
    words = words_of(query)
    found = []
    for course, group in groups:
        kept = tuple(
            signal
            for signal in group.signals
            if all(
                any(word in fold(part) for part in f"{signal.title} {signal.text}".split())
                for word in words
            )
        )
        if kept:
            found.append((course, replace(group, signals=kept)))
    return tuple(found)


def _count(groups: tuple[Found, ...]) -> int:
    return sum(len(group.signals) for _course, group in groups)
