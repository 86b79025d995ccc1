"""What came out of a session, as far as it may be told: groups, never persons.

Wherever fewer than LEAST answered, nothing is told but the right answer and its explanation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lms.content.kits.types import Round
from lms.grading.items import Item
from lms.grading.live import may_count

OTHERS = 3
"""Other sessions from which on a session is compared with them."""
KNEW = 0.75
"""A question that this share had right was known."""

Counts = Mapping[tuple[str, str], Mapping[str, int]]
"""(question, round) → answer → how many chose it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with how many chose it; `share` is 0–1 of those who answered."""

    html: str
    feedback: str
    right: bool
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one round, answered by at least LEAST."""

    round: Round
    total: int
    right: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Question:
    """A question of the session. `rounds` has only those that enough people answered; `others` is
    the share of right answers at other sessions."""

    item: Item
    rounds: tuple[Asked, ...]
    others: float | None = None

    @property
    def small(self) -> bool:
        """Whether nothing is told but the answer and why."""
        return not self.rounds

    @property
    def right(self) -> float | None:
        """The share of right answers at the end of the session."""
        return self.rounds[-1].right if self.rounds else None

    @cached_property
    def gain(self) -> float | None:
        """By how much the share of right answers grew; None when it was not asked twice."""
        shares = {asked.round: asked.right for asked in self.rounds}
        if Round.BEFORE not in shares or Round.AFTER not in shares:
            return None
        return shares[Round.AFTER] - shares[Round.BEFORE]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Those of the last round; without their counts for a small group."""
        return self.rounds[-1].answers if self.rounds else _answers(self.item, {})


@dataclass(frozen=True)
class Results:
    """All questions of a session, in the order in which they are asked."""

    questions: tuple[Question, ...]

    @property
    def knew(self) -> list[Question]:
        """What most had right, the best first."""
        return sorted(
            (q for q in self.questions if q.right is not None and q.right >= KNEW),
            key=lambda q: -(q.right or 0),
        )

    @property
    def missed(self) -> list[Question]:
        """What most had not, the weakest first."""
        return sorted(
            (q for q in self.questions if q.right is not None and q.right < KNEW),
            key=lambda q: q.right or 0,
        )

    @property
    def gains(self) -> list[Question]:
        """What was asked before and after."""
        return [question for question in self.questions if question.gain is not None]


def results(
    items: Mapping[str, Item], own: Counts, others: Counts | None = None, *, sessions: int = 0
) -> Results:
    """`items` are the questions as they were asked. `others` are the counts of `sessions` other
    sessions of the kit, of the same questions."""
    elsewhere = others if others is not None and sessions >= OTHERS else {}
    return Results(
        tuple(
            Question(
                item,
                tuple(
                    asked
                    for round_ in Round
                    if (asked := _asked(item, round_, own.get((id_, round_.value), {})))
                ),
                _right(item, elsewhere, id_),
            )
            for id_, item in items.items()
        )
    )


def feedback(counts: Counts, question: str) -> Mapping[str, int] | None:
    """Answer → how many, of what participants were asked about the session; None for fewer than
    LEAST."""
    found = counts.get((f"feedback/{question}", Round.ONCE.value), {})
    return found if may_count(sum(found.values())) else None


def share_right(item: Item, counts: Mapping[str, int]) -> float | None:
    """The share of right answers; None for fewer than LEAST."""
    total = sum(counts.values())
    if not may_count(total):
        return None
    return sum(counts.get(option.key, 0) for option in item.options if option.correct) / total


def _right(item: Item, counts: Counts, id_: str) -> float | None:
    for round_ in (Round.AFTER, Round.ONCE):
        found = share_right(item, counts.get((id_, round_.value), {}))
        if found is not None:
            return found
    return None


def _asked(item: Item, round_: Round, counts: Mapping[str, int]) -> Asked | None:
    right = share_right(item, counts)
    if right is None:
        return None
    return Asked(round_, sum(counts.values()), right, _answers(item, counts))


def _answers(item: Item, counts: Mapping[str, int]) -> tuple[Answer, ...]:
    total = sum(counts.values())
    return tuple(
        Answer(
            option.html,
            option.feedback,
            option.correct,
            counts.get(option.key, 0),
            counts.get(option.key, 0) / total if total else 0.0,
        )
        for option in item.options
    )
