"""Scans, measures and the first 90 days."""

from __future__ import annotations

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Entry, Erasure, by, words

RESILIENCE = (
    Entry(
        table="resilience_scan",
        title=_l("Scans of your organisation"),
        purpose=_l(
            "To let the POCOs of an organisation see what is strong and where a weak spot is."
            " Sealed: only they open it. It asks for no names."
        ),
        term=terms.RESILIENCE,
        erasure=Erasure.EXPIRE,
        others=("sealed",),
        technical=words("id public_id organisation_id started_at changed_at finished_at"),
    ),
    Entry(
        table="measure",
        title=_l("Measures of your organisation"),
        purpose=_l(
            "To let the POCOs of an organisation work on measures. Sealed: only they open it. It"
            " asks for functions, and a name that was written all the same goes with the person."
        ),
        term=terms.RESILIENCE,
        erasure=Erasure.EXPIRE,
        others=("sealed",),
        technical=words("id public_id organisation_id state created_at changed_at"),
    ),
    Entry(
        table="action_plan",
        title=_l("Your first 90 days"),
        purpose=_l("To show you what you did and what comes next. Only you see it."),
        term=terms.ACCOUNT,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id course started_on done"),
    ),
)
