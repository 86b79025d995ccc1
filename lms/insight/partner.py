"""What partners see: one fixed table for each closed quarter of their sites, and nothing else."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.i18n import gettext as _
from lms.insight import export, published, queries, words
from lms.insight.blueprint import bp
from lms.insight.disclosure import share
from lms.insight.figures import Site
from lms.insight.loaders import basic_training
from lms.insight.published import Figures
from lms.insight.tables import NOTHING, Cell, Column, Row, Table, number, percent, text


@bp.get("/partner", endpoint="partner")
@access(Rule.PARTNER)
def partner() -> ResponseReturnValue:
    tables = _tables()
    note("partner.viewed", sites=len(tables))
    return render_template("insight/partner.html", tables=tables, meanings=_meanings())


@bp.get("/partner.csv")
@access(Rule.PARTNER)
def partner_csv() -> ResponseReturnValue:
    tables = _tables()
    note("partner.exported", sites=len(tables))
    return export.response(list(export.lines_of(tables)), _("totals"))


def _sites() -> tuple[Site, ...]:
    """The sites of the partner; staff look at all of them."""
    return tuple(
        site
        for site in queries.sites()
        if current_user.is_staff or site.id in current_user.partner_sites
    )


def _tables() -> list[Table]:
    """One table for each site, with a line for each closed quarter."""
    sites = _sites()
    found = published.of_sites(sites, basic_training(), local_date(utcnow()))
    return [
        Table(site.name, _columns(), [_row(figures) for figures in found[site.id]])
        for site in sites
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Quarter")),
        Column(_("Organisations"), True),
        Column(_("POCOs"), True),
        Column(_("Online part done"), True),
        Column(_("Basic training complete"), True),
        Column(_("Coverage"), True),
        Column(_("Participation"), True),
        Column(_("Reach"), True),
    ]


def _row(figures: Figures) -> Row:
    return (
        text(words.quarter_name(figures.quarter)),
        *(_count(figures[name]) for name in ("organisations", "people", "online", "complete")),
        percent(share(figures["covered"], figures["organisations"])),
        percent(share(figures["active"], figures["people"])),
        _count(figures["reached"]) if "reached" in figures.counts else text(NOTHING),
    )


def _count(published_count: int | None) -> Cell:
    return text(_("fewer than 5")) if published_count is None else number(published_count)


def _meanings() -> list[tuple[str, str]]:
    """What each figure means, and how people are kept out of sight."""
    return [
        (
            _("Quarter"),
            _(
                "Only closed quarters. Everything is counted as at the last day of the quarter;"
                " the table is made once and does not change any more."
            ),
        ),
        (
            _("Rounded"),
            _(
                "Counts are rounded to multiples of five, and below five it says so. Shares are"
                " computed from rounded counts, and shown for groups of ten or more. So nobody"
                " can be recognised, also not by comparing lines or quarters."
            ),
        ),
        (
            _("Online part done"),
            _("POCOs who have done every module, also those who have completed everything."),
        ),
        (
            _("Basic training complete"),
            _("POCOs who have done the online part and were at the training days."),
        ),
        (
            _("Coverage"),
            _(
                "Organisations with at least one current POCO whose basic training is complete,"
                " out of all organisations that take part at the site."
            ),
        ),
        (
            _("Participation"),
            _(
                "POCOs with a seat on that day who did at least one thing in the quarter: read a"
                " lesson, hand in a quiz, come to a meeting or give an internal training."
            ),
        ),
        *words.reach_definitions()[:1],
    ]
