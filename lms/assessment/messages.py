"""What to tell somebody whose answer could not be taken."""

from __future__ import annotations

from lms.i18n import gettext as _


def nothing_chosen() -> str:
    return _("Choose or fill in an answer first.")


def invalid(code: str) -> str:
    """The sentence for an InvalidResponse code."""
    sentences = {
        "positions": _("Give every line its own place: each number once."),
        "not-a-number": _("Fill in a number, with digits."),
        "too-long": _("This answer is too long. Use a few words."),
        "bad-characters": _("This answer holds characters that cannot be kept. Type it again."),
    }
    return sentences.get(code, _("This answer does not belong to this question. Choose again."))
