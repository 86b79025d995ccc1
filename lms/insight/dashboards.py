"""The dashboards: all networks, one network, and the charts on them."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.insight import charts, export, findings, plots, queries, reports, words
from lms.insight.blueprint import bp
from lms.insight.figures import Network, Overview
from lms.insight.loaders import Scope, load_scope
from lms.insight.organisations import OrganisationList
from lms.insight.tables import Table

ATTENTION = 8
"""Organisations named on the first page of a site."""
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/networks")
@access(Rule.INSIGHT)
def networks() -> ResponseReturnValue:
    scope = load_scope()
    overview = queries.overview(sites=scope.sites, period=scope.period, course=scope.course)
    return render_template(
        "insight/networks.html",
        scope=scope,
        finding=findings.of_networks(overview, scope.period),
        overview=overview,
        cards=[
            (
                network,
                plots.status_parts(network.people),
                plots.participation_chart(network, small=len(scope.sites) > 1),
            )
            for network in overview.networks
        ],
        tables=_network_tables(overview, scope),
        export_url=url_for("insight.networks_csv", period=scope.asked),
        words=words,
    )


@bp.get("/networks/export.csv")
@access(Rule.INSIGHT)
def networks_csv() -> ResponseReturnValue:
    scope = load_scope()
    overview = queries.overview(sites=scope.sites, period=scope.period, course=scope.course)
    lines = list(export.lines_of(_network_tables(overview, scope)))
    note("networks.exported", period=scope.period.label, sites=len(scope.sites))
    return export.response(lines, f"netwerken-{scope.period.label}")


def _network_tables(overview: Overview, scope: Scope) -> list[Table]:
    if not overview.networks:
        return []
    return [reports.networks(overview, scope), reports.participation_of_networks(overview)]


@bp.get("/networks/<site>")
@access(Rule.INSIGHT)
def site(site: str) -> ResponseReturnValue:
    scope = load_scope()
    network = _network(scope, site)
    links = reports.Links(scope, network.site)
    waiting = OrganisationList(network.site, scope.period, scope.course, covered=False)
    return render_template(
        "insight/site.html",
        scope=scope,
        site=network.site,
        tab="site",
        network=network,
        links=links,
        finding=findings.of_network(network, scope.period, scope.course.required_modules),
        parts=plots.status_parts(network.people),
        statuses=reports.statuses(network.people, links),
        modules=reports.modules(network.people, scope.course.required_modules, links),
        modules_chart=plots.modules_chart(network, scope.course.required_modules),
        participation=reports.participation(network.history),
        participation_chart=plots.participation_chart(network, small=False),
        reach=reports.reach(network.reach),
        reach_chart=plots.reach_chart(network),
        waiting=Table(
            "",
            [column for column in reports.organisation_columns() if column.sort != "cover"],
            [
                (row[0], *row[2:])
                for row in reports.organisation_rows(
                    waiting.page(sort="-overdue", offset=0, limit=ATTENTION), links
                )
            ],
        ),
        words=words,
    )


@bp.get("/networks/<site>/export.csv")
@access(Rule.INSIGHT)
def site_csv(site: str) -> ResponseReturnValue:
    scope = load_scope()
    network = _network(scope, site)
    links = reports.Links(scope, network.site)
    tables = [
        reports.networks(Overview((network,), network.people, network.organisations), scope),
        reports.statuses(network.people, links),
        reports.modules(network.people, scope.course.required_modules, links),
        reports.participation(network.history),
        reports.reach(network.reach),
    ]
    lines = list(export.lines_of(tables))
    note("network.exported", period=scope.period.label, site=network.site.slug)
    return export.response(lines, f"netwerk-{network.site.slug}-{scope.period.label}")


def _network(scope: Scope, slug: str) -> Network:
    overview = queries.overview(
        sites=(scope.site(slug),), period=scope.period, course=scope.course, with_modules=True
    )
    return overview.networks[0]


@bp.get("/networks/chart/<digest>.svg")
@access(Rule.INSIGHT)
def chart(digest: str) -> ResponseReturnValue:
    answer = Response(charts.svg_of(digest, request.args.get("d", "")), mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = CHART_POLICY
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.set_etag(digest)
    return answer.make_conditional(request)
