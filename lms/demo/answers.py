"""What people answer: for every question the right answer and the mistakes that are made."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.demo.chance import share
from lms.grading.items import InvalidResponse, Item, Response
from lms.grading.items.choice import Multiple, Single
from lms.grading.items.matching import Matching
from lms.grading.items.numeric import Number
from lms.grading.items.ordering import Ordering
from lms.grading.items.text import Text

_TAG = re.compile(r"<[^>]*>")
_HARD = 0.14
"""The share of questions that many people miss."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer and its score; None stands for a question left open."""

    value: Response | None
    score: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What may be answered to a question; `ease` is the share of people who are right."""

    right: Answer
    wrong: tuple[Answer, ...]
    ease: float

    def pick(self, rng: random.Random, ability: float) -> Answer:
        """What somebody answers; the first mistake is the one most often made."""
        if rng.random() < min(self.ease + ability, 0.99):
            return self.right
        return self.wrong[int(rng.random() ** 2 * len(self.wrong))]


def answers_of(item: Item) -> Answers:
    """The answers to a question, each with the score that the question itself gives it."""
    graded: list[Answer] = []
    for value in _candidates(item):
        try:
            graded.append(Answer(value, item.grade(value).score))
        except InvalidResponse:
            continue
    right = next((answer for answer in graded if answer.score == 1), Answer(None, 0.0))
    wrong = tuple(answer for answer in graded if answer.score < 1) or (Answer(None, 0.0),)
    place = share("ease", item.id)
    ease = 0.38 + place if place < _HARD else 0.8 + 0.18 * place
    return Answers(right, wrong, ease)


def _candidates(item: Item) -> Iterator[Response]:
    if isinstance(item, Single):
        yield from item.keys
    elif isinstance(item, Multiple):
        yield from _ticked(item)
    elif isinstance(item, Ordering):
        keys = list(item.keys)
        yield keys
        yield [*keys[:-2], keys[-1], keys[-2]]
        yield [keys[1], keys[0], *keys[2:]]
        yield keys[::-1]
    elif isinstance(item, Matching):
        pairs = dict(item.belongs)
        yield pairs
        yield dict(zip(pairs, [*list(pairs.values())[1:], next(iter(pairs.values()))], strict=True))
        yield dict.fromkeys(pairs, next(iter(pairs.values())))
    elif isinstance(item, Number):
        known = [(a.value, a.tolerance) for a in item.accepted if a.value is not None]
        yield from (str(value).replace(".", ",") for value, _ in known)
        yield from (str(value * 10 + off + 1).replace(".", ",") for value, off in known)
    elif isinstance(item, Text):
        yield from (text for text in map(_plain, item.options) if text != "*")
        yield "weet ik niet" if item.lang == "nl" else "do not know"


def _ticked(item: Multiple) -> Iterator[Response]:
    right = [option.key for option in item.options if option.correct]
    wrong = [option.key for option in item.options if not option.correct]
    yield sorted(right)
    if len(right) > 1:
        yield sorted(right[1:])
    for key in wrong:
        yield sorted([*right, key])
        yield sorted([*right[1:], key])


def _plain(option: object) -> str:
    return html.unescape(_TAG.sub("", getattr(option, "html", ""))).strip()
