"""Noting who saw, changed or exported something about people."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, g
from flask_login import current_user

from lms.audit.models import AuditEntry
from lms.clock import utcnow
from lms.extensions import db, is_reading, writing

PATIENCE = 2.0
"""Seconds a page that only reads waits to be noted; after that it is not shown."""


def note(action: str, /, *, subject: str = "", **detail: Any) -> None:
    """Note that the person who is signed in did something; `subject` is a `public_id`.

    `detail` holds filters and counts, never names. A change is noted in its own transaction, a
    page that only reads when it is made.
    """
    entry = {
        "at": utcnow(),
        "actor": current_user.public_id if current_user and current_user.is_authenticated else "",
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    if is_reading():
        g.setdefault("audit", []).append(entry)
    else:
        db.session.add(AuditEntry(**entry))


def init_app(app: Flask) -> None:
    """Write what a reading request noted, after its own transaction."""

    @app.after_request
    def write(response: Response) -> Response:
        entries = g.pop("audit", None)
        if entries and response.status_code < 400:
            db.session.rollback()
            with writing(patience=PATIENCE) as connection:
                connection.execute(sa.insert(AuditEntry), entries)
        return response
