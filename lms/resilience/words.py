"""What answers, states and steps are called for people, and how they look."""

from __future__ import annotations

from lms.grading.resilience import Answer, StepState
from lms.i18n import gettext as _
from lms.resilience.models import State


def answer_names() -> dict[Answer, str]:
    """In the order in which they can be chosen."""
    return {
        Answer.IN_ORDER: _("In order"),
        Answer.PARTLY: _("Partly"),
        Answer.NOT: _("Not yet"),
        Answer.NOT_APPLICABLE: _("Does not apply"),
    }


def state_names() -> dict[State, str]:
    """In the order in which a measure goes through them."""
    return {
        State.PROPOSED: _("proposed"),
        State.ACCEPTED: _("accepted"),
        State.DONE: _("done"),
    }


def step_name(state: StepState) -> str:
    """Where a step of the process stands, in a word or two."""
    return {
        StepState.OPEN: _("not finished"),
        StepState.STRONG: _("strong"),
        StepState.MIXED: _("almost in order"),
        StepState.WEAK: _("weak spot"),
        StepState.NOT_APPLICABLE: _("does not apply"),
    }[state]


STEP_TONES = {
    StepState.OPEN: ("", "circle"),
    StepState.STRONG: ("ok", "check"),
    StepState.MIXED: ("info", "circle-dot"),
    StepState.WEAK: ("warn", "flag"),
    StepState.NOT_APPLICABLE: ("", "minus"),
}
"""State of a step → tone and icon of its tag."""

ANSWER_TONES = {Answer.PARTLY: ("info", "circle-dot"), Answer.NOT: ("warn", "flag")}
STATE_TONES = {
    State.PROPOSED: ("", "circle"),
    State.ACCEPTED: ("info", "circle-dot"),
    State.DONE: ("ok", "check"),
}
