"""Requests to be erased: what waits, and carrying one out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.accounts import queries as accounts
from lms.accounts import services
from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import utcnow
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import Section, bp, section
from lms.privacy import consequences, erasure, requests

SHOWN = 20
"""Requests carried out that the page still lists."""


class ConfirmForm(FlaskForm):
    """One clear confirmation."""

    sure = BooleanField(
        _l("I have checked that this person asked for it."),
        validators=[InputRequired(_l("Tick this first: it cannot be undone."))],
    )


class AddressForm(FlaskForm):
    """Somebody asked by mail or in person."""

    email = EmailField(
        _l("E-mail address of the account"),
        validators=[
            DataRequired(_l("Fill in the e-mail address.")),
            Length(max=254, message=_l("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": "off"},
    )


@bp.get("/erasures", endpoint="erasures")
@access(Rule.STAFF)
def erasures() -> ResponseReturnValue:
    return _page(AddressForm(), 200)


def _page(form: AddressForm, status: int) -> ResponseReturnValue:
    waiting = requests.waiting()
    note("erasures.seen")
    page = render_template(
        "manage/erasures.html",
        waiting=waiting,
        done=requests.carried_out(SHOWN),
        now=utcnow(),
        form=form,
    )
    return page, status


@bp.post("/erasures", endpoint="add_erasure")
@access(Rule.STAFF)
def add() -> ResponseReturnValue:
    """Put down the request of somebody who asked in another way."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, 400)
    person = accounts.by_email(services.normalise_email(form.email.data or ""))
    if person is None or person.erased_at is not None:
        form.email.errors = [_("There is no account with this address. Nothing was changed.")]
        return _page(form, 400)
    wanted = requests.ask(person_id=person.id, now=utcnow())
    note("erasure.asked", subject=person.public_id)
    db.session.commit()
    return redirect(url_for("manage.erasure", wanted=wanted.public_id))


@bp.get("/erasures/<wanted>", endpoint="erasure")
@access(Rule.STAFF)
def confirm(wanted: str) -> ResponseReturnValue:
    asked = requests.load(wanted)
    note("person.viewed", subject=asked.person_public_id)
    return _confirm(asked, ConfirmForm(), 200)


@bp.post("/erasures/<wanted>", endpoint="carry_out_erasure")
@access(Rule.STAFF)
def carry_out(wanted: str) -> ResponseReturnValue:
    asked = requests.load(wanted)
    form = ConfirmForm()
    if not form.validate_on_submit() or consequences.refusal(asked.person_id, current_user):
        return _confirm(asked, form, 400)
    erasure.carry_out(person_id=asked.person_id, by=current_user.id, now=utcnow())
    flash(_("Done. Name, address and everything that points to this person are gone."))
    return redirect(url_for("manage.erasures"))


def _confirm(asked: requests.OpenRequest, form: ConfirmForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "manage/erasure.html",
        asked=asked,
        form=form,
        refusal=consequences.refusal(asked.person_id, current_user),
        seats=consequences.current_seats(asked.person_id, utcnow()),
    )
    return page, status


@bp.post("/erasures/<wanted>/drop", endpoint="drop_erasure")
@access(Rule.STAFF)
def drop(wanted: str) -> ResponseReturnValue:
    """The person thought better of it, or it was the wrong address."""
    asked = requests.load(wanted)
    requests.take_back(person_id=asked.person_id)
    note("erasure.taken-back", subject=asked.person_public_id)
    db.session.commit()
    flash(_("The request was taken away. Nothing was erased."))
    return redirect(url_for("manage.erasures"))


section(
    Section(
        place=80,
        label=_l("Requests to be erased"),
        description=_l("People who want their data gone. Carry it out within a month."),
        endpoint="manage.erasures",
        icon="user",
        staff_only=True,
        attention=requests.count_waiting,
    )
)
