"""A number, with how far off is still right."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from lms.grading.items.attributes import split_braces
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    ItemView,
    OptionGrade,
    Response,
    single_value,
)
from lms.grading.items.building import Draft
from lms.grading.items.choice import BOXED_LINE, boxed_line
from lms.grading.items.source import RawOption

MAX_LENGTH = 40
ANY = "*"

_TOLERANCE = re.compile(r"\s*(?:±|\+/?-)\s*")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS = re.compile(
    r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|(?:,[0-9]{3})+(?:\.[0-9]+)?)"
)


def readings(text: str) -> tuple[Decimal, ...]:
    """Every number a text can mean, none when it is no number.

    `1.000` is a thousand to one and exactly one to another: both count.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())
    found: list[Decimal] = []
    if _PLAIN.fullmatch(compact):
        found.append(Decimal(compact.replace(",", ".")))
    if _THOUSANDS.fullmatch(compact):
        mark = "." if "." in compact and compact.find(".") == min(_marks(compact)) else ","
        found.append(Decimal(compact.replace(mark, "").replace(",", ".")))
    return tuple(dict.fromkeys(found))


def _marks(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign in ".,"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A number an option stands for; an empty one stands for any other answer."""

    key: str
    value: Decimal | None
    tolerance: Decimal = Decimal(0)

    def takes(self, numbers: Sequence[Decimal]) -> bool:
        if self.value is None:
            return True
        return any(abs(number - self.value) <= self.tolerance for number in numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Item):
    """Response: the number as typed. Options are tried as written, `*` last."""

    type = "number"
    option_start: ClassVar[re.Pattern[str]] = BOXED_LINE
    option_line = staticmethod(boxed_line)

    accepted: tuple[Accepted, ...]

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        raws = draft.boxed()
        options = tuple(draft.option(raw) for raw in raws)
        accepted = tuple(
            _accepted(draft, raw, option.key) for raw, option in zip(raws, options, strict=True)
        )
        if not any(option.correct for option in options):
            draft.error("the right number is missing: a line like - [x] 2 ± 0 {#a}")
        return {
            "options": options,
            "accepted": tuple(sorted(accepted, key=lambda answer: answer.value is None)),
        }

    def order(self, rng: random.Random) -> tuple[str, ...]:
        return ()

    def view(self, order: Sequence[str]) -> ItemView:
        return self._view()

    def read(self, form: FormData) -> Response | None:
        text = single_value(form, "answer")
        if text is not None:
            self._numbers(text)
        return text

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, str):
            raise InvalidResponse("shape")
        numbers = self._numbers(response)
        key = next((answer.key for answer in self.accepted if answer.takes(numbers)), "")
        return typed_grade(self, key, response)

    def _numbers(self, text: str) -> tuple[Decimal, ...]:
        if len(text) > MAX_LENGTH:
            raise InvalidResponse("too-long")
        bare = text.strip().removeprefix("€")
        if self.unit and bare.casefold().endswith(self.unit.casefold()):
            bare = bare[: -len(self.unit)]
        numbers = readings(bare)
        if not numbers:
            raise InvalidResponse("not-a-number")
        return numbers


def _accepted(draft: Draft, raw: RawOption, key: str) -> Accepted:
    text = split_braces(raw.text).text.replace("\\*", ANY)
    if text == ANY:
        if raw.ticked:
            draft.error("* stands for any other answer and cannot be the right one", raw.line)
        return Accepted(key, None)
    value, *tolerance = (part for part in _TOLERANCE.split(text, maxsplit=1))
    numbers = readings(value)
    margins = readings(tolerance[0]) if tolerance else (Decimal(0),)
    if not numbers or not margins or margins[-1] < 0:
        draft.error(
            f"'{text}' is not a number: write it like 2 ± 0, or * for any other answer", raw.line
        )
        return Accepted(key, Decimal(0))
    return Accepted(key, numbers[-1], margins[-1])


def typed_grade(item: Item, key: str, given: str) -> Grade:
    """The verdict on something typed: the line it fell under, and a right one if it was not."""
    shown = html.escape(given.strip())
    matched = next((option for option in item.options if option.key == key), None)
    right = matched is not None and matched.correct
    lines = [
        OptionGrade(
            key=key,
            html=shown,
            chosen=True,
            correct=right,
            feedback=matched.feedback if matched else "",
            given=shown,
        )
    ]
    if not right:
        best = next(option for option in item.options if option.correct)
        answer = best.html
        lines.append(OptionGrade(best.key, answer, False, True, best.feedback, answer=answer))
    return Grade(1.0 if right else 0.0, tuple(lines))
