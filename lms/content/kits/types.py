"""What a training kit says, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from lms.grading.items import Item


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `html` is projected, `more_html` is for the self-study page and the hand-out,
    `notes_html` for the presenter only. A slide with an `item` asks a live question."""

    id: str
    title: str
    html: str
    more_html: str
    notes_html: str
    minutes: float
    item: Item | None = None


class StepKind(StrEnum):
    """What a session shows at one moment."""

    LOBBY = "lobby"
    SLIDE = "slide"
    QUESTION = "question"
    END = "end"


class Round(StrEnum):
    """When a question is asked. BEFORE and AFTER are the same question at both ends: the gain."""

    BEFORE = "before"
    ONCE = "once"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Step:
    """A place in a session; `round` is None where nothing is asked."""

    kind: StepKind
    slide: Slide | None = None
    round: Round | None = None


@dataclass(frozen=True)
class Kit:
    """A kit in one language. `remember` are the three things to take home, `gain` the ids of the
    questions that are asked before and after, `follow_up` what to do a week later, `next` the
    slugs of the kits that suit afterwards."""

    slug: str
    lang: str
    title: str
    summary: str
    audience: str
    goal: str
    minutes: int
    version: str
    day: date
    image: str
    remember: tuple[str, ...]
    follow_up_html: str
    slides: tuple[Slide, ...]
    gain: tuple[str, ...]
    next: tuple[str, ...]
    hash: str
    source: str
    checked: date | None = None

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The live questions by id, in order."""
        return {slide.item.id: slide.item for slide in self.slides if slide.item is not None}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """A session from beginning to end: the lobby, the questions asked before, the slides with
        their questions, the end."""
        before = (
            Step(StepKind.QUESTION, slide, Round.BEFORE)
            for slide in self.slides
            if slide.item is not None and slide.item.id in self.gain
        )
        return (
            Step(StepKind.LOBBY),
            *before,
            *(self._step(slide) for slide in self.slides),
            Step(StepKind.END),
        )

    def _step(self, slide: Slide) -> Step:
        if slide.item is None:
            return Step(StepKind.SLIDE, slide)
        asked = Round.AFTER if slide.item.id in self.gain else Round.ONCE
        return Step(StepKind.QUESTION, slide, asked)


@dataclass(frozen=True, slots=True)
class KitWords:
    """What the phone, the projector and the hand-outs say around a kit, in one language.

    `name` is what the language calls itself. A language is open to kits when it has these words.
    """

    lang: str
    name: str
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]
