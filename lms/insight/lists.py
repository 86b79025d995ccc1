"""The lists behind the figures of a site: its people, its organisations, and the matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import NotFound
from lms.extensions import begin_reading
from lms.grading.completion import Status
from lms.i18n import gettext as _
from lms.insight import export, matrix, organisations, people, reports, words
from lms.insight.blueprint import bp
from lms.insight.listing import (
    PAGE,
    Chip,
    Place,
    read_choice,
    read_filters,
    read_place,
    read_sort,
)
from lms.insight.loaders import Scope, load_scope
from lms.insight.organisations import OrganisationList
from lms.insight.people import People, Wanted
from lms.insight.tables import Table

LONGEST_NAME = 80
STATUSES = (*words.GROUPS, *(status.value for status in Status if status.value not in words.GROUPS))
FILTERS = ("period", "status", "overdue", "active", "module", "organisation")


@bp.route("/networks/<site>/people", methods=["GET", "POST"], endpoint="people")
@access(Rule.INSIGHT)
def people_of(site: str) -> ResponseReturnValue:
    """A name is looked for with a POST: addresses, and so logs, are no place for names."""
    begin_reading()
    scope = load_scope()
    found = _people(scope, site)
    name = request.form.get("q", "").strip()[:LONGEST_NAME]
    if request.method == "POST" and not name:
        return redirect(request.full_path.rstrip("?"))
    found = replace(found, wanted=replace(found.wanted, name=name))
    place = read_place(found.count(), people.SORTS, read_filters(*FILTERS))
    rows = found.page(sort=place.sort, offset=place.offset, limit=PAGE)
    note("pocos.listed", site=site, **place.filters, searched=bool(name), count=place.total)
    return render_template(
        "insight/people.html",
        scope=scope,
        site=found.site,
        tab="people",
        links=reports.Links(scope, found.site),
        name=name,
        statuses=_status_choices(),
        place=place,
        chips=list(_chips(found, place)),
        table=Table(
            _("POCOs in %(site)s", site=found.site.name),
            reports.person_columns(),
            list(reports.person_rows(rows, all_linked=current_user.is_staff)),
        ),
        export_url=url_for(
            "insight.people_csv", site=site, **{**place.filters, "sort": place.sort}
        ),
        matrix_url=url_for("insight.matrix_csv", site=site, **place.filters),
        words=words,
    )


@bp.get("/networks/<site>/people.csv")
@access(Rule.INSIGHT)
def people_csv(site: str) -> ResponseReturnValue:
    scope = load_scope()
    found = _people(scope, site)
    sort = read_sort(people.SORTS)
    note("pocos.exported", site=site, **read_filters(*FILTERS), count=found.count())

    def lines() -> Iterator[list[str]]:
        yield [column.label for column in reports.person_columns()]
        yield from map(export.line_of, reports.person_rows(found.all(sort=sort), all_linked=False))

    return export.response(lines(), f"pocos-{site}-{scope.period.label}")


@bp.get("/networks/<site>/matrix.csv")
@access(Rule.INSIGHT)
def matrix_csv(site: str) -> ResponseReturnValue:
    scope = load_scope()
    found = _people(scope, site)
    note("matrix.exported", site=site, **read_filters(*FILTERS), count=found.count())
    return export.response(matrix.lines(found), f"voortgang-{site}-{scope.period.label}")


def _people(scope: Scope, slug: str) -> People:
    """The people the address asks for. Raises NotFound for filters that make no sense."""
    site = scope.site(slug)
    status = read_choice("status", STATUSES)
    module = read_choice("module", tuple(module.slug for module in scope.course.required_modules))
    active = read_choice("active", ("yes", "no"))
    organisation = request.args.get("organisation", "")
    if organisation and people.organisation_name(organisation, site) is None:
        raise NotFound
    wanted = Wanted(
        statuses=words.GROUPS.get(status) or ((Status(status),) if status else ()),
        overdue=bool(read_choice("overdue", ("1",))),
        active=active == "yes" if active else None,
        module=module,
        organisation=organisation,
    )
    return People(site, scope.period, scope.course, scope.today, wanted)


def _status_choices() -> list[tuple[str, str]]:
    """For the select: the groups, then the steps before the start."""
    return [
        ("", _("All")),
        *((group, words.group_name(group)) for group in words.GROUPS),
        *((value, words.status_name(Status(value))) for value in STATUSES[len(words.GROUPS) :]),
    ]


def _chips(found: People, place: Place) -> Iterator[Chip]:
    """The filters that have no field of their own on the page."""
    wanted = found.wanted
    if wanted.organisation:
        name = people.organisation_name(wanted.organisation, found.site) or ""
        yield Chip(_("Organisation: %(name)s", name=name), place.url(organisation=None))
    if wanted.module:
        module = found.course.module(wanted.module)
        title = module.title if module else wanted.module
        yield Chip(_("Module done: %(title)s", title=title), place.url(module=None))
    if wanted.active is not None:
        label = _("Took part in %(quarter)s") if wanted.active else _("Not active in %(quarter)s")
        quarter = words.quarter_name(found.period.quarter)
        yield Chip(label % {"quarter": quarter}, place.url(active=None))


@bp.get("/networks/<site>/organisations", endpoint="organisations")
@access(Rule.INSIGHT)
def organisations_of(site: str) -> ResponseReturnValue:
    scope = load_scope()
    found = _organisations(scope, site)
    links = reports.Links(scope, found.site)
    place = read_place(found.count(), organisations.SORTS, read_filters("period", "cover"))
    rows = found.page(sort=place.sort, offset=place.offset, limit=PAGE)
    return render_template(
        "insight/organisations.html",
        scope=scope,
        site=found.site,
        tab="organisations",
        links=links,
        place=place,
        table=Table(
            _("Organisations in %(site)s", site=found.site.name),
            reports.organisation_columns(),
            list(reports.organisation_rows(rows, links)),
        ),
        export_url=url_for(
            "insight.organisations_csv", site=site, **{**place.filters, "sort": place.sort}
        ),
        words=words,
    )


@bp.get("/networks/<site>/organisations.csv")
@access(Rule.INSIGHT)
def organisations_csv(site: str) -> ResponseReturnValue:
    scope = load_scope()
    found = _organisations(scope, site)
    links = reports.Links(scope, found.site)
    sort = read_sort(organisations.SORTS)
    note("organisations.exported", site=site, **read_filters("period", "cover"))

    def lines() -> Iterator[list[str]]:
        yield [column.label for column in reports.organisation_columns()]
        yield from map(export.line_of, reports.organisation_rows(found.all(sort=sort), links))

    return export.response(lines(), f"organisaties-{site}-{scope.period.label}")


def _organisations(scope: Scope, slug: str) -> OrganisationList:
    cover = read_choice("cover", ("yes", "no"))
    return OrganisationList(
        scope.site(slug), scope.period, scope.course, cover == "yes" if cover else None
    )
