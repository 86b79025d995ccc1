"""What there is besides lessons: the resilience scan, the first 90 days, the reporting card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class CardStep:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CardRoute:
    """When to use it, in the language of the card; `lang` is that of `name`, how it is called."""

    id: str
    when: str
    name: str
    phone: str
    tel: str
    lang: str


@dataclass(frozen=True, slots=True)
class Card:
    """The reporting card in one language; `theme` is the one after which home leads to it."""

    lang: str
    title: str
    summary: str
    theme: str
    steps: tuple[CardStep, ...]
    routes: tuple[CardRoute, ...]
    routes_title: str
    own_title: str
    checked_label: str
    note: str
    checked: date | None
