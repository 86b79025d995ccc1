"""A scenario: a story with choices, and the way that somebody took through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from lms.content.types import Exercise, Section, Term
from lms.grading.items.building import plain


class Outcome(StrEnum):
    """How a story can end."""

    GOOD = "good"
    MIXED = "mixed"
    RISKY = "risky"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader may do, what comes of it, and the scene that it leads to."""

    key: str
    to: str
    text: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the story. One with an outcome is an ending. `picture` is what its text begins
    with, if that is a picture; `why` is kept for the debrief."""

    id: str
    title: str
    picture: str
    html: str
    terms: tuple[Term, ...]
    choices: tuple[Choice, ...]
    outcome: Outcome | None
    why: str

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    def others(self, chosen: Choice) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.key != chosen.key)


@dataclass(frozen=True, slots=True)
class Taken:
    """A choice made in a scene."""

    scene: Scene
    choice: Choice


@dataclass(frozen=True, slots=True)
class Walk:
    """The choices made so far, and the scene where they lead."""

    taken: tuple[Taken, ...]
    scene: Scene

    @property
    def ended(self) -> bool:
        return self.scene.outcome is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Exercise):
    kind: ClassVar[str] = "scenario"

    intro: str
    scenes: tuple[Scene, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(Section(scene.id, plain(scene.title)) for scene in self.scenes)

    @property
    def endings(self) -> tuple[Scene, ...]:
        return tuple(scene for scene in self.scenes if scene.outcome is not None)

    def scene(self, scene_id: str) -> Scene | None:
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    def walk(self, path: Sequence[str]) -> Walk | None:
        """Follow choices from the first scene; None when one of them is not in the story."""
        scene, taken = self.scenes[0], list[Taken]()
        for key in path:
            choice = scene.choice(key)
            following = self.scene(choice.to) if choice else None
            if choice is None or following is None:
                return None
            taken.append(Taken(scene, choice))
            scene = following
        return Walk(tuple(taken), scene)
