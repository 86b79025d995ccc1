"""What languages, ways and answers of sessions are called, in the language of the reader."""

from __future__ import annotations

from lms.content.kits.types import Round
from lms.editions.store import library
from lms.i18n import gettext as _
from lms.training.models import CoTrainer, SessionState, Way
from lms.training.suggest import Reason


def language_name(lang: str) -> str:
    """What a language calls itself."""
    words = library().words_of_kits.get(lang)
    return words.name if words is not None else lang


def state_name(state: str) -> str:
    """Where a session is."""
    return {
        SessionState.PLANNED.value: _("Planned"),
        SessionState.OPEN.value: _("Running"),
        SessionState.CLOSED.value: _("Held"),
        SessionState.CANCELLED.value: _("Cancelled"),
    }[state]


def ways() -> dict[str, str]:
    """How answers come in, for a choice."""
    return {
        Way.PHONES.value: _("On their phones: they scan a code, without an account"),
        Way.HANDS.value: _("By show of hands: you count and fill it in"),
    }


def way_name(way: str) -> str:
    """How answers came in."""
    return {
        Way.PHONES.value: _("phones"),
        Way.HANDS.value: _("show of hands"),
        Way.PAPER.value: _("on paper"),
    }[way]


def co_trainer_name(state: str) -> str:
    """What came of asking the programme team along; empty when nobody was asked."""
    return {
        CoTrainer.NO.value: "",
        CoTrainer.ASKED.value: _("You asked the programme team to come along. No answer yet."),
        CoTrainer.COMING.value: _("Somebody of the programme team comes along."),
        CoTrainer.NOT_COMING.value: _("Nobody of the programme team can come along."),
    }[state]


def round_name(round_: Round) -> str:
    """When a question was asked."""
    return {
        Round.BEFORE: _("Before"),
        Round.ONCE: _("In the session"),
        Round.AFTER: _("After"),
    }[round_]


def reason(why: Reason) -> str:
    """Why a kit is the one to give next."""
    return {
        Reason.NEXT: _("It suits what you gave last."),
        Reason.WEAK: _("Your colleagues missed most of it last time."),
        Reason.NEW: _("You have not given this one yet."),
        Reason.OLD: _("You gave this one longest ago."),
    }[why]


def feedback() -> dict[str, tuple[str, dict[str, str]]]:
    """Question → its words, and those of its answers."""
    return {
        "useful": (
            _("Was this useful?"),
            {"yes": _("Yes"), "some": _("A little"), "no": _("No")},
        ),
        "route": (
            _("Do you know now where to report something?"),
            {"yes": _("Yes"), "no": _("Not yet")},
        ),
    }
