"""The network, or one site of it, as a spreadsheet."""

from __future__ import annotations

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.i18n import language
from lms.imports import export, queries
from lms.imports.export import Wanted
from lms.insight.loaders import basic_training
from lms.manage.blueprint import bp
from lms.manage.imports_pages import XLSX, my_rights


@bp.get("/export/network.<kind>", endpoint="export_network")
@access(Rule.MANAGE)
def export_network(kind: str) -> ResponseReturnValue:
    """Coordinators get their own sites; the milestones are for programme staff."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound
    slug = request.args.get("site", "")
    sites = [site for site in queries.sites(my_rights()) if slug in {"", site.slug}]
    if slug and not sites:
        raise NotFound
    today = local_date(utcnow())
    course = basic_training().slug if current_user.is_staff else ""
    wanted = Wanted(tuple(site.id for site in sites), today, language(), course)
    note("export.network", rows=export.count(wanted), site=slug, format=kind)
    return _file(wanted, kind, f"poco-{slug or 'network'}-{today}")


def _file(wanted: Wanted, kind: str, name: str) -> Response:
    lines = export.rows(wanted)
    if kind == "csv":
        text = export.csv_lines(wanted.headings, lines)
        answer = Response(stream_with_context(text), mimetype="text/csv")
    else:
        file = export.xlsx_file(wanted.headings, lines)
        answer = Response(iter(lambda: file.read(64 * 1024), b""), mimetype=XLSX)
        answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
