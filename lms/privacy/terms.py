"""How long things are kept, and on what ground: proposals, argued in docs/privacy.md."""

from __future__ import annotations

from datetime import timedelta

from lms.i18n import lazy_gettext as _l
from lms.privacy.kinds import Basis, Erasure, Term
from lms.resilience.models import KEPT_FOR
from lms.training.models import NAMES_KEPT_FOR

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)

IDLE = 2 * YEAR
"""After the last seat, role or use an account is erased."""

ACCOUNT = Term(
    _l("As long as the account is there. It is erased two years after the last seat, role or use.")
)
CHOICE = Term(_l("Until you change it, and at most as long as the account is there."))
LEDGER = Term(
    _l("The name goes with the account. What was done stays, so that earlier totals stay true.")
)
SESSION = Term(_l("Until 30 days after you were signed out there."), 30 * DAY)
LINK = Term(_l("Until 30 days after the link stopped working."), 30 * DAY)
FAILURE = Term(_l("One hour."), HOUR)
CODE = Term(_l("As long as the account is there; a used code 90 days."), 90 * DAY)
UNCONFIRMED = Term(_l("As long as the account is there; a day when it was never confirmed."), DAY)
INVITATION = Term(_l("One year after it was sent."), YEAR)
MAIL = Term(
    _l("The text until it is sent, at most a week when that fails. The rest 90 days."), 90 * DAY
)
FAILED_LETTER = 7 * DAY
"""In which somebody may still send a letter again that was given up."""
FILED_LETTER = 30 * DAY
"""For letters that become files, where the setting LMS_MAIL says so."""
NOMINATION = Term(
    _l("Name and address until the decision, at most 180 days. Then only that it was."), 180 * DAY
)
UPLOAD = Term(_l("One day."), DAY)
ANSWERS = Term(_l("Two years after the answer. The result stays."), 2 * YEAR)
PRACTICE = Term(_l("Until the review is done, at most 30 days after the first word."), 30 * DAY)
REMARK = Term(_l("Who made it one year. What was said three years."), 3 * YEAR)
REMARK_NAME = YEAR
"""After which nobody can tell whose remark it was."""
RUNNING_SESSION = Term(_l("Until the training is closed, at most twelve hours."))
SHARED = Term(_l("As long as the organisation shares it. The name goes with the account."))
CORRECTION = Term(_l("The reason two years. Then only that it was put right."), 2 * YEAR)
RESILIENCE = Term(
    _l("Two years after the last change, and at once when the organisation takes part no more."),
    KEPT_FOR,
)
NAMES = Term(_l("30 days after the training."), NAMES_KEPT_FOR)
REQUEST = Term(_l("Two years after it was carried out."), 2 * YEAR)
TRAIL = Term(_l("Two years."), 2 * YEAR)
NONE = Term(_l("Not personal: no term."))

BASES = {
    Basis.PROGRAMME: _l(
        "Needed to run the programme that your organisation takes part in"
        " (legitimate interest, GDPR art. 6(1)(f))."
    ),
    Basis.SECURITY: _l(
        "Needed to keep accounts and data safe (legitimate interest, GDPR art. 6(1)(f) and 32)."
    ),
    Basis.ACCOUNTABILITY: _l(
        "Needed to show that we keep to the law (legal obligation, GDPR art. 6(1)(c) and 5(2))."
    ),
    Basis.CHOICE: _l("Your own choice, which you can take back (consent, GDPR art. 6(1)(a))."),
}

FATES = {
    Erasure.DELETE: _l("Removed."),
    Erasure.BLANK: _l("What tells who it was is removed. The rest stays without a name."),
    Erasure.KEEP: _l("Stays without a name."),
    Erasure.EXPIRE: _l("Goes by itself when its time is over."),
}
