"""What POCOs say of themselves before and after the training, per site, in published counts.

A moment at which fewer than five people of a site answered is hidden whole; every other count is
published as for partners (lms/insight/disclosure.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.editions.store import basic_training
from lms.grading.selfcheck import Moment
from lms.i18n import gettext as _
from lms.insight import queries
from lms.insight.blueprint import bp
from lms.insight.disclosure import publish
from lms.insight.figures import Site
from lms.insight.tables import Cell, Column, Row, Table, number, text
from lms.selfcheck import words
from lms.selfcheck.models import QUESTIONS
from lms.selfcheck.queries import Distribution, distributions

VALUES = range(1, 6)

Published = tuple[int | None, ...]
"""People per answer from 1 to 5; None stands for fewer than five."""


def published(
    course: str, sites: Sequence[Site]
) -> dict[tuple[int, Moment, str], Published | None]:
    """Site, moment and question → counts that may be shown; None: too few people in all."""
    ids = [site.id for site in sites]
    return {key: _published(counts) for key, counts in distributions(course, ids).items()}


def _published(counts: Distribution) -> Published | None:
    if publish(sum(counts.values())) is None:
        return None
    return tuple(publish(counts.get(value, 0)) for value in VALUES)


@bp.get("/networks/three-questions")
@access(Rule.INSIGHT)
def selfcheck() -> ResponseReturnValue:
    sites = tuple(site for site in queries.sites() if current_user.may_see_site(site.id))
    found = published(basic_training().slug, sites)
    return render_template("insight/selfcheck.html", tables=[_table(site, found) for site in sites])


def _table(site: Site, found: dict[tuple[int, Moment, str], Published | None]) -> Table:
    asked, moments = words.questions(), words.moments()
    rows: list[Row] = [
        (
            text(asked[question]),
            text(moments[moment]),
            *map(_cell, counts),
        )
        for question in QUESTIONS
        for moment in Moment
        if (counts := found.get((site.id, moment, question))) is not None
    ]
    return Table(site.name, _columns(), rows, ())


def _columns() -> list[Column]:
    return [
        Column(_("Question")),
        Column(_("When")),
        *(Column(word, True) for word in words.answers().values()),
    ]


def _cell(count: int | None) -> Cell:
    return text(_("fewer than 5")) if count is None else number(count)
