"""The list of people, and what can be done to many of them at once."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.extensions import begin_reading
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.insight import directory
from lms.insight.directory import State
from lms.insight.fates import deeds_of
from lms.insight.figures import Site
from lms.insight.listing import PAGE, Place, read_filters, read_place
from lms.manage import people_words as words
from lms.manage.blueprint import Section, bp, section
from lms.manage.people_scope import FILTERS, own_roles, own_sites, read_directory, read_text

section(
    Section(
        place=30,
        label=_l("People"),
        description=_l("Everybody with an account: find them, invite them, see seats and roles."),
        endpoint="manage.people",
        icon="users",
    )
)
section(
    Section(
        place=80,
        label=_l("What partners see"),
        description=_l("The totals of closed quarters: rounded, and without names."),
        endpoint="insight.partner",
        icon="eye",
        staff_only=True,
    )
)


@bp.route("/people", methods=["GET", "POST"])
@access(Rule.MANAGE)
def people() -> ResponseReturnValue:
    """A name is looked for with a POST: addresses, and so logs, are no place for names."""
    begin_reading()
    text = read_text()
    if request.method == "POST" and not text:
        return redirect(request.full_path.rstrip("?"))
    sites = own_sites()
    found = read_directory(sites, text=text)
    place = read_place(found.count(), directory.SORTS, read_filters(*FILTERS))
    note("people.listed", **place.filters, searched=bool(text), count=place.total)
    return render_template(
        "manage/people.html",
        place=place,
        entries=found.page(sort=place.sort, offset=place.offset, limit=PAGE),
        text=text,
        choices=_choices(sites),
        deeds=deeds_of(is_staff=current_user.is_staff),
        bulk_url=_bulk_url(place),
        may_add=current_user.is_staff,
        words=words,
        State=State,
    )


def _bulk_url(place: Place) -> str:
    return url_for("manage.people_bulk", **{**place.filters, "sort": place.sort})


def _choices(sites: tuple[Site, ...]) -> dict[str, list[tuple[str, str]]]:
    """The options of the filters."""
    return {
        "site": [("", _("All")), *((site.slug, site.name) for site in sites)],
        "role": [("", _("All")), *((role, words.role_name(role)) for role in own_roles())],
        "state": [("", _("All")), *((state.value, words.state_name(state)) for state in State)],
    }
