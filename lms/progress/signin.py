"""The milestone "signed in": recorded when a person with a seat comes in for the first time."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import user_logged_in

from lms.editions.store import get_course, shape_of
from lms.errors import NotFound
from lms.grading.completion import FactKind
from lms.progress import services
from lms.progress.queries import courses_of, standing_of


def init_app(app: Flask) -> None:
    """Listen for sign-ins; accounts need not know the ledger."""
    user_logged_in.connect(_note, app)


def _note(_app: Flask, user: Any, **_extra: object) -> None:
    for slug in courses_of(user.id):
        if standing_of(user.id, slug).signed_in_at is not None:
            continue
        try:
            course = get_course(slug, "nl")
        except NotFound:
            continue
        services.append(person_id=user.id, course=shape_of(course), kind=FactKind.SIGNED_IN)
