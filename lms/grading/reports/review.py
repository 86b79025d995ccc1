"""A report against its rubric: found, found elsewhere, not found. Never a score.

The words of a text are all that is looked at, so the review says which words it found, and leaves
the judgement to the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.grading.reports.evidence import contains, tokens_of
from lms.grading.reports.rubric import FIELDS, Advice, Point, RouteChoice, Rubric

_THOUGHT = {
    "nl": ("ik denk", "volgens mij", "ik vermoed", "mijn indruk", "mijn gevoel", "ik vind"),
    "en": ("i think", "in my view", "i suspect", "my impression", "my feeling", "it seems to me"),
}
"""How people say that what follows is a thought."""

_SENTENCE = re.compile(r"[^.!?\n]+")


class State(StrEnum):
    """Whether the words of a point were found."""

    FOUND = "found"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PointReview:
    """`words` are those that were found; `place` is the field where they stand."""

    point: Point
    state: State
    words: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class WordReview:
    """Words that do not belong. `thought` when the writer marked them as a thought."""

    words: str
    advice: str
    thought: bool = False


@dataclass(frozen=True, slots=True)
class FieldReview:
    """One question: what was written, what it has, and what the model report says."""

    id: str
    title: str
    text: str
    points: tuple[PointReview, ...]
    opinions: tuple[WordReview, ...]
    noise: tuple[WordReview, ...]
    model: str


@dataclass(frozen=True, slots=True)
class RouteReview:
    """The route that was chosen, and those that fit; `chosen` is None when none was."""

    chosen: RouteChoice | None
    fitting: tuple[RouteChoice, ...]

    @property
    def fits(self) -> bool:
        return self.chosen is not None and self.chosen.right


@dataclass(frozen=True, slots=True)
class Review:
    """What can be said about a report by looking for words."""

    fields: tuple[FieldReview, ...]
    route: RouteReview

    @property
    def points(self) -> tuple[PointReview, ...]:
        return tuple(point for field in self.fields for point in field.points)

    def count(self, state: str) -> int:
        return sum(point.state == state for point in self.points)


def review(rubric: Rubric, texts: Mapping[str, str], route: str) -> Review:
    """Hold the texts, by field, and the chosen route against the rubric."""
    fields = tuple(
        FieldReview(
            id=field.id,
            title=field.title,
            text=texts.get(field.id, ""),
            points=tuple(_point(point, field.id, texts) for point in field.points),
            opinions=_opinions(rubric, field.id, texts.get(field.id, "")),
            noise=tuple(_words(rubric.noise, texts.get(field.id, ""))),
            model=field.model,
        )
        for field in rubric.fields
    )
    fitting = tuple(choice for choice in rubric.routes if choice.right)
    return Review(fields, RouteReview(rubric.route(route), fitting))


def _point(point: Point, own: str, texts: Mapping[str, str]) -> PointReview:
    """The own field counts first. What one does not know is looked for in its own field only."""
    words = point.evidence.find(texts.get(own, ""))
    if words:
        return PointReview(point, State.FOUND, words, own)
    for other in FIELDS if own != "unknown" else ():
        words = point.evidence.find(texts.get(other, "")) if other not in {own, "unknown"} else ""
        if words:
            return PointReview(point, State.ELSEWHERE, words, other)
    return PointReview(point, State.MISSING)


def _opinions(rubric: Rubric, field: str, text: str) -> tuple[WordReview, ...]:
    """ "I do not know whether he is a thief" is no opinion."""
    if field == "unknown":
        return ()
    found: dict[str, WordReview] = {}
    for match in _SENTENCE.finditer(text):
        thought = _is_thought(match[0], rubric.lang)
        for word in _words(rubric.opinions, match[0]):
            found.setdefault(word.words.casefold(), WordReview(word.words, word.advice, thought))
    return tuple(found.values())


def _is_thought(sentence: str, lang: str) -> bool:
    return any(contains(sentence, phrase.split()) for phrase in _THOUGHT.get(lang, ()))


def _words(advices: tuple[Advice, ...], text: str) -> Iterator[WordReview]:
    if not tokens_of(text):
        return
    for advice in advices:
        words = advice.evidence.find(text)
        if words:
            yield WordReview(words, advice.text)
