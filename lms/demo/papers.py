"""Quizzes as people sat them: which questions, which answers, which score."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lms.content.types import Course, Quiz
from lms.demo.answers import Answer, Answers, answers_of
from lms.demo.chance import rng, token

_PAPERS = 120
"""Different draws per quiz and language: enough to look like chance, made only once."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A draw: what an attempt freezes, and what may be answered to it."""

    drawn: list[dict[str, Any]]
    answers: tuple[Answers, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt that was handed in."""

    public_id: str
    quiz: Quiz
    drawn: list[dict[str, Any]]
    answers: list[Answer]
    score: float
    passed: bool
    started_at: datetime
    submitted_at: datetime


class Papers:
    """The draws of every quiz of a course in one language."""

    def __init__(self, course: Course) -> None:
        self._quizzes = {
            f"quiz/{module.quiz.slug}": (module.quiz, _draws(module.quiz))
            for module in course.required_modules
            if module.quiz
        }

    def __iter__(self) -> Any:
        return iter(self._quizzes)

    def quiz(self, activity: str) -> Quiz:
        return self._quizzes[activity][0]

    def sit(
        self, activity: str, name: str, *, at: datetime, ability: float, chance: random.Random
    ) -> Sitting:
        """Somebody of this ability begins a quiz at this moment and hands it in."""
        quiz, papers = self._quizzes[activity]
        paper = papers[int(chance.random() * len(papers))]
        answers = [answers.pick(chance, ability) for answers in paper.answers]
        score = sum(answer.score for answer in answers) / len(answers)
        seconds = len(answers) * int(18 + 27 * chance.random())
        return Sitting(
            public_id=token("attempt", name),
            quiz=quiz,
            drawn=paper.drawn,
            answers=answers,
            score=score,
            passed=score >= quiz.pass_mark - 1e-9,
            started_at=at,
            submitted_at=at + timedelta(seconds=seconds),
        )


def _draws(quiz: Quiz) -> list[Paper]:
    chance = rng("papers", quiz.slug, quiz.lang)
    answers = {item.id: answers_of(item) for item in quiz.items}
    papers = []
    for _ in range(_PAPERS):
        items = chance.sample(quiz.items, quiz.draw)
        drawn = [
            {"item": item.id, "hash": item.hash, "order": list(item.order(chance))}
            for item in items
        ]
        papers.append(Paper(drawn, tuple(answers[item.id] for item in items)))
    return papers
