"""Two coordinators record the same training day at once: one meeting, one fact a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from lms.extensions import db
from lms.meetings.models import Attendance, AttendanceCorrection, Meeting
from lms.progress.models import LedgerFact
from tests._live import Live, at_once
from tests._network import DAY, make_site, public_ids

pytestmark = pytest.mark.processes
PEOPLE = 8
SENDERS = 6


def test_there_is_one_meeting_and_one_fact_a_person(shared: Live) -> None:
    site = make_site(shared, "gelijktijdig", PEOPLE)
    ids = public_ids(shared, site.pocos)
    address = f"/manage/meetings/new?site={site.slug}&kind=training-day-1"
    visitors = [shared.visitor(site.coordinator) for _ in range(SENDERS)]
    form = {"day": DAY.isoformat(), "place": "Zaal 2", "presence": "present", "do": "record"}
    tokens = [visitor.get(address).csrf for visitor in visitors]

    def record(number: int) -> Any:
        # Everybody has them in another order; half of them writes the place in another way.
        order = ids[number:] + ids[:number]
        place = ["Zaal 2", "zaal 2 "][number % 2]
        fields = {**form, "place": place, "person": order, "csrf_token": tokens[number]}
        return visitors[number].post(address, fields)

    answers = at_once(SENDERS, record)
    assert {answer.status for answer in answers} == {302}
    [page] = {answer.location for answer in answers}
    assert rows(shared, Meeting, Meeting.public_id == page.rpartition("/")[2]) == 1
    assert counts(shared, site.pocos) == Counter({"meeting_attended": PEOPLE})

    wrong = {"presence": "absent", "reason": "Was er niet", "do": "record", "person": ids}

    def correct(number: int) -> Any:
        fields = {**wrong, "csrf_token": tokens[number]}
        return visitors[number].post(f"{page}/correct", fields)

    assert {answer.status for answer in at_once(SENDERS, correct)} == {302}
    assert counts(shared, site.pocos) == Counter(
        {"meeting_attended": PEOPLE, "meeting_withdrawn": PEOPLE}
    )
    for model in (Attendance, AttendanceCorrection):
        assert rows(shared, model, model.person_id.in_(site.pocos)) == PEOPLE


def rows(live: Live, model: type[Any], condition: sa.ColumnElement[bool]) -> int:
    with live.database():
        statement = sa.select(sa.func.count()).select_from(model).where(condition)
        return db.session.scalar(statement) or 0


def counts(live: Live, people: list[int]) -> Counter[str]:
    with live.database():
        return Counter(
            db.session.scalars(
                sa.select(LedgerFact.kind).where(
                    LedgerFact.person_id.in_(people), LedgerFact.kind.like("meeting%")
                )
            )
        )
