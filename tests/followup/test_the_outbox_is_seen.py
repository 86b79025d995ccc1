"""Staff see the letters with their state and what went wrong, never what they say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.mail.services import post
from tests.factories import make_person


def write(name: str = "Alice Proef", kind: MailKind = MailKind.REMINDER, **values: object) -> str:
    person = make_person(name, ready=False)
    letter = post(
        address=person.email,
        kind=kind,
        language="nl",
        subject="Een herinnering",
        text="http://localhost/geheim",
        person_id=person.id,
    )
    for key, value in values.items():
        setattr(letter, key, value)
    db.session.commit()
    return letter.public_id


def test_letters_are_listed_by_state_without_their_text(app: Flask, staff: FlaskClient) -> None:
    write("Alice Wacht", tries=2, last_error="later 451")
    write("Alice Mis", state=MailState.FAILED.value, tries=1, last_error="refused 550")
    waiting = staff.get("/manage/mail").text
    assert "Alice Wacht" in waiting
    assert "later" in waiting
    assert "451" in waiting
    failed = staff.get("/manage/mail?state=failed").text
    assert "Alice Mis" in failed
    assert "550" in failed
    assert "geheim" not in waiting + failed
    for state in ("sent", "withdrawn"):
        assert "Alice" not in staff.get(f"/manage/mail?state={state}").text


def test_a_failed_letter_is_sent_again(app: Flask, staff: FlaskClient) -> None:
    letter = write(state=MailState.FAILED.value, tries=8, last_error="no answer")
    staff.post(f"/manage/mail/{letter}/again")
    row = db.session.scalar(sa.select(OutboxMail))
    assert (row.state, row.tries, row.last_error) == (MailState.WAITING, 0, "")
    assert (
        "kan niet opnieuw" in staff.post(f"/manage/mail/{letter}/again", follow_redirects=True).text
    )
    assert staff.post("/manage/mail/nothing/again").status_code == 404


def test_a_failed_invitation_is_made_anew(app: Flask, staff: FlaskClient) -> None:
    letter = write(kind=MailKind.INVITATION, state=MailState.FAILED.value, text="", tries=8)
    staff.post(f"/manage/mail/{letter}/again")
    person = db.session.scalar(sa.select(OutboxMail.person_id))
    rows = db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [row.state for row in rows] == [MailState.WITHDRAWN, MailState.WAITING]
    assert "/invitation/" in rows[1].text
    assert rows[1].person_id == person


def test_a_sign_in_link_that_failed_is_not_repeated(app: Flask, staff: FlaskClient) -> None:
    write(kind=MailKind.RECOVERY, state=MailState.FAILED.value, text="", tries=8)
    assert "/again" not in staff.get("/manage/mail?state=failed").text


def test_coordinators_do_not_see_it(app: Flask, coordinator: FlaskClient) -> None:
    assert coordinator.get("/manage/mail").status_code == 404
    assert "/manage/mail" not in coordinator.get("/manage").text


def test_a_worker_that_is_gone_is_noticed(app: Flask, staff: FlaskClient) -> None:
    write()
    assert "notice-bad" not in staff.get("/manage/mail").text
    db.session.execute(sa.update(OutboxMail).values(next_try_at=utcnow() - timedelta(hours=1)))
    db.session.commit()
    assert "notice-bad" in staff.get("/manage/mail").text


def test_the_number_of_statements_does_not_grow(
    app: Flask,
    staff: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for number in range(3):
        write(f"Alice {number}")
        staff.get("/manage/mail")
        with count_queries() as seen:
            staff.get("/manage/mail")
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    # The edition, who is asking, the counts, the letters, whether one is stuck.
    assert counts == [5] * 3
