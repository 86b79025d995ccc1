"""Facts are compared with their sources once in six months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lms.content.advice.base import Advice, Material, _
from lms.content.types import SOURCE_LANGUAGE

MONTHS = 6


def due(checked: date) -> date:
    """The day on which facts of that date are to be looked at again."""
    month = checked.month - 1 + MONTHS
    year, month = checked.year + month // 12, month % 12 + 1
    # The last of a month lands on the first of the next where the month is shorter.
    try:
        return checked.replace(year=year, month=month)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def check_dates(material: Material) -> Iterator[Advice]:
    for page in material.pages.values():
        if page.lang != SOURCE_LANGUAGE:
            continue
        checked = page.front.values.get("checked")
        if isinstance(checked, datetime):
            continue  # an error of the check
        if not isinstance(checked, date):
            if page.front.values.get("sources"):
                yield Advice(
                    page.path,
                    page.front.lines.get("sources", 1),
                    _("there are sources but no date: add the day you compared, 'checked: …'"),
                )
        elif checked > material.today:
            yield Advice(
                page.path,
                page.front.lines["checked"],
                _("%(day)s has yet to come: write the day on which you compared the facts"),
                {"day": checked.isoformat()},
            )
        elif due(checked) < material.today:
            yield Advice(
                page.path,
                page.front.lines["checked"],
                _(
                    "the facts were last checked on %(day)s, more than %(months)s months ago:"
                    " compare them with their sources and change the date"
                ),
                {"day": checked.isoformat(), "months": MONTHS},
            )
