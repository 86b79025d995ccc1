"""What the details of an entry of the audit trail are called for people."""

from __future__ import annotations

from typing import Any

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import number

NAMES: dict[str, object] = {
    "action": _l("What happened"),
    "active": _l("Active"),
    "answer": _l("Answer"),
    "before": _l("Before"),
    "count": _l("How many"),
    "cover": _l("Covered"),
    "entries": _l("Entries"),
    "fate": _l("What becomes of it"),
    "fields": _l("Changed"),
    "format": _l("File"),
    "invitations": _l("Invitations"),
    "kind": _l("Kind"),
    "letters": _l("Letters"),
    "mailed": _l("By mail"),
    "meeting": _l("Meeting"),
    "module": _l("Module"),
    "organisation": _l("Organisation"),
    "organisations": _l("Organisations"),
    "outcome": _l("Answer"),
    "overdue": _l("Overdue"),
    "page": _l("Page"),
    "people": _l("People"),
    "period": _l("Quarter"),
    "places": _l("Places in the training"),
    "presence": _l("Presence"),
    "questions": _l("Questions"),
    "role": _l("Role"),
    "rows": _l("Rows"),
    "searched": _l("Searched by name"),
    "seats": _l("Seats"),
    "show": _l("Shown"),
    "since": _l("From"),
    "site": _l("Site"),
    "sites": _l("Sites"),
    "state": _l("State"),
    "status": _l("Status"),
    "until": _l("Up to and with"),
    "what": _l("What changed"),
}
VALUES: dict[str, dict[str, object]] = {
    "answer": {"coming": _l("is coming"), "not-coming": _l("cannot come")},
    "cover": {"yes": _l("yes"), "no": _l("no"), "empty": _l("nobody")},
    "fate": {
        "create": _l("new"),
        "change": _l("changed"),
        "same": _l("unchanged"),
        "refuse": _l("refused"),
    },
    "fields": {
        "email": _l("e-mail address"),
        "language": _l("language"),
        "name": _l("name"),
    },
    "outcome": {
        "changed": _l("changed"),
        "explained": _l("explained"),
        "thanks": _l("thanked"),
    },
    "presence": {
        "present": _l("present"),
        "absent": _l("absent"),
        "excused": _l("excused"),
    },
    "role": {
        "admin": _l("administrator"),
        "coordinator": _l("network coordinator"),
        "partner": _l("partner"),
        "poco": _l("POCO"),
        "staff": _l("programme team"),
    },
    "show": {"skipped": _l("skipped")},
    "state": {
        "accepted": _l("accepted"),
        "answered": _l("answered"),
        "open": _l("waits for an answer"),
        "active": _l("has been in"),
        "blocked": _l("blocked"),
        "erased": _l("erased"),
        "expired": _l("too old"),
        "failed": _l("not delivered"),
        "invited": _l("invited"),
        "none": _l("not invited"),
        "ready": _l("account ready"),
        "sent": _l("sent"),
        "waiting": _l("in the outbox"),
        "withdrawn": _l("withdrawn"),
    },
    "status": {
        "named": _l("named"),
        "invited": _l("invited"),
        "signed_in": _l("signed in"),
        "started": _l("started"),
        "online_done": _l("online part done"),
        "complete": _l("complete"),
    },
    "what": {
        "codes-off": _l("code app off"),
        "codes-on": _l("code app on"),
        "passkey-added": _l("passkey added"),
        "passkey-removed": _l("passkey removed"),
        "password-set": _l("password set"),
        "recovery-codes": _l("recovery codes made"),
    },
}
"""Words for the values that are words; others are shown as they are."""


def in_words(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """The details of an entry as name and value; what is empty is left out."""
    return [
        (str(NAMES.get(name, name)), _value(name, value))
        for name, value in sorted(detail.items())
        if value not in ("", None, [])
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(name, one) for one in value)
    if isinstance(value, int | float):
        return number(value)
    if name in {"active", "overdue"}:
        return {"1": _("yes"), "0": _("no")}.get(str(value), str(value))
    return str(VALUES.get(name, {}).get(str(value), value))
