"""Choose: one right answer, more right answers, true or false."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import ClassVar

from lms.grading.items.attributes import split_braces
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    Option,
    OptionGrade,
    Response,
    mixed,
    single_value,
)
from lms.grading.items.building import Draft
from lms.grading.items.source import RawOption

BOXED_LINE = re.compile(r"^ {0,3}[-*+]\s+\[\s*[xX]?\s*\](?:\s|$)")


def boxed_line(raw: RawOption, place: int) -> str:
    braces = split_braces(raw.text)
    return f"- [{'x' if raw.ticked else ' '}] {braces.text} {{#{braces.id}}}"


def read_boxed(draft: Draft, attributes: tuple[str, ...] = ()) -> tuple[Option, ...]:
    options = tuple(draft.option(raw, attributes=attributes) for raw in draft.boxed())
    if len(options) < 2:
        draft.error("this question needs at least two options, each a line like - [ ] Text {#a}")
    elif not any(option.correct for option in options):
        draft.error("no option is marked as right: write [x] before the right one")
    return options


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """What the kinds of choosing share."""

    option_start: ClassVar[re.Pattern[str]] = BOXED_LINE
    option_line = staticmethod(boxed_line)

    def order(self, rng: random.Random) -> tuple[str, ...]:
        return mixed(self.keys, rng, self.shuffle)

    def _verdict(self, score: float, chosen: set[str]) -> Grade:
        return Grade(
            score,
            tuple(
                OptionGrade(o.key, o.html, o.key in chosen, o.correct, o.feedback)
                for o in self.options
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Choice):
    """One option is right. Response: its key. Score: all or nothing."""

    type = "single"

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        options = read_boxed(draft)
        right = [option for option in options if option.correct]
        if len(right) > 1:
            draft.error(
                "more than one option is marked as right: keep one [x], "
                "or write type=multiple behind the id"
            )
        draft.want_feedback(options)
        return {"options": options}

    def read(self, form: FormData) -> Response | None:
        key = single_value(form, "answer")
        if key is not None and key not in self.keys:
            raise InvalidResponse("unknown-option")
        return key

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, str):
            raise InvalidResponse("shape")
        if response not in self.keys:
            raise InvalidResponse("unknown-option")
        right = any(o.correct for o in self.options if o.key == response)
        return self._verdict(1.0 if right else 0.0, {response})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Single):
    """A statement with the keys `true` and `false`, shown as written: people expect that order."""

    type = "true-false"

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        options = read_boxed(draft)
        if sorted(option.key for option in options) != ["false", "true"]:
            draft.error("true or false has two options with the keys {#true} and {#false}")
        if sum(option.correct for option in options) > 1:
            draft.error("only one of the two can be right: keep one [x]")
        draft.want_feedback(options)
        return {"options": options}

    def order(self, rng: random.Random) -> tuple[str, ...]:
        return self.keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Choice):
    """More options may be right. Response: sorted keys, at least one.

    Score: (right chosen - wrong chosen) / all right, never below 0, so that ticking everything
    does not pay.
    """

    type = "multiple"

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        options = read_boxed(draft)
        draft.want_feedback(options)
        return {"options": options}

    def read(self, form: FormData) -> Response | None:
        keys = [value.strip() for value in form.getlist("answer") if value.strip()]
        if not keys:
            return None
        return sorted(self._known(keys))

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, list) or not response:
            raise InvalidResponse("shape")
        chosen = self._known(response)
        right = {option.key for option in self.options if option.correct}
        score = max(0, len(chosen & right) - len(chosen - right)) / len(right)
        return self._verdict(score, chosen)

    def _known(self, keys: list[str]) -> set[str]:
        if not all(isinstance(key, str) for key in keys) or len(keys) != len(set(keys)):
            raise InvalidResponse("shape")
        if not set(keys) <= set(self.keys):
            raise InvalidResponse("unknown-option")
        return set(keys)
