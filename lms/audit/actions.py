"""What the actions of the audit trail are called for people."""

from __future__ import annotations

from lms.i18n import lazy_gettext as _l

ACTIONS: dict[str, object] = {
    "audit.removed": _l("Old entries removed"),
    "audit.seen": _l("Audit trail seen"),
    "erasure.asked": _l("Asked to be erased"),
    "erasure.taken-back": _l("Request to be erased taken back"),
    "erasures.seen": _l("Requests to be erased seen"),
    "own-data.exported": _l("Own data taken away"),
    "own-data.seen": _l("Own data seen"),
    "person.erased": _l("Person erased"),
}


def action_name(action: str) -> str:
    """The name of an action; its own word for one that has none here."""
    return str(ACTIONS.get(action, action))
