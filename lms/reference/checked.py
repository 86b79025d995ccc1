"""Whether the numbers of the contacts file were checked lately: staff are told when not."""

from __future__ import annotations

from datetime import date, timedelta

from flask_login import current_user

from lms.clock import local_date, utcnow
from lms.editions.store import library
from lms.i18n import language
from lms.reference.blueprint import bp

HALF_A_YEAR = timedelta(days=183)


def is_old(checked: date | None, today: date) -> bool:
    """Older than six months."""
    return checked is not None and today - checked > HALF_A_YEAR


@bp.app_template_global()
def contacts_to_check() -> date | None:
    """For staff: when the contacts were checked, if that is too long ago."""
    if not current_user.is_authenticated or not current_user.is_staff:
        return None
    checked = library().contacts(language()).checked
    return checked if is_old(checked, local_date(utcnow())) else None
