"""What is held about you, asking to be erased, and the two public statements."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import utcnow
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language
from lms.privacy import download, reading, requests, terms
from lms.privacy.entries import (
    accounts,
    learning,
    library,
    network,
    resilience,
    running,
    trainings,
)
from lms.privacy.erasure import subject_of
from lms.privacy.kinds import Basis
from lms.privacy.labels import LABELS

bp = Blueprint("privacy", __name__)

FILE = "poco-academie-mijn-gegevens.json"


@bp.get("/privacy")
@access(Rule.PUBLIC)
def statement() -> ResponseReturnValue:
    groups = (
        (_("Your account and signing in"), accounts.ACCOUNTS),
        (_("Your place in the network"), network.NETWORK),
        (_("Your training"), learning.LEARNING),
        (_("Scan, measures and plan"), resilience.RESILIENCE),
        (_("Internal trainings"), trainings.TRAININGS),
        (_("Shared material"), library.SHARED),
        (_("Letters and accountability"), running.RUNNING),
    )
    return render_template(
        f"privacy/privacy_{language()}.html",
        groups=groups,
        bases=terms.BASES,
        fates=terms.FATES,
        choice=(LABELS, terms.BASES[Basis.CHOICE], terms.CHOICE.words),
    )


@bp.get("/accessibility")
@access(Rule.PUBLIC)
def accessibility() -> ResponseReturnValue:
    return render_template(f"privacy/accessibility_{language()}.html")


@bp.get("/me/privacy")
@access(Rule.SIGNED_IN)
def mine() -> ResponseReturnValue:
    return render_template("privacy/mine.html", asked=requests.of_person(current_user.id))


@bp.get("/me/data")
@access(Rule.SIGNED_IN)
def data() -> ResponseReturnValue:
    parts = download.collect(subject_of(current_user.id))
    note("own-data.seen", subject=current_user.public_id)
    return render_template(
        "privacy/data.html",
        about=reading.tables(parts, acted=False),
        acted=reading.tables(parts, acted=True),
    )


@bp.get("/me/data.json")
@access(Rule.SIGNED_IN)
def data_file() -> ResponseReturnValue:
    parts = download.collect(subject_of(current_user.id))
    note("own-data.exported", subject=current_user.public_id)
    body = {
        "made_at": utcnow().isoformat(),
        "about_you": [_part(part) for part in parts if not part.acted],
        "you_did": [_part(part) for part in parts if part.acted],
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, default=_plain)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename={FILE}"
    return answer


def _part(part: download.Part) -> dict[str, Any]:
    entry = part.entry
    return {
        "table": entry.table,
        "title": str(entry.title),
        "why": str(entry.purpose),
        "ground": str(terms.BASES[entry.basis]),
        "how_long": str(entry.term.words),
        "held_but_not_shown": list(entry.secret),
        "rows": part.rows,
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


@bp.post("/me/privacy/erasure")
@access(Rule.SIGNED_IN)
def ask() -> ResponseReturnValue:
    requests.ask(person_id=current_user.id, now=utcnow())
    note("erasure.asked", subject=current_user.public_id)
    db.session.commit()
    flash(_("We have your request. The programme team carries it out."))
    return redirect(url_for("privacy.mine"))


@bp.post("/me/privacy/erasure/withdraw")
@access(Rule.SIGNED_IN)
def take_back() -> ResponseReturnValue:
    requests.take_back(person_id=current_user.id)
    note("erasure.taken-back", subject=current_user.public_id)
    db.session.commit()
    flash(_("Your request is taken back. Nothing was erased."))
    return redirect(url_for("privacy.mine"))
