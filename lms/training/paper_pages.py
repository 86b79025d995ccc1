"""A session that was held without the app, entered afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.clock import local_date, utcnow
from lms.content.kits.types import Kit, Round
from lms.editions.store import library
from lms.errors import CountsRefused
from lms.extensions import db
from lms.grading.items import Item
from lms.i18n import gettext as _
from lms.i18n import language
from lms.training import services, words
from lms.training.blueprint import bp
from lms.training.desk import get_own_seats
from lms.training.forms import PaperForm
from lms.training.kits import kit_named, rounds_of
from lms.training.services import MOST_PEOPLE, Count


@dataclass(frozen=True, slots=True)
class Field:
    """Where the count of one answer is filled in."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one question in one round."""

    item: Item
    round: Round
    several: bool
    fields: tuple[Field, ...]


@bp.route("/sessions/paper", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def paper() -> ResponseReturnValue:
    """First the kit, in the address; then the facts, and the counts for who has them."""
    seats = get_own_seats()
    kit = kit_named(request.args.get("kit", ""))
    if kit is None:
        return render_template("training/paper_kit.html", kits=library().kits(language()))
    form = PaperForm(seats=seats)
    form.kit.data = kit.slug
    if not form.is_submitted():
        form.language.data, form.day.data = language(), local_date(utcnow())
    wrong: list[str] = []
    if form.validate_on_submit():
        try:
            return _record(form, kit)
        except ValueError:
            wrong = [_("Fill in whole numbers, or leave the counts empty.")]
        except CountsRefused:
            db.session.rollback()
            wrong = [_("There are more answers to a question than people who were there.")]
    form.form_errors = wrong
    page = render_template(
        "training/paper.html", form=form, kit=kit, groups=list(_groups(kit)), words=words
    )
    return page, 400 if form.is_submitted() else 200


def _record(form: PaperForm, kit: Kit) -> ResponseReturnValue:
    """Raises ValueError for a count that is no number, and what `record_paper` raises."""
    seat = form.chosen_seat
    session = services.record_paper(
        organisation_id=seat.organisation_id,
        site_id=seat.site_id,
        given_by=current_user.id,
        kit=kit.slug,
        language=form.language.data,
        day=form.day.data,
        place=form.place.data or "",
        headcount=form.headcount.data,
        tallies=list(_counts(kit)),
    )
    db.session.commit()
    flash(_("The session is entered and counts."))
    return redirect(url_for(".session", session=session.public_id))


def _groups(kit: Kit) -> Iterator[Group]:
    for id_, item in kit.items.items():
        rounds = rounds_of(kit, id_)
        for round_ in rounds:
            yield Group(
                item,
                round_,
                len(rounds) > 1,
                tuple(
                    Field(name, option.html, request.form.get(name, ""))
                    for option in item.options
                    for name in [_name(id_, round_, option.key)]
                ),
            )


def _counts(kit: Kit) -> Iterator[Count]:
    """What was filled in; an empty field counts nothing."""
    for group in _groups(kit):
        for field, key in zip(group.fields, group.item.keys, strict=True):
            text = field.value.strip()
            if not text:
                continue
            number = int(text) if text.isascii() and text.isdigit() else -1
            if not 0 <= number <= MOST_PEOPLE:
                raise ValueError(text)
            yield Count(group.item.id, group.round, key, number)


def _name(item: str, round_: Round, answer: str) -> str:
    return f"count-{item}-{round_.value}-{answer}"
