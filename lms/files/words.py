"""Why a file is not taken, and what to do."""

from __future__ import annotations

from lms.files.kinds import Fault
from lms.i18n import gettext as _


def fault_words(fault: Fault) -> str:
    return {
        Fault.EMPTY: _("This file is empty. Choose another one."),
        Fault.TOO_LARGE: _("This file is larger than 10 MB. Make it smaller."),
        Fault.UNKNOWN: _(
            "This is no file that can be shared. Use a photo (JPG, PNG, WebP) or a PDF; save slides"
            " as PDF first."
        ),
        Fault.BROKEN: _("This file cannot be opened. Save it again and choose it anew."),
        Fault.HUGE: _("This photo has too many pixels. Make it smaller."),
        Fault.LOCKED: _("This PDF has a password. Save it without one."),
        Fault.ACTIVE: _(
            "This PDF holds scripts, forms that send, or other files. Print it to a new PDF and"
            " choose that one."
        ),
        Fault.TOO_MANY_PAGES: _("This PDF has more than 100 pages. Share a part of it."),
    }[fault]
