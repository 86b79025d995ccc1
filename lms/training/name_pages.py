"""The sign-in list of a session, for an organisation that needs one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.training import names
from lms.training.blueprint import bp
from lms.training.desk import get_own_session
from lms.training.forms import NamesForm
from lms.training.kits import kit_named
from lms.training.models import SessionState


@bp.route("/sessions/<session>/names", methods=["GET", "POST"], endpoint="names")
@access(Rule.SIGNED_IN)
def sign_in_list(session: str) -> ResponseReturnValue:
    """Read the names, write others in their place, or remove them with an empty field."""
    row = get_own_session(session)
    if row.state == SessionState.CANCELLED or names.until(row) <= local_date(utcnow()):
        raise NotFound
    form = NamesForm()
    if not form.is_submitted():
        form.names.data = "\n".join(names.read(row))
        note("sign-in-list.seen", subject=row.public_id)
    if form.validate_on_submit():
        names.write(session=row, names=form.lines)
        note("sign-in-list.written", subject=row.public_id, people=len(form.lines))
        db.session.commit()
        flash(_("Saved.") if form.lines else _("The list was removed."))
        return redirect(url_for(".session", session=session))
    page = render_template(
        "training/names.html", session=row, kit=kit_named(row.kit), form=form, goes=names.until(row)
    )
    return page, 400 if form.is_submitted() else 200
