"""Every term is carried out when its time comes, and not before."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Invitation, LoginLink, LoginSession, Person, SignInFailure
from lms.assessment.models import CheckResponse
from lms.audit import sealing
from lms.audit.models import AuditEntry
from lms.audit.verifying import verify
from lms.extensions import begin_writing, db
from lms.imports.models import Upload, UploadRow
from lms.mail.models import OutboxMail
from lms.network.models import Nomination, Organisation
from lms.privacy import erasure_log, retention, terms
from lms.progress.models import LedgerFact
from lms.scenarios.models import ScenarioRun
from lms.selfcheck.models import SelfCheck
from tests.factories import give_role, give_seat, make_person, make_site

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    person.created_at = NOW - 100 * DAY
    db.session.commit()
    return person


def run(after: timedelta) -> dict[str, int]:
    """The daily run, so long after NOW."""
    db.session.rollback()
    begin_writing()
    return retention.run(NOW + after)


def add(*rows: object) -> None:
    db.session.add_all(rows)
    db.session.commit()


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def session(person: Person, **values: Any) -> LoginSession:
    return LoginSession(
        person_id=person.id,
        token_hash=f"{len(values)}" * 64,
        **{"expires_at": NOW + 3 * DAY, **values},
    )


def test_a_session_goes_thirty_days_after_its_end(alice: Person) -> None:
    add(session(alice, ended_at=NOW), session(alice))
    assert run(29 * DAY) == {}
    assert run(31 * DAY) == {"login_session": 1}
    assert run(34 * DAY) == {"login_session": 1}


def one_row(person: Person, kind: str) -> object:
    """A row that is over so long after NOW as its term says."""
    hashed = {"token_hash": "a" * 64, "person_id": person.id}
    answer = {"course": "c", "lesson": "l", "item": "i", "item_hash": "h", "value": "a"}
    letter = {"address": person.email, "kind": "reminder", "language": "nl", "subject": "s"}
    rows: dict[str, object] = {
        "link": LoginLink(expires_at=NOW, **hashed),
        "invitation": Invitation(created_at=NOW, expires_at=NOW + 14 * DAY, **hashed),
        "failure": SignInFailure(bucket="b", at=NOW),
        "check": CheckResponse(person_id=person.id, correct=True, answered_at=NOW, **answer),
        "mail": OutboxMail(text="", created_at=NOW, **letter),
        "story": ScenarioRun(
            person_id=person.id, course="c", scenario="s", content_hash="h", saved_at=NOW
        ),
        "self_check": SelfCheck(person_id=person.id, course="c", moment="before", answered_at=NOW),
        "upload": Upload(person_id=person.id, created_at=NOW, data=b"x"),
    }
    return rows[kind]


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        ("link", terms.LINK),
        ("invitation", terms.INVITATION),
        ("failure", terms.FAILURE),
        ("check", terms.ANSWERS),
        ("story", terms.ANSWERS),
        ("self_check", terms.ANSWERS),
        ("mail", terms.MAIL),
        ("upload", terms.UPLOAD),
    ],
)
def test_a_row_goes_when_its_term_is_over(alice: Person, kind: str, term: Any) -> None:
    give_role(alice, "staff")
    row = one_row(alice, kind)
    add(row)
    model = type(row)
    run(term.length - timedelta(minutes=1))
    assert count(model) == 1
    run(term.length + timedelta(minutes=1))
    assert count(model) == 0


def test_the_rows_of_a_file_go_with_it(alice: Person) -> None:
    upload = Upload(person_id=alice.id, created_at=NOW)
    add(upload)
    add(UploadRow(upload_id=upload.id, number=2, fate="create", cells={"name": "x"}))
    run(2 * DAY)
    assert count(UploadRow) == 0


def test_the_text_of_a_letter_goes_when_it_has_left(alice: Person) -> None:
    letter = {"address": alice.email, "kind": "reminder", "language": "nl", "subject": "s"}
    add(
        *(
            OutboxMail(text="geheim", state=state, created_at=NOW, next_try_at=NOW, **letter)
            for state in ("waiting", "sent", "failed", "withdrawn")
        )
    )
    for after, left in ((DAY, {"waiting", "failed"}), (8 * DAY, {"waiting"})):
        run(after)
        texts = db.session.execute(sa.select(OutboxMail.state, OutboxMail.text)).all()
        assert {state for state, text in texts if text} == left


def test_a_nomination_loses_its_name_when_it_is_decided_or_too_old(app: Flask) -> None:
    firm, site = Organisation(name="Kwekerij Proef"), make_site()
    add(firm)
    place = {"organisation_id": firm.id, "site_id": site.id, "name": "N", "email": "n@x.invalid"}
    add(
        Nomination(created_at=NOW, **place),
        Nomination(created_at=NOW, state="refused", decided_at=NOW, **place),
    )
    run(DAY)
    assert sorted(db.session.scalars(sa.select(Nomination.name))) == ["", "N"]
    run(181 * DAY)
    assert set(db.session.scalars(sa.select(Nomination.name))) == {""}
    states = db.session.scalars(sa.select(Nomination.state)).all()
    assert sorted(states) == ["refused", "withdrawn"]


def test_a_pause_that_is_over_is_forgotten(alice: Person) -> None:
    alice.reminders_paused_until = NOW
    db.session.commit()
    run(DAY)
    assert db.session.get_one(Person, alice.id).reminders_paused_until is None


def test_it_goes_in_batches(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    add(*(SignInFailure(bucket="b", at=NOW) for _ in range(5)))
    assert run(DAY)["sign_in_failure"] == 5


def test_an_account_that_nobody_needs_is_erased_after_two_years(app: Flask) -> None:
    old, still, staff, active = (
        make_person(name) for name in ("Alice Oud", "Bob Plek", "Carla Team", "Dirk Actief")
    )
    for person in (old, still, staff, active):
        person.created_at = NOW - 900 * DAY
    for person, until in ((old, date(2026, 11, 1)), (still, None)):
        seat = give_seat(person, make_site(f"plek-{person.id}"), since=date(2025, 1, 6))
        seat.until = until
    give_role(staff, "staff")
    db.session.execute(sa.update(LedgerFact).values(at=NOW - 300 * DAY))
    add(
        AuditEntry(at=NOW + 100 * DAY, actor=active.public_id, action="list.seen"),
        AuditEntry(at=NOW + 729 * DAY, actor=staff.public_id, action="x", subject=old.public_id),
    )
    run(729 * DAY)
    assert db.session.get_one(Person, old.id).erased_at is None
    assert run(732 * DAY)["person"] == 1
    erased = db.session.scalars(sa.select(Person.id).where(Person.erased_at.is_not(None))).all()
    assert erased == [old.id]
    assert old.public_id in erasure_log.place().read_text()


def test_the_trail_goes_by_the_seal_after_two_years(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(AuditEntry(at=NOW, action="list.seen"))
    monkeypatch.setattr(sealing, "utcnow", lambda: NOW)
    sealing.seal_new()
    assert "audit_entry" not in run(729 * DAY)
    later = NOW + 731 * DAY
    assert run(731 * DAY)["audit_entry"] == 1
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["audit.removed"]
    db.session.rollback()
    assert verify(now=later, keep=terms.TRAIL.length).seals == 1


def test_letters_in_files_go_after_thirty_days(app: Flask) -> None:
    folder = Path(app.config["SETTINGS"].instance) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    old, new = folder / "1.eml", folder / "2.eml"
    for path, age in ((old, 31), (new, 29)):
        path.write_text("letter")
        moment = (NOW - age * DAY).timestamp()
        os.utime(path, (moment, moment))
    assert run(0 * DAY)["letters in files"] == 1
    assert not old.exists()
    assert new.exists()
    new.unlink()
