"""Reads: a person's own answers, and totals of a site."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.grading.completion import Standing
from lms.grading.selfcheck import Moment, due
from lms.network.models import Seat
from lms.selfcheck.models import QUESTIONS, SelfCheck

Distribution = dict[int, int]
"""Answer (1 … 5) → how many people gave it."""


def own(person_id: int, course: str) -> dict[Moment, SelfCheck]:
    """What this person answered, by moment, in the order of the moments."""
    rows = {
        row.moment: row
        for row in db.session.scalars(
            sa.select(SelfCheck).where(SelfCheck.person_id == person_id, SelfCheck.course == course)
        )
    }
    return {moment: rows[moment.value] for moment in Moment if moment.value in rows}


def due_now(person_id: int, course: str, standing: Standing) -> Moment | None:
    """The moment this person may answer for now.

    For most of the training there is none: then nothing is read.
    """
    moment = due(standing, frozenset(), utcnow())
    if moment is None or db.session.get(SelfCheck, (person_id, course, moment.value)):
        return None
    return moment


def distributions(course: str, sites: Sequence[int]) -> dict[tuple[int, Moment, str], Distribution]:
    """Site, moment and question → what those who hold a seat there today answered.

    Exact counts: publish them (lms/insight/disclosure.py) before anybody sees them.
    """
    found: dict[tuple[int, Moment, str], Distribution] = {}
    today = local_date(utcnow())
    here = sa.and_(
        Seat.site_id.in_(sites),
        Seat.since <= today,
        sa.or_(Seat.until.is_(None), Seat.until > today),
    )
    for question in QUESTIONS:
        answer = SelfCheck.__table__.c[question]
        rows = db.session.execute(
            sa.select(
                Seat.site_id,
                SelfCheck.moment,
                answer,
                sa.func.count(SelfCheck.person_id.distinct()),
            )
            .join(Seat, Seat.person_id == SelfCheck.person_id)
            .where(here, SelfCheck.course == course, answer.is_not(None))
            .group_by(Seat.site_id, SelfCheck.moment, answer)
        )
        for site, moment, value, people in rows:
            found.setdefault((site, Moment(moment), question), {})[value] = people
    return found
