"""The trained POCO has done two scans, works on measures, and is half-way the first 90 days."""

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
        _scans(course.scan, seat.organisation_id, as_of)
        _measures(course.scan, seat.organisation_id, as_of)
    if course.plan is not None:
        _plan(course.plan, course.slug, seat.person_id, as_of)
    db.session.flush()


def _scans(scan: Scan, organisation_id: int, as_of: date) -> None:
    for number, ago in enumerate(SCANS):
        begun = days.moment(as_of - timedelta(days=ago), 14)
        row = ResilienceScan(
            organisation_id=organisation_id,
            public_id=token("scan", number),
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


def _measures(scan: Scan, organisation_id: int, as_of: date) -> None:
    answers = _answers(scan, later=False)
    weak = [key for key in scan.statements if answers[key] in {Answer.NOT, Answer.PARTLY}]
    since = as_of - timedelta(days=SCANS[-1] - 2)
    for number, taken in enumerate(entry for entry in TAKEN if entry.place < len(weak)):
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
        _measure(organisation_id, number, content, taken.state, as_of)
    own = replace(OWN, since=since)
    _measure(organisation_id, len(TAKEN), own, State.PROPOSED, as_of)


def _measure(organisation_id: int, number: int, content: Text, state: State, as_of: date) -> None:
    at = days.moment(as_of - timedelta(days=SCANS[-1] - 2 - number), 10)
    row = Measure(
        organisation_id=organisation_id,
        public_id=token("measure", number),
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
