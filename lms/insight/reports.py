"""The tables of the dashboards, made of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import url_for

from lms.content.types import Module
from lms.grading.completion import Status
from lms.i18n import gettext as _
from lms.insight import words
from lms.insight.figures import (
    Network,
    OrganisationRow,
    Organisations,
    Overview,
    People,
    PersonRow,
    QuarterReach,
    QuarterShare,
    Site,
    share,
)
from lms.insight.loaders import Scope
from lms.insight.people import day_of
from lms.insight.tables import Column, Row, Table, day, number, percent, tags, text

LOW = 0.5
"""Coverage below this stands out in a table."""
MANY = 0.2
"""So large a share of overdue people stands out in a table."""


class Links:
    """Addresses to the people and organisations behind the figures of a site."""

    def __init__(self, scope: Scope, site: Site | None) -> None:
        self._asked = scope.asked
        self._site = site

    def people(self, **filters: str | int | None) -> str:
        return self._to("insight.people", filters)

    def organisations(self, **filters: str | int | None) -> str:
        return self._to("insight.organisations", filters)

    def organisation(self, public_id: str, people: int) -> str:
        """Its own page while the quarter runs; of an earlier one, its people of that time."""
        if self._asked is None:
            return url_for("manage.organisation", organisation=public_id)
        return self.people(organisation=public_id) if people else ""

    def site(self) -> str:
        return self._to("insight.site", {})

    def _to(self, endpoint: str, filters: dict[str, str | int | None]) -> str:
        """Totals of all sites lead nowhere: a list is always of one site."""
        if self._site is None:
            return ""
        return url_for(endpoint, site=self._site.slug, period=self._asked, **filters)


def networks(overview: Overview, scope: Scope) -> Table:
    """One line for each site, and all of them together."""
    columns = [
        Column(_("Site")),
        Column(_("Organisations"), True),
        Column(_("Coverage"), True),
        Column(_("POCOs"), True),
        *(Column(words.group_name(group), True) for group in reversed(words.GROUPS)),
        Column(_("Overdue"), True),
        Column(_("Participation"), True),
        Column(_("Reach"), True),
    ]
    rows = [_network_row(network, scope) for network in overview.networks]
    total: Row = ()
    if len(rows) > 1:
        links = Links(scope, None)
        figures = _figures(overview.organisations, overview.people, links)
        reached = sum(network.reached for network in overview.networks)
        total = (text(_("All sites")), *figures, number(reached))
    return Table(_("The same numbers"), columns, rows, total, "numbers")


def _network_row(network: Network, scope: Scope) -> Row:
    links = Links(scope, network.site)
    figures = _figures(network.organisations, network.people, links)
    return (text(network.site.name, links.site()), *figures, number(network.reached))


def _figures(organisations: Organisations, people: People, links: Links) -> Row:
    coverage = organisations.coverage
    return (
        number(organisations.total, links.organisations()),
        percent(
            coverage,
            links.organisations(cover="yes"),
            alarm=coverage is not None and coverage < LOW,
        ),
        number(people.total, links.people()),
        *(
            number(people.count(*words.GROUPS[group]), links.people(status=group))
            for group in reversed(words.GROUPS)
        ),
        number(
            people.overdue,
            links.people(overdue=1),
            alarm=people.total > 0 and people.overdue / people.total >= MANY,
        ),
        percent(people.participation, links.people(active="yes")),
    )


def participation_of_networks(overview: Overview) -> Table:
    """The numbers of the small line charts: a line for each site, a column for each quarter."""
    quarters = [entry.quarter for entry in overview.networks[0].history]
    return Table(
        _("Participation per quarter"),
        [Column(_("Site")), *(Column(words.quarter_short(quarter), True) for quarter in quarters)],
        [
            (text(network.site.name), *(percent(entry.share) for entry in network.history))
            for network in overview.networks
        ],
        id="participation",
    )


def statuses(people: People, links: Links) -> Table:
    """How many people stand at each milestone."""
    return Table(
        _("Status of the POCOs"),
        [Column(_("Status")), Column(_("POCOs"), True), Column(_("Share"), True)],
        [
            (
                text(words.status_name(status)),
                number(people.count(status), links.people(status=status.value)),
                percent(share(people.count(status), people.total)),
            )
            for status in reversed(Status)
        ],
        (
            text(_("All POCOs")),
            number(people.total, links.people()),
            percent(share(people.total, people.total)),
        ),
        "statuses",
    )


def modules(people: People, taught: Sequence[Module], links: Links) -> Table:
    """How many people have each module done."""
    return Table(
        _("Modules done"),
        [Column(_("Module")), Column(_("POCOs"), True), Column(_("Share"), True)],
        [
            (
                text(module.title),
                number(people.modules.get(module.slug, 0), links.people(module=module.slug)),
                percent(share(people.modules.get(module.slug, 0), people.total)),
            )
            for module in taught
        ],
        id="modules",
    )


def participation(history: Sequence[QuarterShare]) -> Table:
    """Participation of one site, the newest quarter last, as in the chart."""
    return Table(
        _("Participation per quarter"),
        [
            Column(_("Quarter")),
            Column(_("POCOs"), True),
            Column(_("Took part"), True),
            Column(_("Participation"), True),
        ],
        [
            (
                text(words.quarter_name(entry.quarter)),
                number(entry.holders),
                number(entry.active),
                percent(entry.share),
            )
            for entry in history
        ],
        id="participation",
    )


def reach(quarters: Sequence[QuarterReach]) -> Table:
    """Internal trainings per quarter, the newest last, as in the chart."""
    return Table(
        _("Internal trainings per quarter"),
        [
            Column(_("Quarter")),
            Column(_("Trainings"), True),
            Column(_("Reach"), True),
            Column(_("By self-study"), True),
            Column(_("Gain"), True),
        ],
        [
            (
                text(words.quarter_name(entry.quarter)),
                number(entry.sessions),
                number(entry.people),
                number(entry.self_study),
                percent(entry.gain),
            )
            for entry in quarters
        ],
        id="reach",
    )


def organisation_columns() -> list[Column]:
    """Of the list of organisations."""
    return [
        Column(_("Organisation"), sort="name"),
        Column(_("Covered"), sort="cover"),
        Column(_("Status of its POCOs")),
        Column(_("POCOs"), True, "people"),
        Column(_("Complete"), True),
        Column(_("Overdue"), True, "overdue"),
        Column(_("Takes part since"), sort="since"),
    ]


def organisation_rows(rows: Iterable[OrganisationRow], links: Links) -> Iterator[Row]:
    """Organisations as lines that lead to their page; their numbers lead to their people."""
    for row in rows:
        yield (
            text(row.name, links.organisation(row.public_id, row.people)),
            tags((_("yes"), "ok") if row.covered else (_("no"), "")),
            tags(*map(_status, row.statuses)) if row.statuses else text(_("No POCO")),
            number(row.people, links.people(organisation=row.public_id)),
            number(row.complete, links.people(organisation=row.public_id, status="complete")),
            number(
                row.overdue,
                links.people(organisation=row.public_id, overdue=1),
                alarm=row.overdue > 0,
            ),
            day(row.since),
        )


def _status(status: Status) -> tuple[str, str]:
    return words.status_name(status), words.status_tone(status)


def person_columns() -> list[Column]:
    """Of the list of people."""
    return [
        Column(_("Name"), sort="name"),
        Column(_("Organisation"), sort="organisation"),
        Column(_("Status"), sort="status"),
        Column(_("Modules done"), True, "modules"),
        Column(_("Last activity"), sort="activity"),
        Column(_("To be complete by"), sort="due"),
        Column(_("Overdue")),
    ]


def person_rows(rows: Iterable[PersonRow], *, all_linked: bool) -> Iterator[Row]:
    """People as lines. A coordinator is led only to those who hold a seat now."""
    for row in rows:
        linked = all_linked or row.current
        yield (
            text(row.name, url_for("insight.person", person=row.public_id) if linked else ""),
            text(row.organisation),
            tags(_status(row.status)),
            number(row.modules_done),
            day(day_of(row.last_activity_at)),
            day(row.due, alarm=row.overdue),
            tags((_("overdue"), "warn")) if row.overdue else text(""),
        )
