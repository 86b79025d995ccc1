"""Inviting, blocking and letting in many people: asked once, done, and told what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import blocking
from lms.accounts.access import Rule, access
from lms.accounts.invitations import invite
from lms.accounts.models import Person
from lms.accounts.roles import keep_an_admin
from lms.audit.services import note
from lms.clock import utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.insight import fates
from lms.insight.directory import Directory, Wanted
from lms.insight.fates import DO, Deed
from lms.insight.listing import read_filters
from lms.manage import people_words as words
from lms.manage.blueprint import bp
from lms.manage.people_scope import FILTERS, own_sites, read_directory, read_text

MOST = 1000
"""People in one go; the page says how many are left for the next."""
BATCH = 50
"""People per transaction: others must be able to write in between."""
RESULT = "people_result"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom something shall be done to, as the form says it."""

    everyone: bool
    ids: tuple[str, ...]
    text: str

    def directory(self) -> Directory:
        """Of everyone who fits the address and the text, or of those pointed at."""
        sites = own_sites()
        if self.everyone:
            return read_directory(sites, text=self.text)
        # Whatever the filters say now: these are the ones that were pointed at.
        return replace(read_directory(sites), wanted=Wanted(ids=self.ids))


@bp.post("/people/bulk")
@access(Rule.MANAGE)
def people_bulk() -> ResponseReturnValue:
    """Asks first; does it when the form says how many the person was told it would be."""
    deed = _read_deed()
    choice = _read_choice()
    found = choice.directory()
    tally = fates.tally(found, deed)
    if request.form.get("expected") != str(tally.get(DO, 0)):
        return _ask(deed, choice, tally)
    moment = utcnow()
    chosen = fates.doable(found, deed, limit=MOST)
    note(f"people.{deed.value}", **read_filters(*FILTERS), count=len(chosen))
    _do(deed, chosen, moment)
    session[RESULT] = {
        "deed": deed.value,
        "count": len(chosen),
        "left": tally.get(DO, 0) - len(chosen),
        "skipped": {fate: count for fate, count in tally.items() if fate != DO},
        "moment": moment.isoformat(),
        "back": _list_url(),
    }
    return redirect(url_for("manage.people_result"))


@bp.get("/people/result")
@access(Rule.MANAGE)
def people_result() -> ResponseReturnValue:
    result = session.get(RESULT)
    if not result:
        return redirect(url_for("manage.people"))
    return render_template(
        "manage/people_result.html", result=result, deed=Deed(result["deed"]), words=words
    )


@bp.post("/people/undo")
@access(Rule.STAFF)
def people_undo() -> ResponseReturnValue:
    """Let those in again whom the last go of this browser blocked."""
    result = session.pop(RESULT, None)
    if not result or result["deed"] != Deed.BLOCK.value:
        raise NotFound
    moment = datetime.fromisoformat(result["moment"])
    people = blocking.blocked_at(moment)
    blocking.unblock_all(people=people)
    db.session.commit()
    session[RESULT] = {
        **result,
        "deed": Deed.UNBLOCK.value,
        "count": len(people),
        "left": 0,
        "skipped": {},
    }
    return redirect(url_for("manage.people_result"))


def _read_deed() -> Deed:
    known = fates.deeds_of(is_staff=current_user.is_staff)
    for deed in known:
        if deed.value == request.form.get("deed"):
            return deed
    raise NotFound


def _read_choice() -> Choice:
    ids = tuple(dict.fromkeys(request.form.getlist("person")))[:MOST]
    everyone = request.form.get("everyone") == "1"
    return Choice(everyone, () if everyone else ids, read_text())


def _ask(deed: Deed, choice: Choice, tally: dict[str, int]) -> ResponseReturnValue:
    db.session.rollback()
    count = tally.get(DO, 0)
    return render_template(
        "manage/people_confirm.html",
        deed=deed,
        choice=choice,
        count=count,
        now=min(count, MOST),
        total=sum(tally.values()),
        skipped=[(fate, number) for fate, number in sorted(tally.items()) if fate != DO],
        changed=request.form.get("expected") is not None,
        action=request.full_path.rstrip("?"),
        back=_list_url(),
        words=words,
    )


def _list_url() -> str:
    filters = read_filters(*FILTERS, "sort")
    return url_for("manage.people", **filters)


def _do(deed: Deed, chosen: dict[int, str], moment: datetime) -> None:
    waiting = iter(chosen.items())
    while people := dict(islice(waiting, BATCH)):
        if deed is Deed.BLOCK:
            keep_an_admin(without=people)
            blocking.block_all(people=people, at=moment)
        elif deed is Deed.UNBLOCK:
            blocking.unblock_all(people=people)
        else:
            _invite(people)
        db.session.commit()


def _invite(people: dict[int, str]) -> None:
    for person_id, public_id in people.items():
        invite(person=db.session.get_one(Person, person_id), by=current_user.id)
        note("person.invited", subject=public_id)
