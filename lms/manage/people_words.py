"""States, roles and reasons about accounts, in the language of the reader."""

from __future__ import annotations

from lms.accounts.models import Role
from lms.i18n import gettext as _
from lms.i18n import ngettext, number
from lms.insight.directory import FORMER, POCO, State
from lms.insight.fates import Deed


def state_name(state: State) -> str:
    return {
        State.NOT_INVITED: _("Not invited"),
        State.INVITED: _("Invited"),
        State.ACTIVE: _("Active"),
        State.BLOCKED: _("Blocked"),
        State.ERASED: _("Erased"),
    }[state]


def state_tone(state: State) -> str:
    """The kind of tag for a state."""
    return {State.ACTIVE: "ok", State.INVITED: "info", State.BLOCKED: "bad"}.get(state, "")


def role_name(role: str, site: str = "") -> str:
    """A role, with the site for which it is held."""
    name = {
        POCO: _("POCO"),
        FORMER: _("Former POCO"),
        Role.COORDINATOR.value: _("Site coordinator"),
        Role.PARTNER.value: _("Partner"),
        Role.STAFF.value: _("Programme team"),
        Role.ADMIN.value: _("Administrator"),
    }[role]
    return _("%(role)s %(site)s", role=name, site=site) if site else name


def deed_name(deed: Deed) -> str:
    """On a button."""
    return {
        Deed.INVITE: _("Invite"),
        Deed.AGAIN: _("Invite again"),
        Deed.BLOCK: _("Block"),
        Deed.UNBLOCK: _("Let in again"),
    }[deed]


def deed_icon(deed: Deed) -> str:
    return {
        Deed.INVITE: "mail",
        Deed.AGAIN: "rotate-ccw",
        Deed.BLOCK: "lock",
        Deed.UNBLOCK: "check",
    }[deed]


def question(deed: Deed, count: int) -> str:
    """What is asked before it is done."""
    if deed is Deed.INVITE:
        return ngettext("Invite %(n)s person?", "Invite %(n)s people?", count, n=number(count))
    if deed is Deed.AGAIN:
        return ngettext(
            "Invite %(n)s person again?", "Invite %(n)s people again?", count, n=number(count)
        )
    if deed is Deed.BLOCK:
        return ngettext("Block %(n)s person?", "Block %(n)s people?", count, n=number(count))
    return ngettext(
        "Let %(n)s person in again?", "Let %(n)s people in again?", count, n=number(count)
    )


def consequence(deed: Deed) -> str:
    """What it means for those people."""
    return {
        Deed.INVITE: _(
            "Each of them gets a letter by e-mail with a link that works for two weeks."
        ),
        Deed.AGAIN: _(
            "Each of them gets a new letter. The link in the letter before stops working."
        ),
        Deed.BLOCK: _(
            "They are signed out at once on every device and cannot sign in. Nothing of what they"
            " did is lost. You can undo this."
        ),
        Deed.UNBLOCK: _("They can sign in again as before."),
    }[deed]


def done(deed: Deed, count: int) -> str:
    """What was done, as a sentence."""
    if deed in {Deed.INVITE, Deed.AGAIN}:
        return ngettext(
            "%(n)s person gets an invitation.",
            "%(n)s people get an invitation.",
            count,
            n=number(count),
        )
    if deed is Deed.BLOCK:
        return ngettext(
            "%(n)s person is blocked.", "%(n)s people are blocked.", count, n=number(count)
        )
    return ngettext(
        "%(n)s person can sign in again.", "%(n)s people can sign in again.", count, n=number(count)
    )


def reason(fate: str) -> str:
    """Why somebody is skipped."""
    return {
        "erased": _("erased: there is nobody to reach any more"),
        "blocked": _("blocked"),
        "active": _("have been in already"),
        "invited": _("have an invitation already"),
        "not-invited": _("not invited yet: choose Invite"),
        "too-soon": _("had a letter less than an hour ago"),
        "no-seat": _("no seat and no role now"),
        "self": _("that is you: nobody blocks themselves"),
        "not-blocked": _("not blocked"),
        "rights": _("only an administrator may do this for the programme team"),
    }[fate]


def refusal(why: str) -> str:
    """Why a right may not be given or taken away: nothing was changed."""
    return {
        "own": _("Nothing was changed: nobody changes their own rights. Ask somebody else to."),
        "admins-only": _("Nothing was changed: only an administrator may do this."),
        "last-admin": _(
            "Nothing was changed: this is the last administrator. Make somebody else one first."
        ),
        "shut-out": _("Nothing was changed: this person is blocked. Let the person in first."),
        "site": _("Nothing was changed: choose a site for a coordinator or a partner."),
    }[why]
