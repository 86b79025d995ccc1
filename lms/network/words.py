"""Names of kinds, and what went wrong, in the language of the reader."""

from __future__ import annotations

from datetime import date

from lms.accounts.invitations import has_key
from lms.accounts.models import Person
from lms.errors import (
    AccountBlocked,
    HasSeat,
    LmsError,
    NominationDecided,
    NotTakingPart,
    SeatEnded,
    SeatsTaken,
    TakesPartAlready,
    TooManyNominations,
    WrongDay,
)
from lms.i18n import day
from lms.i18n import gettext as _
from lms.network.models import Kind


def with_invitation(text: str, person: Person, *, asked: bool) -> str:
    """What was done, and what became of the invitation that was asked for."""
    if not asked:
        return text
    if has_key(person):
        return text + " " + _("This person can sign in already, so no invitation was sent.")
    return text + " " + _("The invitation is on its way.")


def kind_name(kind: str) -> str:
    """What an organisation does."""
    return {
        Kind.GROWER.value: _("Grower"),
        Kind.TRADER.value: _("Trader"),
        Kind.CARRIER.value: _("Carrier"),
        Kind.SERVICES.value: _("Services"),
        Kind.PUBLIC.value: _("Public body"),
        Kind.OTHER.value: _("Other"),
    }[kind]


def kind_choices() -> list[tuple[str, str]]:
    """Value and text of each kind, for a select."""
    return [(kind.value, kind_name(kind.value)) for kind in Kind]


def explain(error: LmsError) -> str:
    """What happened and what to do, in a sentence or two; empty for errors of other rooms."""
    if isinstance(error, WrongDay):
        if isinstance(error.earliest, date):
            return _("Choose a day from %(day)s up to today.", day=day(error.earliest))
        return _("Choose today or a day in the past.")
    for kind, text in _texts().items():
        if isinstance(error, kind):
            return text
    return ""


def _texts() -> dict[type[LmsError], str]:
    return {
        HasSeat: _("This person holds a seat of this organisation here already."),
        SeatsTaken: _("Both seats are taken. Hand one of them over instead."),
        SeatEnded: _(
            "Somebody changed this seat in the meantime. Nothing was changed; look again."
        ),
        NotTakingPart: _("The organisation does not take part at this site now."),
        TakesPartAlready: _("The organisation takes part at this site already."),
        AccountBlocked: _("The account of this person is blocked, so nothing was changed."),
        TooManyNominations: _(
            "There are three candidates already that wait for a decision. Wait until the"
            " programme team has decided."
        ),
        NominationDecided: _("Somebody decided about this candidate already."),
    }
