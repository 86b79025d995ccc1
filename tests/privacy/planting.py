"""Rows in every table that holds something about people, with values that can be found again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import UTCDateTime, db
from lms.privacy.kinds import Erasure
from lms.privacy.register import entry_of

_numbers = count(1000)

# Columns that know only some values.
FIXED: dict[str, Any] = {
    "organisation.kind": "grower",
    "participation.until": None,
    "participation.since": date(2026, 1, 5),
    "role_grant.role": "staff",
    "role_grant.site_id": None,
    "person.language": "en",
    "login_session.expires_at": datetime(2030, 1, 1, tzinfo=UTC),
    "login_link.purpose": "recovery",
    "nomination.language": "nl",
    "nomination.state": "accepted",
    "outbox_mail.kind": "invitation",
    "outbox_mail.state": "waiting",
    "outbox_mail.language": "nl",
    "upload.state": "waiting",
    "upload_row.fate": "create",
    "fact.kind": "lesson_read",
    "attempt.score": 0.25,
    "attempt.pass_mark": 0.5,
    "attempt.passed": False,
    "attempt.language": "nl",
    "live_session.phase": "waiting",
    "live_answer.round": "once",
    "live_participant.code": "90817263",
    "live_participant.language": "zxlangzx",
    "live_hand_count.round": "once",
    "live_hand_count.count": 3,
    "material_version.kind": "slides",
    "material_version.licence": "network",
    "material_version.state": "accepted",
    "material_version.text": "",
    "measure.state": "proposed",
    "attendance.presence": "present",
    "seat.number": 1,
    "seat.since": date(2026, 1, 5),
    "seat.until": date(2026, 6, 1),
    "seat.unbroken_since": date(2025, 9, 1),
    "attempt.drawn": [{"item": "a", "hash": "0", "order": ["juist", "fout"]}],
    "response.number": 1,
    "self_check.moment": "before",
    "self_check.recognise": 1,
    "self_check.route": 2,
    "self_check.act": 3,
    "course_progress.done": {},
    "course_progress.modules": {},
    "erasure_request.done_at": None,
    "training_session.way": "paper",
    "training_session.state": "closed",
    "training_session.co_trainer": "no",
    "training_session.expected": 12,
    "training_session.headcount": 9,
    "training_session.language": "nl",
    "training_tally.round": "once",
}


CONTENT = {"content_blob", "edition_file", "audit_seal", "job_run"}
"""Nothing about people, and no row of these refers to a person."""


OWNERS = {"person_id", "given_by"}
"""Columns that say whose row it is."""


NEUTRAL = {
    "site",
    "organisation",
    "meeting",
    "self_study_link",
    "audit_entry.detail",
    "audit_entry.action",
}
"""What somebody may see who acted there: it is about nobody."""


class Planter:
    """Plants rows about one person; `seen` is table.column → the value that was planted."""

    def __init__(self, person: Person, actor: Person, word: str) -> None:
        self.person, self.actor, self.word = person, actor, word
        self.lasting = word[::-1]
        """Stands where erasing leaves a row or a column as it is: codes and hashes."""
        self.ids: dict[str, int] = {"person": person.id}
        self.seen: dict[str, Any] = {}

    def plant(self) -> None:
        """The account of the person, and a row in every other table of the register."""
        self._plant_account()
        for table in db.metadata.sorted_tables:
            if table.name not in {"person", *CONTENT}:
                self._plant(table)
        db.session.commit()

    def _plant_account(self) -> None:
        table = db.metadata.tables["person"]
        values = {
            column.name: self._value(table, column)
            for column in table.columns
            if column.name not in {"id", "erased_at", "blocked_at", "email", "public_id"}
        }
        values["email"] = f"{self.word}@kanarie.invalid"
        db.session.execute(sa.update(table).where(table.c.id == self.person.id).values(**values))
        values["public_id"] = self.person.public_id
        self._remember(table, values)
        db.session.commit()
        db.session.refresh(self.person)

    def _plant(self, table: sa.Table) -> None:
        values = {
            column.name: self._value(table, column)
            for column in table.columns
            if not (column.name == "id" and column.primary_key)
        }
        if table.name == "nomination":
            values["email"] = self.person.email
        if table.name == "audit_entry":
            values["subject"] = self.person.public_id
            values["actor"] = self.actor.public_id
        row = db.session.execute(sa.insert(table).values(**values))
        key = row.inserted_primary_key
        if len(key) == 1:
            self.ids[table.name] = key[0]
        self._remember(table, values)

    def _remember(self, table: sa.Table, values: dict[str, Any]) -> None:
        self.seen.update({f"{table.name}.{name}": value for name, value in values.items()})

    def _value(self, table: sa.Table, column: sa.Column[Any]) -> Any:
        name = f"{table.name}.{column.name}"
        if name in FIXED:
            return FIXED[name]
        target = next((key.column.table.name for key in column.foreign_keys), "")
        if target == "person":
            return self.person.id if column.name in OWNERS else self.actor.id
        if target:
            return self.ids.get(target)
        if name == "response.value":
            return f"{self.word}, getypt"
        return self._canary(column, self._word_for(table.name, column.name))

    def _word_for(self, table: str, column: str) -> str:
        if table in NEUTRAL or f"{table}.{column}" in NEUTRAL:
            return "plek"
        entry = entry_of(table)
        goes = entry.erasure is Erasure.DELETE or column in entry.blanks
        return self.word if goes else self.lasting

    def _canary(self, column: sa.Column[Any], word: str) -> Any:
        kind, number = column.type, next(_numbers)
        if isinstance(kind, sa.JSON):
            return {"text": f"{word} {number}"}
        if isinstance(kind, UTCDateTime):
            return utcnow() - timedelta(minutes=number)
        if isinstance(kind, sa.Date):
            return date(2026, 1, 1) + timedelta(days=number % 300)
        if isinstance(kind, sa.LargeBinary):
            return f"{word} {number}".encode()
        if isinstance(kind, sa.Boolean):
            return True
        if isinstance(kind, sa.Integer):
            return number
        assert isinstance(kind, sa.String), column
        return f"{word}-{number}"[: kind.length]


def shown(value: Any) -> str:
    """A planted value as the file of the download writes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
