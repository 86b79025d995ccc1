"""The self-study links of the own organisation: making and ending them, and counting codes."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import qr
from lms.accounts.access import Rule, access
from lms.editions.store import library
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language, ngettext
from lms.training import self_study
from lms.training.blueprint import bp
from lms.training.desk import get_own_seats
from lms.training.models import SelfStudyLink


@bp.get("/sessions/links")
@access(Rule.SIGNED_IN)
def links() -> ResponseReturnValue:
    return _page()


@bp.post("/sessions/links")
@access(Rule.SIGNED_IN)
def make_link() -> ResponseReturnValue:
    seats = {seat.organisation_key: seat for seat in get_own_seats()}
    seat = seats.get(request.form.get("organisation", "")) or next(iter(seats.values()))
    self_study.make(
        organisation_id=seat.organisation_id,
        site_id=seat.site_id,
        by=current_user.id,
        kit=request.form.get("kit", ""),
    )
    db.session.commit()
    flash(_("The link is made. Copy it, or print the QR code."))
    return redirect(url_for(".links"))


@bp.post("/sessions/links/<word>/end")
@access(Rule.SIGNED_IN)
def end_link(word: str) -> ResponseReturnValue:
    self_study.end(link=_own(word))
    db.session.commit()
    flash(_("The link works no more. Codes that people have still count."))
    return redirect(url_for(".links"))


@bp.get("/sessions/links/<word>/qr.svg")
@access(Rule.SIGNED_IN)
def link_picture(word: str) -> ResponseReturnValue:
    return Response(qr.svg(address_of(_own(word))), mimetype="image/svg+xml")


@bp.post("/sessions/codes")
@access(Rule.SIGNED_IN)
def count_codes() -> ResponseReturnValue:
    typed = request.form.get("codes", "")
    organisations = {seat.organisation_id for seat in get_own_seats()}
    new, again, unknown = 0, set[str](), set[str]()
    for number, organisation_id in enumerate(sorted(organisations)):
        counted = self_study.count(organisation_id=organisation_id, typed=typed)
        new += counted.new
        again |= set(counted.again)
        unknown = unknown & set(counted.unknown) if number else set(counted.unknown)
    db.session.commit()
    if new:
        flash(ngettext("%(num)d colleague counted.", "%(num)d colleagues counted.", new))
    if again:
        flash(_("Counted already: %(codes)s.", codes=_spelled(again)), "info")
    if unknown:
        flash(
            _("Not known here: %(codes)s. Look at it once more.", codes=_spelled(unknown)),
            "warning",
        )
    if not (new or again or unknown):
        flash(_("Type the codes that colleagues gave you."), "warning")
        return _page(typed), 422
    return redirect(url_for(".links"))


def address_of(link: SelfStudyLink) -> str:
    """The whole address, for paper and for other people's phones."""
    return f"{current_app.config['SETTINGS'].address}/self-study/{link.word}"


def _own(word: str) -> SelfStudyLink:
    return self_study.own_link((seat.organisation_id for seat in get_own_seats()), word)


def _spelled(codes: set[str]) -> str:
    return ", ".join(self_study.spaced(code) for code in sorted(codes)[:20])


def _page(typed: str = "") -> str:
    seats = {seat.organisation_key: seat for seat in get_own_seats()}
    kits = library().kits(language())
    if not kits:
        raise NotFound
    own = sorted({seat.organisation_id for seat in seats.values()})
    rows = [row for organisation_id in own for row in self_study.links(organisation_id)]
    return render_template(
        "training/links.html",
        seats=seats,
        kits={kit.slug: kit for kit in kits},
        rows=rows,
        works=self_study.works,
        address_of=address_of,
        typed=typed,
    )
