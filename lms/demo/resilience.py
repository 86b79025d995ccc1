"""The trained POCO has done two scans, works on measures, and is half-way the first 90 days.

Some other organisations did one too, so that the programme team has totals to look at.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Person
from lms.content.tools import Plan, Scan
from lms.content.types import Course
from lms.demo import days
from lms.demo.chance import token
from lms.extensions import db
from lms.grading.resilience import Answer
from lms.network.models import Seat
from lms.resilience.contents import Text, seal_measure, seal_scan
from lms.resilience.models import ActionPlan, Measure, ResilienceScan, State

TRAINER = f"trainer@{DOMAIN}"
SCANS = (215, 34)
"""Days before the date of the demo on which they were finished."""
PLAN = 38
STEPS = 4
OTHERS = 40
OWN = Text(
    "De ploegbaas oefent elke maand met de nachtploeg: wie bel je, en wat zeg je?",
    "Ploegbaas nacht",
    step="people",
)


class Taken(NamedTuple):
    """A measure that the scan suggested: weak spot, state, days until it is due."""

    place: int
    state: State
    due: int | None


TAKEN = (
    Taken(0, State.ACCEPTED, 20),
    Taken(1, State.PROPOSED, None),
    Taken(2, State.ACCEPTED, 45),
    Taken(4, State.DONE, -12),
)


def write(course: Course, as_of: date) -> None:
    """Write it, when the course has a scan and the trained POCO holds a seat."""
    seat = db.session.execute(
        sa.select(Seat.person_id, Seat.organisation_id)
        .join(Person, Person.id == Seat.person_id)
        .where(Person.email == TRAINER, Seat.until.is_(None))
    ).first()
    if seat is None:
        return
    if course.scan is not None:
        _scans(course.scan, seat.organisation_id, SCANS, as_of)
        _measures(course.scan, seat.organisation_id, as_of, TAKEN)
        own = Measured(seat.organisation_id, len(TAKEN), as_of)
        own.add(replace(OWN, since=as_of - timedelta(days=30)), State.PROPOSED)
        _others(course.scan, seat.organisation_id, as_of)
    if course.plan is not None:
        _plan(course.plan, course.slug, seat.person_id, as_of)
    db.session.flush()


def _others(scan: Scan, but: int, as_of: date) -> None:
    """A scan and a few measures of every second organisation that has had a POCO for a while."""
    ids = db.session.scalars(
        sa.select(Seat.organisation_id)
        .where(
            Seat.until.is_(None),
            Seat.since < as_of - timedelta(days=180),
            Seat.organisation_id % 2 == 0,
            Seat.organisation_id != but,
        )
        .distinct()
        .order_by(Seat.organisation_id)
        .limit(OTHERS)
    ).all()
    for number, organisation_id in enumerate(ids):
        _scans(scan, organisation_id, (20 + 5 * number,), as_of)
        _measures(scan, organisation_id, as_of, TAKEN[number % 3 :])


def _scans(scan: Scan, organisation_id: int, days_ago: tuple[int, ...], as_of: date) -> None:
    for number, ago in enumerate(days_ago):
        begun = days.moment(as_of - timedelta(days=ago), 14)
        row = ResilienceScan(
            organisation_id=organisation_id,
            public_id=token("scan", organisation_id, number),
            started_at=begun,
            changed_at=begun + timedelta(minutes=17),
            finished_at=begun + timedelta(minutes=17),
        )
        seal_scan(row, _answers(scan, later=number > 0))
        db.session.add(row)


def _answers(scan: Scan, *, later: bool) -> dict[str, Answer]:
    """Mostly in order, and better the second time."""
    answers = {}
    for place, key in enumerate(scan.statements):
        if place % 7 == 3:
            answers[key] = Answer.PARTLY if later and place % 2 else Answer.NOT
        elif place % 5 == 2:
            answers[key] = Answer.IN_ORDER if later and place % 3 else Answer.PARTLY
        elif place == 9:
            answers[key] = Answer.NOT_APPLICABLE
        else:
            answers[key] = Answer.IN_ORDER
    return answers


def _measures(scan: Scan, organisation_id: int, as_of: date, wanted: tuple[Taken, ...]) -> None:
    answers = _answers(scan, later=False)
    weak = [key for key in scan.statements if answers[key] in {Answer.NOT, Answer.PARTLY}]
    since = as_of - timedelta(days=SCANS[-1] - 2)
    for number, taken in enumerate(entry for entry in wanted if entry.place < len(weak)):
        statement = scan.statements[weak[taken.place]]
        content = Text(
            statement.measure,
            statement.owner,
            as_of + timedelta(days=taken.due) if taken.due is not None else None,
            step=statement.step,
            statement=statement.id,
            suggested=True,
            since=since + timedelta(days=3 * number),
        )
        Measured(organisation_id, number, as_of).add(content, taken.state)


class Measured(NamedTuple):
    """Where a measure stands: the place in the list tells when it was written."""

    organisation_id: int
    number: int
    as_of: date

    def add(self, content: Text, state: State) -> None:
        at = days.moment(self.as_of - timedelta(days=SCANS[-1] - 2 - self.number), 10)
        row = Measure(
            organisation_id=self.organisation_id,
            public_id=token("measure", self.organisation_id, self.number),
            state=state.value,
            created_at=at,
            changed_at=at,
        )
        seal_measure(row, content)
        db.session.add(row)


def _plan(plan: Plan, course: str, person_id: int, as_of: date) -> None:
    began = as_of - timedelta(days=PLAN)
    done = {
        step.id: (began + timedelta(days=4 + 8 * place)).isoformat()
        for place, step in enumerate(plan.steps[:STEPS])
    }
    db.session.add(ActionPlan(person_id=person_id, course=course, started_on=began, done=done))
