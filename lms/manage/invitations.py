"""Who has not signed in yet, what became of the invitation, and inviting many at once."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import invitations
from lms.accounts.access import Rule, access
from lms.accounts.models import Person
from lms.audit.services import note
from lms.clock import utcnow
from lms.errors import NotFound
from lms.extensions import begin_reading, db
from lms.followup.waiting import SORTS, State, WaitingList
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.manage import letter_words
from lms.manage.blueprint import Section, bp, section
from lms.manage.scope import View, load_view, whole_scope
from lms.search import LONGEST_QUERY

CHUNK = 200
"""People whose invitations are written in one transaction: other writers get their turn."""

OPEN = (State.WAITING, State.SENT, State.FAILED)
"""States of an invitation that can be withdrawn."""

section(
    Section(
        place=40,
        label=_l("Invitations"),
        description=_l("Who has not signed in yet, and what became of the letter"),
        endpoint="manage.invitations",
        icon="mail",
    )
)


@bp.route("/invitations", methods=["GET", "POST"], endpoint="invitations")
@access(Rule.MANAGE)
def people() -> ResponseReturnValue:
    """A name is looked for with a POST: addresses, and so logs, are no place for names."""
    begin_reading()
    view = load_view()
    name = request.form.get("q", "").strip()[:LONGEST_QUERY]
    if request.method == "POST" and not name:
        return redirect(request.full_path.rstrip("?"))
    found = _list(view, read_choice("state", tuple(State)), name)
    counts = found.counts()
    total = _total(counts, found.state)
    place = read_place(total, SORTS, read_filters("site", "state"))
    note("invitation.list", people=total, **place.filters)
    return render_template(
        "manage/invitations.html",
        view=view,
        place=place,
        name=name,
        state=found.state,
        state_tabs=list(letter_words.state_tabs(counts, found.state, place)),
        some_open=any(counts.get(each) for each in OPEN if found.state in {None, each}),
        rows=found.page(sort=place.sort, offset=place.offset, limit=PAGE),
        words=letter_words,
    )


@bp.post("/invitations/send", endpoint="send_invitations")
@access(Rule.MANAGE)
def send() -> ResponseReturnValue:
    outcome = invitations.Invited()
    count = 0
    for people in _chosen():
        outcome += invitations.invite_many(people=people, by=current_user.id)
        count += len(people)
        db.session.commit()
    note("invitation.send", people=count, letters=outcome.letters)
    db.session.commit()
    for category, text in _outcome(outcome):
        flash(text, category)
    return _back()


@bp.post("/invitations/withdraw", endpoint="withdraw_invitations")
@access(Rule.MANAGE)
def withdraw() -> ResponseReturnValue:
    count = 0
    for people in _chosen():
        count += sum(invitations.withdraw(person_id=person.id) for person in people)
        db.session.commit()
    note("invitation.withdraw", invitations=count)
    db.session.commit()
    if count:
        flash(
            ngettext(
                "%(num)d invitation is withdrawn: its link works no more. Send it again to undo"
                " this.",
                "%(num)d invitations are withdrawn: their links work no more. Send them again to"
                " undo this.",
                count,
            )
        )
    else:
        flash(_("There was no open invitation among them. Nothing was changed."), "info")
    return _back()


def _list(view: View, state: str, name: str) -> WaitingList:
    return WaitingList(view.scope, utcnow(), State(state) if state else None, name)


def _total(counts: dict[State, int], state: State | None) -> int:
    if state is not None:
        return counts.get(state, 0)
    return sum(counts.values()) - counts.get(State.ACCEPTED, 0)


def _chosen() -> Iterator[list[Person]]:
    """The people of the form, some at a time: those who are ticked, or the whole list that it
    stands under. Raises NotFound when one of them is somebody else's."""
    if request.form.get("everyone"):
        state = request.form.get("state", "")
        if state and state not in tuple(State):
            raise NotFound
        name = request.form.get("q", "")[:LONGEST_QUERY]
        ids = _list(load_view(request.form.get("site", "")), state, name).person_ids()
    else:
        public_ids = set(request.form.getlist("person"))
        ids = [person.id for person in whole_scope().people(public_ids)] if public_ids else []
        if not ids:
            flash(_("Choose at least one person first. Nothing was changed."), "error")
    for start in range(0, len(ids), CHUNK):
        chunk = sa.select(Person).where(Person.id.in_(ids[start : start + CHUNK]))
        yield list(db.session.scalars(chunk.order_by(Person.id)))


def _outcome(outcome: invitations.Invited) -> Iterator[tuple[str, str]]:
    """What happened, as messages with their kind."""
    if outcome.letters:
        yield (
            "message",
            ngettext(
                "%(num)d invitation is on its way.",
                "%(num)d invitations are on their way.",
                outcome.letters,
            ),
        )
    if outcome.too_soon:
        yield (
            "info",
            ngettext(
                "%(num)d person got a letter less than an hour ago. That invitation works, so there"
                " is no second letter.",
                "%(num)d people got a letter less than an hour ago. Those invitations work, so"
                " there are no second letters.",
                outcome.too_soon,
            ),
        )
    if outcome.refused:
        yield (
            "warning",
            ngettext(
                "%(num)d person got no invitation: the account is blocked or can sign in already.",
                "%(num)d people got no invitation: their accounts are blocked or can sign in"
                " already.",
                outcome.refused,
            ),
        )


def _back() -> ResponseReturnValue:
    """To the list with the filters it had."""
    kept = {name: request.form.get(name) or None for name in ("site", "state")}
    return redirect(url_for("manage.invitations", **kept))
