"""Names of invitations, reminders and letters, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lms.followup.rules import Reason, Skip
from lms.followup.waiting import State
from lms.i18n import gettext as _
from lms.insight.listing import Place
from lms.mail.models import MailKind, MailState

TONES = {
    State.WAITING: "info",
    State.SENT: "info",
    State.FAILED: "bad",
    State.EXPIRED: "warn",
    State.ACCEPTED: "ok",
}
MAIL_TONES = {
    MailState.WAITING: "info",
    MailState.SENT: "ok",
    MailState.FAILED: "bad",
}


def state_name(state: State) -> str:
    """Where an invitation is."""
    return {
        State.NONE: _("Not invited"),
        State.WAITING: _("In the outbox"),
        State.SENT: _("Sent"),
        State.FAILED: _("Not delivered"),
        State.EXPIRED: _("Too old"),
        State.WITHDRAWN: _("Withdrawn"),
        State.ACCEPTED: _("Accepted"),
    }[state]


def state_tone(state: State) -> str:
    """The kind of tag for it."""
    return TONES.get(state, "")


def state_tabs(
    counts: Mapping[State, int], chosen: State | None, place: Place
) -> Iterator[dict[str, Any]]:
    """A tab for everybody, and one for each state that somebody is in."""
    waiting = sum(count for state, count in counts.items() if state is not State.ACCEPTED)
    yield {
        "label": _("Not signed in yet"),
        "url": place.url(state=None),
        "current": chosen is None,
        "count": waiting,
    }
    for state in State:
        if counts.get(state) or state is chosen:
            yield {
                "label": state_name(state),
                "url": place.url(state=state.value),
                "current": state is chosen,
                "count": counts.get(state, 0),
            }


def reason_name(reason: Reason) -> str:
    """Why somebody would get a reminder."""
    return {
        Reason.OVERDUE: _("Overdue"),
        Reason.NOT_SIGNED_IN: _("Never signed in"),
        Reason.QUIET: _("Nothing done for 3 weeks"),
    }[reason]


def skip_name(skip: Skip) -> str:
    """Why somebody gets none all the same."""
    return {
        Skip.BLOCKED: _("The account is blocked"),
        Skip.PAUSED: _("Wants no reminders now"),
        Skip.NOT_INVITED: _("Not invited yet"),
        Skip.REMINDED: _("Had a reminder in the last 2 weeks"),
        Skip.JUST_INVITED: _("Had an invitation in the last 7 days"),
    }[skip]


def mail_kind(kind: MailKind) -> str:
    """What a letter is for."""
    return {
        MailKind.INVITATION: _("Invitation"),
        MailKind.REMINDER: _("Reminder"),
        MailKind.RECOVERY: _("Sign-in link"),
        MailKind.NOMINATION: _("Nomination"),
        MailKind.ACCOUNT: _("Account changed"),
        MailKind.TRAINING: _("Internal training"),
    }[kind]


def mail_state(state: MailState) -> str:
    """Where a letter is."""
    return {
        MailState.WAITING: _("In the outbox"),
        MailState.SENT: _("Sent"),
        MailState.FAILED: _("Not delivered"),
        MailState.WITHDRAWN: _("Withdrawn"),
    }[state]


def error_name(error: str) -> str:
    """What went wrong at the last try, from `last_error` of a letter."""
    word, _space, code = error.partition(" ")
    if word == "refused":
        return _("The mail server refuses this letter (%(code)s)", code=code)
    if word == "later":
        return _("The mail server asks to try later (%(code)s)", code=code)
    return {
        "no answer": _("The mail server does not answer"),
        "sign-in": _("The mail server does not accept our user and password"),
        "tls": _("The connection to the mail server is not safe"),
        "address": _("The mail server does not know such addresses"),
        "file": _("The folder for letters cannot be written"),
    }.get(error, _("A fault in the app; the log says more") if error else "")
