"""Who says to be sure of an answer, and what that adds up to."""

from __future__ import annotations

from collections.abc import Iterator

from lms.assessment.sureness import COUNTS
from lms.demo.chance import share
from lms.demo.papers import Sitting

_SURE = {True: 0.8, False: 0.4}
"""How many are sure of an answer that is right, and of one that is not."""


class Sureness:
    """Says it for each answer, and keeps the totals per question."""

    def __init__(self) -> None:
        self._totals: dict[tuple[str, str], dict[str, int]] = {}

    def of(self, sitting: Sitting, number: int, key: str) -> bool | None:
        """Whether somebody was sure of an answer that was given; None where it is not asked."""
        if not sitting.quiz.confidence:
            return None
        right = sitting.answers[number - 1].score == 1
        sure = share("sure", key) < _SURE[right]
        place = (sitting.quiz.slug, sitting.drawn[number - 1]["item"])
        counts = self._totals.setdefault(place, dict.fromkeys(COUNTS, 0))
        counts[f"{'sure' if sure else 'unsure'}_{'right' if right else 'wrong'}"] += 1
        return sure

    def totals(self) -> Iterator[tuple[str | int, ...]]:
        """Quiz, question, and how often each of COUNTS."""
        for place, counts in sorted(self._totals.items()):
            yield (*place, *counts.values())
