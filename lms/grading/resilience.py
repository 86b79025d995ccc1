"""From the answers of a resilience scan to its strengths and weak spots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Shape = Sequence[tuple[str, Sequence[str]]]
"""The steps of the process in order, each with the ids of its statements."""


class Answer(StrEnum):
    """What somebody says of a statement."""

    IN_ORDER = "in-order"
    PARTLY = "partly"
    NOT = "not"
    NOT_APPLICABLE = "not-applicable"


_WORTH = {Answer.IN_ORDER: 2, Answer.PARTLY: 1, Answer.NOT: 0}


class StepState(StrEnum):
    """Where a step of the process stands."""

    OPEN = "open"
    STRONG = "strong"
    MIXED = "mixed"
    WEAK = "weak"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step: how many of its statements have an answer, and where it stands."""

    id: str
    total: int
    answered: int
    state: StepState


@dataclass(frozen=True, slots=True)
class Result:
    """What a scan says. Weak spots come with the weakest first, else along the process.

    `better` and `worse` are the statements that moved since the scan before.
    """

    steps: tuple[StepResult, ...]
    strengths: tuple[str, ...]
    weak: tuple[str, ...]
    unanswered: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]

    @property
    def answered(self) -> int:
        return sum(step.answered for step in self.steps)

    @property
    def total(self) -> int:
        return sum(step.total for step in self.steps)


def read_answers(values: Mapping[str, str]) -> dict[str, Answer]:
    """The answers that are one; anything else is left out."""
    known = {answer.value: answer for answer in Answer}
    return {key: known[value] for key, value in values.items() if value in known}


def assess(
    shape: Shape, answers: Mapping[str, Answer], before: Mapping[str, Answer] | None = None
) -> Result:
    """Judge the answers to the statements there are now; answers to others do not count."""
    order = [statement for _step, statements in shape for statement in statements]
    here = {statement: answers[statement] for statement in order if statement in answers}
    changes = {
        statement: _WORTH[here[statement]] - _WORTH[before[statement]]
        for statement in (here if before else ())
        if before and here[statement] in _WORTH and before.get(statement) in _WORTH
    }
    weak = [key for key, answer in here.items() if answer in {Answer.PARTLY, Answer.NOT}]
    return Result(
        steps=tuple(_step(step, statements, here) for step, statements in shape),
        strengths=tuple(key for key, answer in here.items() if answer is Answer.IN_ORDER),
        weak=tuple(sorted(weak, key=lambda key: here[key] is not Answer.NOT)),
        unanswered=tuple(key for key in order if key not in here),
        better=tuple(key for key, change in changes.items() if change > 0),
        worse=tuple(key for key, change in changes.items() if change < 0),
    )


def _step(step: str, statements: Sequence[str], here: Mapping[str, Answer]) -> StepResult:
    given = [here[key] for key in statements if key in here]
    counted = [answer for answer in given if answer is not Answer.NOT_APPLICABLE]
    if len(given) < len(statements):
        state = StepState.OPEN
    elif not counted:
        state = StepState.NOT_APPLICABLE
    elif all(answer is Answer.IN_ORDER for answer in counted):
        state = StepState.STRONG
    elif Answer.NOT in counted:
        state = StepState.WEAK
    else:
        state = StepState.MIXED
    return StepResult(step, len(statements), len(given), state)
