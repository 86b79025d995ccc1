"""What every kind of question shares: its parts, its public view and its verdict."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

Response = str | list[str] | dict[str, str]
"""An answer as it is stored: JSON-able, its shape depends on the type of the item."""


class InvalidResponse(ValueError):
    """What came in cannot be an answer to this item; `code` picks the sentence to show.

    Codes: unknown-option, positions, not-a-number, too-long, bad-characters, shape.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ItemProblem(ValueError):
    """An item as written is wrong; `line` counts from 1 at the item's heading."""

    def __init__(
        self, message: str, line: int = 1, severity: Literal["error", "warning"] = "error"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.severity = severity


class ItemProblems(ValueError):
    """All that is wrong with one item, so that an author mends it in one go."""

    def __init__(self, problems: Sequence[ItemProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class Render(Protocol):
    """Markdown to safe HTML; the grading package does not know how."""

    def inline(self, text: str, /) -> str: ...

    def block(self, text: str, /) -> str: ...


class FormData(Protocol):
    """The part of a submitted form that is needed (werkzeug's MultiDict has it)."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Region:
    """A place on a picture, in percent of its width and height, from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: Region) -> bool:
        """Whether the two share more than an edge."""
        return max(self.x, other.x) < min(self.right, other.right) and max(self.y, other.y) < min(
            self.bottom, other.bottom
        )

    def __str__(self) -> str:
        return ",".join(f"{side:g}" for side in (self.x, self.y, self.width, self.height))


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    html: str
    correct: bool
    feedback: str = ""
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class OptionView:
    key: str
    html: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class ItemView:
    """What a learner may see before answering: nothing here betrays the answer."""

    id: str
    type: str
    prompt: str
    body: str
    options: tuple[OptionView, ...]
    targets: tuple[OptionView, ...]
    unit: str
    lang: str
    scene: str = ""


@dataclass(frozen=True, slots=True)
class OptionGrade:
    """One line of the review. `answer` is what belonged here, `given` what was given (HTML)."""

    key: str
    html: str
    chosen: bool
    correct: bool
    feedback: str = ""
    answer: str = ""
    given: str = ""
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on a response; `score` runs from 0 to 1."""

    score: float
    options: tuple[OptionGrade, ...]

    @property
    def correct(self) -> bool:
        return self.score == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(ABC):
    """One question. `source` is its canonical Markdown, `hash` the SHA-256 of that."""

    type: ClassVar[str]

    id: str
    prompt: str
    prompt_text: str
    body: str
    options: tuple[Option, ...]
    explanation: str
    tags: tuple[str, ...] = ()
    shuffle: bool = True
    unit: str = ""
    lang: str
    hash: str
    source: str
    line: int = field(default=1, compare=False)

    @abstractmethod
    def order(self, rng: random.Random) -> tuple[str, ...]:
        """The display order to freeze in an attempt."""

    @abstractmethod
    def read(self, form: FormData) -> Response | None:
        """The response in a form, None when nothing was answered. Raises InvalidResponse."""

    @abstractmethod
    def grade(self, response: Response) -> Grade:
        """Judge a stored response. Raises InvalidResponse for one that cannot be real."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    def view(self, order: Sequence[str]) -> ItemView:
        """The public face in a frozen order. Raises ValueError when the order is not ours."""
        return self._view(options=in_order(self.options, order))

    def _view(
        self, *, options: tuple[OptionView, ...] = (), targets: tuple[OptionView, ...] = ()
    ) -> ItemView:
        return ItemView(
            id=self.id,
            type=self.type,
            prompt=self.prompt,
            body=self.body,
            options=options,
            targets=targets,
            unit=self.unit,
            lang=self.lang,
        )


def in_order(options: Sequence[Option], order: Sequence[str]) -> tuple[OptionView, ...]:
    by_key = {option.key: option for option in options}
    if sorted(order) != sorted(by_key):
        raise ValueError("the order does not name every option of this item once")
    return tuple(OptionView(key, by_key[key].html, by_key[key].region) for key in order)


def mixed(keys: Sequence[str], rng: random.Random, shuffle: bool = True) -> tuple[str, ...]:
    result = list(keys)
    if shuffle:
        rng.shuffle(result)
    return tuple(result)


def single_value(form: FormData, name: str) -> str | None:
    """The one value of a field, None when it is absent or blank."""
    values = form.getlist(name)
    if len(values) > 1:
        raise InvalidResponse("shape")
    value = values[0].strip() if values else ""
    return value or None


Report = Callable[[str, int], None]
"""How a type tells that an item is written wrongly: message and line inside the item."""
