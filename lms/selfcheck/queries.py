"""Reads: a person's own answers, and totals of a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.grading.completion import Standing
from lms.grading.selfcheck import Moment, due
from lms.network.models import Seat
from lms.selfcheck.models import QUESTIONS, SelfCheck

YES = 4
"""From this answer on somebody says yes: probably or surely."""


class Count(NamedTuple):
    """How many people answered a question, and how many of them say yes."""

    people: int
    yes: int


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


def counts(
    course: str, sites: Sequence[int], *, per_site: bool
) -> dict[tuple[int | None, Moment, str], Count]:
    """Site, moment and question → what those who hold a seat there today answered.

    Without `per_site` the site is None and who holds seats at two of them counts once. Exact
    counts: publish them (lms/insight/disclosure.py) before anybody sees them.
    """
    today = local_date(utcnow())
    place = Seat.site_id if per_site else sa.null()
    columns = [column for question in QUESTIONS for column in _people(question)]
    rows = db.session.execute(
        sa.select(place, SelfCheck.moment, *columns)
        .join(Seat, Seat.person_id == SelfCheck.person_id)
        .where(
            SelfCheck.course == course,
            Seat.site_id.in_(sites),
            Seat.since <= today,
            sa.or_(Seat.until.is_(None), Seat.until > today),
        )
        .group_by(*([place] if per_site else []), SelfCheck.moment)
    )
    return {
        (site, Moment(moment), question): Count(*found[2 * number : 2 * number + 2])
        for site, moment, *found in rows
        for number, question in enumerate(QUESTIONS)
    }


def _people(question: str) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    """How many people answered a question, and how many of them say yes."""
    answer = SelfCheck.__table__.c[question]
    return tuple(
        sa.func.count(sa.case((condition, SelfCheck.person_id)).distinct())
        for condition in (answer.is_not(None), answer >= YES)
    )
