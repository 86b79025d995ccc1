"""How many organisations did a resilience scan, and how their measures stand: totals, no more.

Nobody here opens what is sealed: the queries read dates and states only. What leaves this file is
published as for partners (lms/insight/disclosure.py): fewer than five organisations are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.extensions import db
from lms.i18n import gettext as _
from lms.insight import queries
from lms.insight.blueprint import bp
from lms.insight.disclosure import publish
from lms.insight.figures import Site
from lms.insight.tables import Cell, Column, Row, Table, number, text
from lms.network.models import Participation
from lms.resilience.models import Measure, ResilienceScan, State


@dataclass(frozen=True, slots=True)
class Totals:
    """Published counts of a site, or of all: None stands for fewer than five organisations."""

    scanned: int | None
    measures: Mapping[State, int | None]


def totals(sites: Sequence[Site]) -> tuple[dict[int, Totals], Totals]:
    """Per site and in all, of the organisations that take part there now."""
    ids = [site.id for site in sites]
    here = (Participation.until.is_(None), Participation.site_id.in_(ids))
    own = sa.select(Participation.organisation_id).where(*here)
    scans = _scans().group_by(Participation.site_id).add_columns(Participation.site_id)
    scanned = {
        site: count
        for count, site in db.session.execute(
            scans.join(Participation, _same(ResilienceScan)).where(*here)
        )
    }
    states = _measures().add_columns(Participation.site_id).group_by(Participation.site_id)
    per_site: dict[int, dict[State, int | None]] = {site: {} for site in ids}
    for state, count, organisations, site in db.session.execute(
        states.join(Participation, _same(Measure)).where(*here)
    ):
        per_site[site][State(state)] = _published(count, organisations)
    all_scanned = db.session.scalar(_scans().where(ResilienceScan.organisation_id.in_(own)))
    all_measures = {
        State(state): _published(count, organisations)
        for state, count, organisations in db.session.execute(
            _measures().where(Measure.organisation_id.in_(own))
        )
    }
    found = {site: Totals(publish(scanned.get(site, 0)), per_site[site]) for site in ids}
    return found, Totals(publish(all_scanned or 0), all_measures)


def _scans() -> sa.Select[tuple[int]]:
    return sa.select(sa.func.count(ResilienceScan.organisation_id.distinct())).where(
        ResilienceScan.finished_at.is_not(None)
    )


def _measures() -> sa.Select[tuple[str, int, int]]:
    return sa.select(
        Measure.state,
        sa.func.count(Measure.id),
        sa.func.count(Measure.organisation_id.distinct()),
    ).group_by(Measure.state)


def _same(model: type[ResilienceScan] | type[Measure]) -> sa.ColumnElement[bool]:
    return model.organisation_id == Participation.organisation_id


def _published(count: int, organisations: int) -> int | None:
    """Many measures of few organisations would tell about these."""
    return None if publish(organisations) is None else publish(count)


@bp.get("/networks/resilience")
@access(Rule.INSIGHT)
def resilience() -> ResponseReturnValue:
    sites = tuple(site for site in queries.sites() if current_user.may_see_site(site.id))
    per_site, together = totals(sites)
    rows = [_row(site.name, per_site[site.id]) for site in sites]
    foot = _row(_("All sites"), together) if len(rows) > 1 else ()
    return render_template(
        "insight/resilience.html",
        table=Table(_("Scans and measures"), _columns(), rows, foot),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Site")),
        Column(_("Organisations that did a scan"), True),
        Column(_("Measures proposed"), True),
        Column(_("Measures accepted"), True),
        Column(_("Measures done"), True),
    ]


def _row(name: str, found: Totals) -> Row:
    measures = (_count(found.measures.get(state)) for state in State)
    return (text(name), _count(found.scanned), *measures)


def _count(published: int | None) -> Cell:
    return text(_("fewer than 5")) if published is None else number(published)
