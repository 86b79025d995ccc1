"""A learner over plain HTTP, with an attempt at the sample quiz."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lms.assessment.models import Attempt, Response
from lms.extensions import db
from lms.progress.models import LedgerFact
from tests._live import Answer, Live, Visitor

QUIZ = "/training/proef/quiz/eerste"
LESSON = "/training/proef/lesson/verder"
_count = itertools.count(1)


def new_key() -> str:
    return f"key-of-a-test-{next(_count):06}"


@dataclass
class Learner:
    """A person at an attempt."""

    live: Live
    person: int
    visitor: Visitor
    csrf: str
    attempt: str = ""

    @classmethod
    def arrive(cls, live: Live) -> Learner:
        """Sign in; no attempt yet."""
        person = live.person()
        visitor = live.visitor(person)
        return cls(live, person, visitor, visitor.get(QUIZ).csrf)

    @classmethod
    def at_quiz(cls, live: Live) -> Learner:
        """Sign in and start the quiz."""
        learner = cls.arrive(live)
        started = learner.visitor.post(QUIZ, {"csrf_token": learner.csrf})
        assert started.status == 302, started.body
        learner.attempt = started.location.split("/")[2]
        return learner

    def number(self, item: str) -> int:
        """At which number this question stands in the attempt."""
        with self.live.database():
            drawn = db.session.scalars(
                sa.select(Attempt.drawn).where(Attempt.public_id == self.attempt)
            ).one()
        return [entry["item"] for entry in drawn].index(item) + 1

    def fields(self, revision: int = 0, key: str = "", **answer: Any) -> dict[str, Any]:
        return {
            "csrf_token": self.csrf,
            "revision": revision,
            "key": key or new_key(),
            **answer,
        }

    def url(self, item: str) -> str:
        return f"/attempt/{self.attempt}/{self.number(item)}"

    def save(self, url: str, fields: dict[str, Any]) -> Answer:
        return self.visitor.save(url, fields)

    def submit(self) -> Answer:
        return self.visitor.post(f"/attempt/{self.attempt}/submit", {"csrf_token": self.csrf})

    def saved(self) -> dict[int, tuple[Any, int]]:
        """What the database holds: question number to value and revision."""
        query = sa.select(Response.number, Response.value, Response.revision).join(Attempt)
        with self.live.database():
            rows = db.session.execute(query.where(Attempt.person_id == self.person)).all()
        return {row[0]: (row[1], row[2]) for row in rows}

    def attempts(self) -> int:
        query = sa.select(sa.func.count(Attempt.id)).where(Attempt.person_id == self.person)
        with self.live.database():
            return db.session.scalar(query) or 0

    def facts(self, subject: str) -> int:
        query = sa.select(sa.func.count(LedgerFact.id)).where(
            LedgerFact.person_id == self.person, LedgerFact.subject == subject
        )
        with self.live.database():
            return db.session.scalar(query) or 0
