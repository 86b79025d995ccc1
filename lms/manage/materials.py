"""Material that waits for a look of the programme team, and taking some out of the library."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.library import queries, services
from lms.library.models import LONGEST_REASON, MaterialVersion, State
from lms.library.showing import choices, send
from lms.manage.blueprint import Section, bp, section

section(
    Section(
        place=66,
        label=_l("Shared material"),
        description=_l("What POCOs send in for the library: look at it, accept it or say why not"),
        endpoint="manage.materials",
        icon="users",
        staff_only=True,
        attention=queries.count_waiting,
    )
)


@bp.get("/materials", endpoint="materials")
@access(Rule.STAFF)
def materials() -> ResponseReturnValue:
    return render_template("manage/materials.html", cards=queries.waiting(), **choices())


@bp.get("/materials/<material>", endpoint="material")
@access(Rule.STAFF)
def material(material: str) -> ResponseReturnValue:
    return _page(material)


@bp.post("/materials/<material>", endpoint="decide_material")
@access(Rule.STAFF)
def decide(material: str) -> ResponseReturnValue:
    found = queries.material_by(material)
    decision = request.form.get("decision", "")
    reason = request.form.get("reason", "").strip()
    if decision not in {"accept", "refuse", "take-down"}:
        raise NotFound
    if decision != "accept" and not reason:
        return _page(material, error=_("Say why: the owner reads it.")), 422
    if len(reason) > LONGEST_REASON:
        return _page(material, error=_("Use at most 600 characters."), reason=reason), 422
    if decision == "take-down":
        services.withdraw(material=found, reason=reason, by=current_user.id)
        flash(_("The material is no longer in the library."))
    else:
        services.decide(
            material=found,
            number=request.form.get("number", 0, type=int),
            accept=decision == "accept",
            reason=reason,
            by=current_user.id,
        )
        flash(_("Accepted.") if decision == "accept" else _("Not accepted. The owner reads why."))
    note(f"material.{decision}", subject=found.public_id)
    db.session.commit()
    return redirect(url_for("manage.materials"))


@bp.get("/materials/<material>/<int:number>/<what>", endpoint="material_file")
@access(Rule.STAFF)
def material_file(material: str, number: int, what: str) -> ResponseReturnValue:
    _material, versions = _seen(material)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise NotFound
    return send(version, what)


def _seen(public_id: str) -> tuple[object, list[MaterialVersion]]:
    """What was sent in or is in the library: a draft is nobody's business. Raises NotFound."""
    found = queries.material_by(public_id)
    versions = [
        version
        for version in queries.versions(found.id)
        if version.state in {State.SUBMITTED.value, State.ACCEPTED.value}
    ]
    if not versions:
        raise NotFound
    return found, versions


def _page(public_id: str, *, error: str = "", reason: str = "") -> str:
    found, versions = _seen(public_id)
    version = versions[0]
    return render_template(
        "manage/material.html",
        material=found,
        version=version,
        card=queries.card_of(version.material_id, version.number),
        waiting=version.state == State.SUBMITTED.value,
        error=error,
        reason=reason,
        longest=LONGEST_REASON,
        **choices(),
    )
