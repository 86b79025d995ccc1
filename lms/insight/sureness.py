"""Of which questions people are sure and still wrong: the dangerous case.

Totals over all sites, in published counts (lms/insight/disclosure.py), the worst first.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.assessment.links import link_to
from lms.assessment.sureness import totals
from lms.audit.services import note
from lms.content.types import Course, Quiz
from lms.i18n import gettext as _
from lms.insight import export, plots
from lms.insight.blueprint import bp
from lms.insight.disclosure import publish, share
from lms.insight.loaders import basic_training
from lms.insight.tables import Cell, Column, Table, number, percent, text

DRAWN = 5
"""Questions in the chart; the table has all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: how many answers said how sure they were, and how many were sure and wrong.

    Both are published counts; `share` is 0–1.
    """

    prompt: str
    quiz: Quiz
    answers: int
    wrong: int
    share: float


def of_course(course: Course) -> list[Asked]:
    """The questions that are still asked, the one with most sure and wrong answers first.

    Those with fewer than five such answers are left out.
    """
    found = []
    for quiz in (module.quiz for module in course.modules if module.quiz):
        for row in totals(course.slug, quiz.slug):
            item = quiz.item(row.item)
            answers, wrong = publish(row.answers), publish(row.sure_wrong)
            part = share(wrong, answers)
            if item is not None and answers and wrong and part:
                found.append(Asked(item.prompt_text, quiz, answers, wrong, part))
    return sorted(found, key=lambda asked: (-asked.share, asked.prompt))


@bp.get("/networks/sure-and-wrong", endpoint="sureness")
@access(Rule.STAFF)
def sure_and_wrong() -> ResponseReturnValue:
    course = basic_training()
    found = of_course(course)
    worst = [(asked.prompt, asked.share) for asked in found[:DRAWN]]
    return render_template(
        "insight/sureness.html",
        table=_table(course, found),
        chart=plots.shares_chart(worst),
        worst=worst[0] if worst else None,
    )


@bp.get("/networks/sure-and-wrong.csv", endpoint="sureness_csv")
@access(Rule.STAFF)
def sure_and_wrong_csv() -> ResponseReturnValue:
    course = basic_training()
    table = _table(course, of_course(course))
    note("sureness.exported", questions=len(table.rows))
    return export.response(list(export.lines_of([table])), _("sure-and-wrong"))


def _table(course: Course, found: list[Asked]) -> Table:
    columns = [
        Column(_("Question")),
        Column(_("Quiz")),
        Column(_("Answers"), True),
        Column(_("Sure and wrong"), True),
        Column(_("Share"), True),
    ]
    rows = [
        (
            text(asked.prompt),
            _quiz(course, asked.quiz),
            number(asked.answers),
            number(asked.wrong),
            percent(asked.share),
        )
        for asked in found
    ]
    return Table(_("Sure and wrong"), columns, rows)


def _quiz(course: Course, quiz: Quiz) -> Cell:
    link = link_to(course, quiz.key)
    return text(quiz.title, link.url if link else "")
