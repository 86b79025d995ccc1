"""A short text: a word or a name."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from lms.grading.items.attributes import split_braces
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    ItemView,
    Response,
    single_value,
)
from lms.grading.items.building import Draft
from lms.grading.items.choice import BOXED_LINE, boxed_line
from lms.grading.items.numeric import ANY, typed_grade

MAX_LENGTH = 200

_IGNORED = re.compile(r"[\s\-\u00ad\u2010-\u2015'’‘`]+")


def folded(text: str) -> str:
    """A text without what makes no difference: capitals, accents, spaces, hyphens, apostrophes."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _IGNORED.sub("", bare).strip('.!?"“”')


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Item):
    """Response: the text as typed, without spaces around it, in Unicode NFC."""

    type = "text"
    option_start: ClassVar[re.Pattern[str]] = BOXED_LINE
    option_line = staticmethod(boxed_line)

    accepted: tuple[tuple[str, str], ...]
    """Folded text and option key; the text `*` stands for any other answer."""

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        raws = draft.boxed()
        options = tuple(draft.option(raw) for raw in raws)
        known: dict[str, tuple[str, bool]] = {}
        for raw, option in zip(raws, options, strict=True):
            text = split_braces(raw.text).text.replace("\\*", ANY)
            answer = ANY if text == ANY else folded(text)
            if answer == ANY and option.correct:
                draft.error("* stands for any other answer and cannot be the right one", raw.line)
            if not answer:
                draft.error("this answer has no letters or digits", raw.line)
            if answer in known and known[answer][1] != option.correct:
                draft.error(f"'{text}' is marked as right and as wrong: keep one", raw.line)
            known.setdefault(answer, (option.key, option.correct))
        if not any(option.correct for option in options):
            draft.error("the right text is missing: a line like - [x] word {#a}")
        accepted = tuple((answer, key) for answer, (key, _) in known.items())
        return {"options": options, "accepted": accepted}

    def order(self, rng: random.Random) -> tuple[str, ...]:
        return ()

    def view(self, order: Sequence[str]) -> ItemView:
        return self._view()

    def read(self, form: FormData) -> Response | None:
        text = single_value(form, "answer")
        return None if text is None else _clean(text)

    def grade(self, response: Response) -> Grade:
        if not isinstance(response, str):
            raise InvalidResponse("shape")
        text = _clean(response)
        if not text:
            raise InvalidResponse("shape")
        known = dict(self.accepted)
        key = known.get(folded(text)) or known.get(ANY, "")
        return typed_grade(self, key, text)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > MAX_LENGTH:
        raise InvalidResponse("too-long")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise InvalidResponse("bad-characters")
    return text
