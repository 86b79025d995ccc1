"""The first page of the room: what waits for somebody, and the way to everything."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.manage.blueprint import SECTIONS, bp


@bp.get("", endpoint="index")
@access(Rule.MANAGE)
def index() -> ResponseReturnValue:
    sections = [
        entry
        for entry in SECTIONS
        if (current_user.is_staff or not entry.staff_only)
        and (current_user.is_admin or not entry.admin_only)
    ]
    waiting = [(entry, entry.attention()) for entry in sections if entry.attention]
    return render_template(
        "manage/index.html",
        sections=sections,
        waiting=[(entry, count) for entry, count in waiting if count],
    )
