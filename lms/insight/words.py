"""Names of statuses and quarters, and what the figures mean, in the language of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date

from lms.clock import last_day, quarter_label
from lms.grading.completion import Status
from lms.i18n import day, language
from lms.i18n import gettext as _
from lms.insight.figures import NOT_STARTED
from lms.insight.period import Period

GROUPS: dict[str, tuple[Status, ...]] = {
    "complete": (Status.COMPLETE,),
    "online_done": (Status.ONLINE_DONE,),
    "started": (Status.STARTED,),
    "not_started": NOT_STARTED,
}
"""The four groups of a status bar, by their word in the address."""


def status_name(status: Status) -> str:
    """A milestone as a status."""
    return {
        Status.NAMED: _("Seat given"),
        Status.INVITED: _("Invited"),
        Status.SIGNED_IN: _("Signed in"),
        Status.STARTED: _("In progress"),
        Status.ONLINE_DONE: _("Online part done"),
        Status.COMPLETE: _("Complete"),
    }[status]


def status_tone(status: Status) -> str:
    """The kind of tag for a status."""
    return {
        Status.COMPLETE: "ok",
        Status.ONLINE_DONE: "ok",
        Status.STARTED: "info",
    }.get(status, "")


def group_name(group: str) -> str:
    """A group of statuses."""
    if group == "not_started":
        return _("Not started")
    return status_name(GROUPS[group][0])


def quarter_name(quarter: int) -> str:
    """`3e kwartaal 2026`"""
    return format_date(last_day(quarter), "QQQQ y", locale=language())


def period_choices(quarters: Sequence[int]) -> list[tuple[str, str]]:
    """Value and text of each quarter, for a select."""
    return [(quarter_label(quarter), quarter_name(quarter)) for quarter in quarters]


def quarter_short(quarter: int) -> str:
    """`K3 2026` in Dutch, `Q3 2026` in English."""
    return format_date(last_day(quarter), "QQQ y", locale=language())


def as_at(period: Period) -> str:
    """The day the figures stand for."""
    if period.running:
        return _("as at today, %(day)s", day=day(period.day))
    return _("as at %(day)s", day=day(period.day))


def definitions(period: Period) -> list[tuple[str, str]]:
    """What each figure means, for the foot of a dashboard."""
    quarter = quarter_name(period.quarter)
    return [
        (
            _("Period"),
            _(
                "You see %(quarter)s. Organisations, POCOs, status, coverage and overdue are"
                " counted %(as_at)s. Participation covers the quarter up to that day.",
                quarter=quarter,
                as_at=as_at(period),
            ),
        ),
        (
            _("Coverage"),
            _(
                "Organisations with at least one current POCO whose basic training is complete,"
                " out of all organisations that take part at the site."
            ),
        ),
        (
            _("Status"),
            _(
                "The furthest step a POCO has reached: seat given, invited, signed in, in"
                " progress, online part done, complete. A step once reached stays."
            ),
        ),
        (
            _("Overdue"),
            _(
                "The date for the basic training has passed and it is not complete. The time counts"
                " from the day since when a POCO has had a seat without a gap."
            ),
        ),
        (
            _("Participation"),
            _(
                "POCOs with a seat on that day who did at least one thing in the quarter: read a"
                " lesson, hand in a quiz, come to a meeting or give an internal training."
            ),
        ),
        *reach_definitions(),
        (
            _("All sites"),
            _("A person or organisation at two sites is counted once."),
        ),
    ]


def reach_definitions() -> list[tuple[str, str]]:
    """What is counted of internal trainings."""
    return [
        (
            _("Reach"),
            _(
                "Colleagues who joined internal trainings in the quarter (head count; a person in"
                " two sessions counts twice). Who went through a kit alone is counted apart."
            ),
        ),
        (
            _("Gain"),
            _(
                "By how much the share of right answers grew between the same question before and"
                " after the session. It compares groups, never persons, and only counts questions"
                " that five or more answered both times."
            ),
        ),
    ]
