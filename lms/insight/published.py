"""The figures of closed quarters that partners see: made once, kept, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from lms.clock import quarter_of, utcnow
from lms.content.types import Course
from lms.extensions import db, writing
from lms.grading.completion import Status
from lms.insight import queries
from lms.insight.disclosure import publish
from lms.insight.figures import Network, Site
from lms.insight.models import PartnerTable
from lms.insight.period import period_of
from lms.network.models import Participation

QUARTERS = 8
"""Closed quarters that are shown: two years."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Published counts of a site in a quarter; None stands for fewer than five."""

    quarter: int
    counts: Mapping[str, int | None]

    def __getitem__(self, name: str) -> int | None:
        """A table that was made before a figure was counted does not have it."""
        return self.counts.get(name)


def of_sites(sites: Sequence[Site], course: Course, today: date) -> dict[int, list[Figures]]:
    """Site → its closed quarters since organisations take part there, the newest first.

    What is asked for the first time is computed and stored, in a transaction of its own. Whoever
    is first decides: a second one who computed it at the same moment takes over what was stored.
    """
    for _try in range(TRIES):
        wanted = _wanted(sites, today)
        kept = _kept(sites)
        missing = [key for key in wanted if key not in kept]
        if not missing:
            break
        _store(_compute(missing, sites, course, today))
    return {
        site.id: [Figures(q, kept[site.id, q]) for site_id, q in wanted if site_id == site.id]
        for site in sites
    }


def _wanted(sites: Sequence[Site], today: date) -> list[tuple[int, int]]:
    """(site, quarter) of every table that is to be shown."""
    rows = db.session.execute(
        sa.select(Participation.site_id, sa.func.min(Participation.since))
        .where(Participation.site_id.in_([site.id for site in sites]))
        .group_by(Participation.site_id)
    )
    running = quarter_of(today)
    return [
        (site_id, quarter)
        for site_id, first in rows
        for quarter in range(running - 1, max(quarter_of(first), running - QUARTERS) - 1, -1)
    ]


def _kept(sites: Sequence[Site]) -> dict[tuple[int, int], dict[str, int | None]]:
    rows = db.session.execute(
        sa.select(PartnerTable.site_id, PartnerTable.quarter, PartnerTable.figures).where(
            PartnerTable.site_id.in_([site.id for site in sites])
        )
    )
    return {(site_id, quarter): figures for site_id, quarter, figures in rows}


def _compute(
    missing: list[tuple[int, int]], sites: Sequence[Site], course: Course, today: date
) -> list[dict[str, Any]]:
    rows = []
    for quarter in sorted({quarter for _site, quarter in missing}):
        asked = [site for site in sites if (site.id, quarter) in missing]
        period = period_of(quarter, today=today)
        overview = queries.overview(sites=asked, period=period, course=course)
        rows += [
            {
                "site_id": network.site.id,
                "quarter": quarter,
                "figures": _published(network),
                "made_at": utcnow(),
            }
            for network in overview.networks
        ]
    return rows


def _published(network: Network) -> dict[str, int | None]:
    people, organisations = network.people, network.organisations
    return {
        "organisations": publish(organisations.total),
        "covered": publish(organisations.covered),
        "people": publish(people.total),
        "online": publish(people.count(Status.ONLINE_DONE, Status.COMPLETE)),
        "complete": publish(people.complete),
        "active": publish(people.active),
        "reached": publish(network.reached),
    }


def _store(rows: list[dict[str, Any]]) -> None:
    """Keep them, after the request's own transaction; the next one sees them."""
    db.session.rollback()
    try:
        with writing() as connection:
            connection.execute(sa.insert(PartnerTable), rows)
    except IntegrityError:
        pass  # somebody else was first: theirs count
