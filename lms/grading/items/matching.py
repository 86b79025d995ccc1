"""Match: what stands left belongs to something on the right."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from lms.grading.items.attributes import Braces, split_braces
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    ItemView,
    Option,
    OptionGrade,
    Response,
    in_order,
    mixed,
    single_value,
)
from lms.grading.items.building import Draft
from lms.grading.items.source import RawOption

_ARROW = re.compile(r"(?:^|\s+)(?:=>|⇒)(?:\s+|$)")


def _sides(text: str) -> tuple[Braces, Braces | None]:
    left, *right = _ARROW.split(text, maxsplit=1)
    return split_braces(left), split_braces(right[0]) if right else None


def pair_line(raw: RawOption, place: int) -> str:
    left, right = _sides(raw.text)
    target = f"=> {right.text} {{#{right.id}}}" if right else ""
    return f"- {left.text} {{#{left.id}}} {target}" if left.text else f"- {target}"


@dataclass(slots=True)
class _Pairs:
    lefts: list[Option]
    rights: dict[str, Option]
    belongs: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Item):
    """Response: left key to right key, perhaps not for all. Score: the share of right pairs.

    A frozen order names the left keys first and the right keys after them. The right side is
    always mixed: as written it would be the answer.
    """

    type = "matching"
    option_start: ClassVar[re.Pattern[str]] = re.compile(
        r"^ {0,3}[-*+]\s+(?:.*\s)?(?:=>|⇒)(?:\s|$)"
    )
    option_line = staticmethod(pair_line)

    targets: tuple[Option, ...]
    belongs: tuple[tuple[str, str], ...]

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        pairs = _Pairs([], {}, [])
        for raw in draft.raw.options:
            _read_pair(draft, raw, pairs)
        if len(pairs.lefts) < 2 or len(pairs.rights) < 2:
            draft.error("this question needs at least two pairs, like - This {#a} => That {#b}")
        return {
            "options": tuple(pairs.lefts),
            "targets": tuple(pairs.rights.values()),
            "belongs": tuple(pairs.belongs),
        }

    def order(self, rng: random.Random) -> tuple[str, ...]:
        targets = [target.key for target in self.targets]
        return (*mixed(self.keys, rng, self.shuffle), *mixed(targets, rng))

    def view(self, order: Sequence[str]) -> ItemView:
        split = len(self.options)
        return self._view(
            options=in_order(self.options, order[:split]),
            targets=in_order(self.targets, order[split:]),
        )

    def read(self, form: FormData) -> Response | None:
        given = {key: single_value(form, f"match-{key}") for key in self.keys}
        response = {key: target for key, target in given.items() if target}
        self._check(response)
        return response or None

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, dict) or not response:
            raise InvalidResponse("shape")
        self._check(response)
        right = dict(self.belongs)
        html = {target.key: target.html for target in self.targets}
        lines = tuple(
            OptionGrade(
                key=option.key,
                html=option.html,
                chosen=option.key in response,
                correct=response.get(option.key) == right[option.key],
                feedback=option.feedback,
                answer=html[right[option.key]],
                given=html.get(response.get(option.key, ""), ""),
            )
            for option in self.options
        )
        return Grade(sum(line.correct for line in lines) / len(lines), lines)

    def _check(self, response: dict[str, str]) -> None:
        if not all(isinstance(target, str) for target in response.values()):
            raise InvalidResponse("shape")
        targets = {target.key for target in self.targets}
        if not set(response) <= set(self.keys) or not set(response.values()) <= targets:
            raise InvalidResponse("unknown-option")


def _read_pair(draft: Draft, raw: RawOption, pairs: _Pairs) -> None:
    left, right = _sides(raw.text)
    if right is None or raw.ticked is not None:
        draft.error("a line of a matching question reads - This {#a} => That {#b}", raw.line)
        return
    target = _read_target(draft, raw, right, pairs.rights)
    if not left.text and not left.id:
        return
    option = draft.option(replace(raw, text=_ARROW.split(raw.text, maxsplit=1)[0]), correct=True)
    pairs.lefts.append(option)
    pairs.belongs.append((option.key, target))


def _read_target(draft: Draft, raw: RawOption, right: Braces, known: dict[str, Option]) -> str:
    """The same answer may belong to more than one thing: then its key returns."""
    key = draft.key(right, raw.line, shared=right.id in known)
    html = draft.render.inline(right.text) if right.text else ""
    if key in known:
        if html and html != known[key].html:
            draft.error(f"the answer '{key}' is written in two ways: make them the same", raw.line)
    elif not html:
        draft.error("the right side of this line has no text", raw.line)
    else:
        known[key] = Option(key, html, True)
    return key
