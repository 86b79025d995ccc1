"""Who saw, changed or exported personal data: for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.accounts.names import Named, names_of
from lms.audit.actions import ACTIONS, action_name
from lms.audit.details import in_words
from lms.audit.queries import EntryRow, Wanted, entries, sealed_up_to
from lms.audit.services import note
from lms.errors import NotFound
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import Section, bp, section


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or subject: a name where there is one, and the id to filter by."""

    label: str
    id: str
    known: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words."""

    at: datetime
    actor: Party
    action: str
    subject: Party | None
    detail: list[tuple[str, str]]


@bp.get("/audit", endpoint="audit")
@access(Rule.ADMIN)
def audit() -> ResponseReturnValue:
    wanted = _wanted()
    found, more = entries(wanted)
    known = names_of({entry.actor for entry in found} | {entry.subject for entry in found})
    filters = {name: request.args[name] for name in _FILTERS if request.args.get(name)}
    note("audit.seen", subject=wanted.who, **{k: v for k, v in filters.items() if k != "who"})
    return render_template(
        "manage/audit.html",
        lines=[_line(entry, known) for entry in found],
        filters=filters,
        who=_party(wanted.who, known) if wanted.who else None,
        actions=[("", _("All")), *((action, action_name(action)) for action in sorted(ACTIONS))],
        older=url_for("manage.audit", **filters, before=found[-1].id) if more else None,
        newest=url_for("manage.audit", **filters) if wanted.before is not None else None,
        sealed_at=sealed_up_to()[1],
    )


_FILTERS = ("action", "since", "until", "who")


def _wanted() -> Wanted:
    """What the address asks for. Raises NotFound for what makes no sense."""
    before = request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        raise NotFound
    return Wanted(
        action=request.args.get("action", "")[:40],
        who=request.args.get("who", "")[:24],
        since=_day("since"),
        until=_day("until"),
        before=int(before) if before else None,
    )


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound from error
    if day is not None and not 2000 <= day.year <= 2100:
        raise NotFound
    return day


def _line(entry: EntryRow, known: dict[str, Named]) -> Line:
    return Line(
        entry.at,
        _party(entry.actor, known),
        action_name(entry.action),
        _party(entry.subject, known) if entry.subject else None,
        in_words(entry.detail),
    )


def _party(public_id: str, known: dict[str, Named]) -> Party:
    """Names are looked up when they are shown; the trail itself holds none."""
    if not public_id:
        return Party(_("the system"), "", False)
    person = known.get(public_id)
    if person is None:
        return Party(public_id, public_id, False)
    return Party(_("erased") if person.erased else person.name, public_id, True)


section(
    Section(
        place=90,
        label=_l("Audit trail"),
        description=_l("Who saw, changed or took away data about people."),
        endpoint="manage.audit",
        icon="shield",
        admin_only=True,
    )
)
