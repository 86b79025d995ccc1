"""Keeping a checked file."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from lms.clock import utcnow
from lms.extensions import db, insert_new
from lms.files.kinds import Checked
from lms.files.models import StoredFile


def keep(checked: Checked) -> int:
    """The id of the file; the same file is kept once."""
    digest = hashlib.sha256(checked.data).hexdigest()
    db.session.execute(
        insert_new(StoredFile).values(
            hash=digest,
            mime=checked.mime,
            ending=checked.ending,
            size=len(checked.data),
            pages=checked.pages,
            data=checked.data,
            preview=checked.preview,
            created_at=utcnow(),
        )
    )
    return db.session.scalars(sa.select(StoredFile.id).where(StoredFile.hash == digest)).one()
