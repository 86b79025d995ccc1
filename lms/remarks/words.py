"""Remarks and answers in words."""

from __future__ import annotations

from lms.i18n import gettext as _
from lms.remarks.models import Kind, Outcome


def kind_words(kind: str) -> str:
    """What a tap says."""
    return {
        Kind.CLEAR: _("It is clear"),
        Kind.UNCLEAR: _("It is not clear"),
        Kind.WRONG: _("It is not right"),
        Kind.DIFFERENT: _("It is different at our company"),
    }[Kind(kind)]


def outcome_words(outcome: str) -> str:
    """What the authors did."""
    return {
        Outcome.CHANGED: _("We changed it"),
        Outcome.EXPLAINED: _("We explain it here"),
        Outcome.THANKS: _("Thank you, we keep it in mind"),
    }[Outcome(outcome)]
