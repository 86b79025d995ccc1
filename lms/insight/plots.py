"""The pictures of the dashboards, made of figures: status bars and charts with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.content.types import Module
from lms.i18n import gettext as _
from lms.i18n import number as say_number
from lms.i18n import percent as say_percent
from lms.insight import charts, words
from lms.insight.figures import Answers, Network, People, Said
from lms.insight.tables import NOTHING
from lms.selfcheck import words as asked


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in two widths, with what it shows in words."""

    alt: str
    narrow: str
    wide: str = ""
    narrow_width: int = 320
    wide_width: int = 560


def status_parts(people: People) -> list[tuple[str, int]]:
    """Label and count for the status bar, from complete to not started."""
    return [
        (words.group_name(group).lower(), people.count(*statuses))
        for group, statuses in words.GROUPS.items()
    ]


def participation_chart(network: Network, *, small: bool) -> Figure | None:
    """A line over the quarters; None when there is nothing to draw yet."""
    known = [entry for entry in network.history if entry.share is not None]
    if not known:
        return None
    points = [
        (
            words.quarter_short(entry.quarter).replace(" ", "\n"),
            entry.share,
            NOTHING if entry.share is None else say_percent(entry.share),
        )
        for entry in network.history
    ]
    first, last = known[0], known[-1]
    alt = _(
        "Line chart. Participation in %(site)s: %(first)s in %(from_quarter)s, %(last)s in"
        " %(to_quarter)s. The table has all numbers.",
        site=network.site.name,
        first=say_percent(first.share or 0.0),
        from_quarter=words.quarter_name(first.quarter),
        last=say_percent(last.share or 0.0),
        to_quarter=words.quarter_name(last.quarter),
    )
    narrow = charts.url_of(charts.chart("line", 320, points))
    if small:
        return Figure(alt, narrow)
    return Figure(alt, narrow, charts.url_of(charts.chart("line", 560, points)))


def reach_chart(network: Network) -> Figure | None:
    """A bar for each quarter; None when nobody was reached in any."""
    most = max((entry.people for entry in network.reach), default=0)
    if not most:
        return None
    points = [
        (words.quarter_short(entry.quarter), entry.people / most, say_number(entry.people))
        for entry in network.reach
    ]
    alt = _(
        "Bar chart. Colleagues in %(site)s who joined internal trainings, per quarter. The table"
        " has all numbers.",
        site=network.site.name,
    )
    return Figure(
        alt,
        charts.url_of(charts.chart("bars", 320, points)),
        charts.url_of(charts.chart("bars", 560, points)),
    )


def modules_chart(network: Network, taught: Sequence[Module]) -> Figure | None:
    """A bar for each module; None without people or modules."""
    total = network.people.total
    if not total or not taught:
        return None
    counts = [(module, network.people.modules.get(module.slug, 0)) for module in taught]
    points = [
        (
            module.title,
            count / total,
            _("%(part)s of %(whole)s", part=say_number(count), whole=say_number(total)),
        )
        for module, count in counts
    ]
    alt = _(
        "Bar chart. POCOs in %(site)s who have each module done. The table has all numbers.",
        site=network.site.name,
    )
    return Figure(
        alt,
        charts.url_of(charts.chart("bars", 320, points)),
        charts.url_of(charts.chart("bars", 560, points)),
    )


def selfcheck_chart(answers: Answers) -> Figure | None:
    """Three bars for each of the three questions; None when there is no share to draw."""
    if not any(said.share is not None for said in answers.values()):
        return None
    points = [
        (f"{question}\n{when}", said.share if said else None, _share_in_words(said))
        for key, question in asked.questions().items()
        for moment, when in asked.moments().items()
        for said in [answers.get((key, moment))]
    ]
    alt = _(
        "Bar chart. Who says probably or surely to each question, at each of the three moments."
        " The table has all numbers."
    )
    return Figure(
        alt,
        charts.url_of(charts.chart("groups", 320, points)),
        charts.url_of(charts.chart("groups", 560, points)),
    )


def _share_in_words(said: Said | None) -> str:
    """The share; or why there is none."""
    if said is None or said.yes is None:
        return _("fewer than 5")
    return NOTHING if said.share is None else say_percent(said.share)


def shares_chart(shares: Sequence[tuple[str, float]]) -> Figure | None:
    """A bar for each label with its share; None without any."""
    if not shares:
        return None
    points = [(label, value, say_percent(value)) for label, value in shares]
    return Figure(
        _("Bar chart. The share at each of these questions. The table has all numbers."),
        charts.url_of(charts.chart("bars", 320, points)),
        charts.url_of(charts.chart("bars", 560, points)),
    )
