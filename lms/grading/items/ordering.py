"""Put in order: options are written in the right order and shown mixed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from lms.grading.items.attributes import split_braces
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    OptionGrade,
    Response,
    mixed,
    single_value,
)
from lms.grading.items.building import Draft
from lms.grading.items.source import RawOption


def numbered_line(raw: RawOption, place: int) -> str:
    braces = split_braces(raw.text)
    return f"{place}. {braces.text} {{#{braces.id}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Item):
    """Response: every key once, in the order given.

    Score: the share of neighbours that follow each other as they should ("relative to the next
    item" in other systems). One step in the wrong place costs a little, not everything after it.
    """

    type = "ordering"
    option_start: ClassVar[re.Pattern[str]] = re.compile(r"^ {0,3}\d{1,3}[.)]\s")
    option_line = staticmethod(numbered_line)

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        for raw in draft.raw.options:
            if not raw.numbered or raw.ticked is not None:
                draft.error(
                    "the steps of an ordering question are numbered: 1. Text {#a}", raw.line
                )
        options = tuple(draft.option(raw, correct=True) for raw in draft.raw.options)
        if len(options) < 2:
            draft.error("this question needs at least two steps, each a line like 1. Text {#a}")
        return {"options": options}

    def order(self, rng: random.Random) -> tuple[str, ...]:
        """Mixed, and never the right order: that would need no work."""
        order = mixed(self.keys, rng)
        if order == self.keys:
            order = (*order[1:], order[0])
        return order

    def read(self, form: FormData) -> Response | None:
        places = {key: single_value(form, f"position-{key}") for key in self.keys}
        if not any(places.values()):
            return None
        wanted = {str(place): "" for place in range(1, len(places) + 1)}
        for key, place in places.items():
            if place not in wanted or wanted[place]:
                raise InvalidResponse("positions")
            wanted[place] = key
        return list(wanted.values())

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, list) or not all(isinstance(key, str) for key in response):
            raise InvalidResponse("shape")
        if not set(response) <= set(self.keys):
            raise InvalidResponse("unknown-option")
        if sorted(response) != sorted(self.keys):
            raise InvalidResponse("positions")
        return Grade(self._score(response), self._lines(response))

    def _score(self, response: list[str]) -> float:
        pairs = set(pairwise(self.keys))
        given = set(pairwise(response))
        return len(pairs & given) / len(pairs) if pairs else 1.0

    def _lines(self, response: list[str]) -> tuple[OptionGrade, ...]:
        return tuple(
            OptionGrade(
                key=option.key,
                html=option.html,
                chosen=True,
                correct=response[place - 1] == option.key,
                feedback=option.feedback,
                answer=str(place),
                given=str(response.index(option.key) + 1),
            )
            for place, option in enumerate(self.options, start=1)
        )
