"""What POCOs say of themselves before and after the training, per site, in published counts.

A moment at which fewer than five people of a site answered is hidden whole; every other count is
published as for partners (lms/insight/disclosure.py). Charts are drawn from published counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.editions.store import basic_training
from lms.grading.selfcheck import Moment
from lms.i18n import gettext as _
from lms.insight import export, findings, plots, queries
from lms.insight.blueprint import bp
from lms.insight.disclosure import publish
from lms.insight.figures import Answers, Said, Site
from lms.insight.tables import Cell, Column, Row, Table, number, percent, text
from lms.selfcheck import words
from lms.selfcheck.models import QUESTIONS
from lms.selfcheck.queries import Count, counts


def published(course: str, sites: Sequence[Site]) -> dict[int | None, Answers]:
    """Site → its answers; under None those of all these sites together, when there are more."""
    ids = [site.id for site in sites]
    exact = counts(course, ids, per_site=True)
    places: list[int | None] = [*ids]
    if len(ids) > 1:
        exact |= counts(course, ids, per_site=False)
        places.insert(0, None)
    return {
        place: {
            (question, moment): said
            for question in QUESTIONS
            for moment in Moment
            if (said := _said(exact.get((place, moment, question))))
        }
        for place in places
    }


def _said(count: Count | None) -> Said | None:
    people = None if count is None else publish(count.people)
    if count is None or people is None:
        return None
    return Said(people, publish(count.yes))


@bp.get("/networks/three-questions")
@access(Rule.INSIGHT)
def selfcheck() -> ResponseReturnValue:
    return render_template(
        "insight/selfcheck.html",
        places=[
            (table, plots.selfcheck_chart(answers), findings.of_answers(answers))
            for table, answers in _tables()
        ],
    )


@bp.get("/networks/three-questions.csv")
@access(Rule.INSIGHT)
def selfcheck_csv() -> ResponseReturnValue:
    tables = [table for table, _answers in _tables()]
    note("selfcheck.exported", sites=len(tables))
    return export.response(list(export.lines_of(tables)), "drie-vragen")


def _tables() -> list[tuple[Table, Answers]]:
    """A table for all sites in view together, and one for each."""
    sites = tuple(site for site in queries.sites() if current_user.may_see_site(site.id))
    names: dict[int | None, str] = {None: _("All sites"), **{site.id: site.name for site in sites}}
    found = published(basic_training().slug, sites)
    return [(_table(names[place], answers), answers) for place, answers in found.items()]


def _table(name: str, answers: Answers) -> Table:
    asked, moments = words.questions(), words.moments()
    rows: list[Row] = [
        (
            text(asked[question]),
            text(moments[moment]),
            number(said.people),
            _yes(said),
            percent(said.share),
        )
        for (question, moment), said in answers.items()
    ]
    return Table(name, _columns(), rows)


def _columns() -> list[Column]:
    return [
        Column(_("Question")),
        Column(_("When")),
        Column(_("People who answered"), True),
        Column(_("Say probably or surely"), True),
        Column(_("Share"), True),
    ]


def _yes(said: Said) -> Cell:
    return text(_("fewer than 5")) if said.yes is None else number(said.yes)
