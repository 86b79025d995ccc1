"""Taking the name and address of an erased person out of what the own organisation sealed."""

from __future__ import annotations

import re
from dataclasses import replace

import sqlalchemy as sa

from lms.errors import DataKeyMissing, SealBroken
from lms.extensions import db
from lms.network.models import Seat
from lms.resilience.contents import read_measure, seal_measure
from lms.resilience.models import Measure


def forget(*, person_id: int, pattern: re.Pattern[str], instead: str) -> None:
    """In the measures of every organisation of which the person held a seat. Flushes.

    What nobody can open any more tells nobody a name either, and is passed over.
    """
    own = sa.select(Seat.organisation_id).where(Seat.person_id == person_id)
    for row in db.session.scalars(sa.select(Measure).where(Measure.organisation_id.in_(own))):
        try:
            content = read_measure(row).content
        except (DataKeyMissing, SealBroken):
            continue
        text, owner = (pattern.sub(instead, value) for value in (content.text, content.owner))
        if (text, owner) != (content.text, content.owner):
            seal_measure(row, replace(content, text=text, owner=owner, suggested=False))
    db.session.flush()
