"""What a course gives besides lessons: the resilience scan and the plan for the first 90 days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is in order in the own organisation, or not. Text and measure are plain."""

    id: str
    step: str
    text: str
    why: str
    why_html: str
    measure: str
    owner: str
    """The function that suits the measure, never a name."""


@dataclass(frozen=True, slots=True)
class ScanStep:
    """A step of the process, such as loading."""

    id: str
    title: str
    html: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Scan:
    """The statements along the process. `asks` are what the brief may ask of management."""

    lang: str
    title: str
    summary: str
    minutes: int
    why: str
    asks: Mapping[str, str]
    steps: tuple[ScanStep, ...]

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        return {statement.id: statement for step in self.steps for statement in step.statements}

    @cached_property
    def shape(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Per step its statements, by id."""
        return tuple(
            (step.id, tuple(statement.id for statement in step.statements)) for step in self.steps
        )

    def step(self, step_id: str) -> ScanStep | None:
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Something to do, with its explanation."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """Steps that belong together; `days` after the start they are due."""

    id: str
    title: str
    days: int
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class Plan:
    """What to do after the online part, in order."""

    lang: str
    title: str
    summary: str
    periods: tuple[PlanPeriod, ...]

    @cached_property
    def steps(self) -> tuple[PlanStep, ...]:
        return tuple(step for period in self.periods for step in period.steps)
