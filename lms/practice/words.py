"""What made a text look real, in words."""

from __future__ import annotations

from lms.grading.reports import Sign, SignKind
from lms.i18n import gettext as _


def sign_words(sign: Sign) -> str:
    """One reason, for a list."""
    return {
        SignKind.ORGANISATION: _("the name of your own organisation"),
        SignKind.DATE: _("a date that is not in the case: %(words)s", words=sign.words),
        SignKind.PHONE: _("a phone number: %(words)s", words=sign.words),
        SignKind.PLATE: _("a number plate that is not in the case: %(words)s", words=sign.words),
        SignKind.WORDS: _("words as if it really happened: “%(words)s”", words=sign.words),
    }[sign.kind]
