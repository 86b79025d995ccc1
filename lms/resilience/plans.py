"""The first 90 days of a person: what is ticked off, what comes next, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from lms.clock import local_date, utcnow
from lms.content.tools import Plan, PlanPeriod, PlanStep
from lms.content.types import Course
from lms.extensions import db, insert_new
from lms.grading.completion import Standing
from lms.resilience.models import ActionPlan


@dataclass(frozen=True, slots=True)
class Step:
    """A step with the day it was ticked off."""

    step: PlanStep
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A period with the day by which it is due; None before the plan has begun."""

    period: PlanPeriod
    due: date | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A plan as the person who carries it out sees it."""

    plan: Plan
    started_on: date | None
    periods: tuple[Period, ...]

    @property
    def done(self) -> int:
        return sum(step.done_on is not None for period in self.periods for step in period.steps)

    @property
    def total(self) -> int:
        return len(self.plan.steps)

    @property
    def next(self) -> tuple[Period, PlanStep] | None:
        """The first step that is open, with its period."""
        for period in self.periods:
            for step in period.steps:
                if step.done_on is None:
                    return period, step.step
        return None


def own_plan(*, person_id: int, course: Course, standing: Standing) -> OwnPlan | None:
    """The plan of a person; None when the course has none. It begins with the online part done."""
    if course.plan is None:
        return None
    row = db.session.get(ActionPlan, (person_id, course.slug))
    online = standing.online_done_at
    started = row.started_on if row and row.started_on else None
    started = started or (local_date(online) if online else None)
    done = {key: date.fromisoformat(day) for key, day in (row.done if row else {}).items()}
    periods = tuple(
        Period(
            period,
            started + timedelta(days=period.days) if started else None,
            tuple(Step(step, done.get(step.id)) for step in period.steps),
        )
        for period in course.plan.periods
    )
    return OwnPlan(course.plan, started, periods)


def tick(*, person_id: int, course: str, step: str, done: bool) -> None:
    """Tick a step off, or take the tick back. Flushes."""
    row = _row(person_id, course)
    kept = {key: day for key, day in row.done.items() if key != step}
    row.done = {**kept, step: local_date(utcnow()).isoformat()} if done else kept
    db.session.flush()


def begin_today(*, person_id: int, course: str) -> None:
    """Count the 90 days from today; what is ticked off stays. Flushes."""
    _row(person_id, course).started_on = local_date(utcnow())
    db.session.flush()


def _row(person_id: int, course: str) -> ActionPlan:
    values = {"person_id": person_id, "course": course, "done": {}}
    db.session.execute(insert_new(ActionPlan).values(**values))
    return db.session.scalars(
        sa.select(ActionPlan)
        .where(ActionPlan.person_id == person_id, ActionPlan.course == course)
        .with_for_update()
    ).one()
