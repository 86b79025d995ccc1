"""The rule is written twice, in Python and in SQL: they say the same of everybody."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from lms.accounts.models import Invitation
from lms.clock import local_date, utcnow
from lms.editions.store import get_course
from lms.extensions import db
from lms.followup.reminders import Round
from lms.followup.rules import Case, judge
from lms.followup.scope import Scope
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.network.models import Organisation, Seat
from lms.progress.models import CourseProgress
from tests.factories import COURSE, make_person, make_site

PEOPLE = 120
MOMENTS = (0.0, 6.9, 7.0, 7.1, 13.9, 14.1, 20.9, 21.0, 21.1, 60.0, 200.0)
"""Days ago: on both sides of every term."""


def draw(chance: random.Random, now: datetime) -> tuple[Case, datetime | None]:
    """A case, and when it was complete."""

    def moment(often: float) -> datetime | None:
        return now - timedelta(days=chance.choice(MOMENTS)) if chance.random() < often else None

    letter, signed_in = moment(0.5), moment(0.5)
    days = chance.choice((*MOMENTS, 90, 91))
    paused = now + timedelta(days=chance.choice((-1, 1))) if chance.random() < 0.2 else None
    case = Case(
        since=local_date(now) - timedelta(days=int(days)),
        invited_at=moment(0.6) or letter,
        letter_at=letter,
        signed_in_at=signed_in,
        last_activity_at=moment(0.5) if signed_in else None,
        blocked_at=moment(0.1),
        paused_until=paused,
        reminded_at=moment(0.3),
    )
    return case, moment(0.15)


@pytest.mark.parametrize("seed", range(2))
def test_the_figures_and_the_list_are_what_the_rule_says(app: Flask, seed: int) -> None:
    chance, now, site = random.Random(seed), utcnow(), make_site()
    course = replace(get_course(COURSE, "nl"), due_days=90)
    people = [draw(chance, now) for _ in range(PEOPLE)]
    organisation = Organisation(name="Kwekerij", kind="grower", search_key="kwekerij")
    db.session.add(organisation)
    for number, (case, complete_at) in enumerate(people):
        person = make_person(f"Alice {number:03}", ready=False)
        person.blocked_at, person.reminders_paused_until = case.blocked_at, case.paused_until
        db.session.flush()
        db.session.add(
            Seat(
                organisation_id=organisation.id,
                site_id=site.id,
                person_id=person.id,
                number=1,
                since=case.since,
                until=local_date(now) + timedelta(days=1 + number),
            )
        )
        give(person.id, case, complete_at, chance)
    db.session.commit()

    expected = [
        (number, judge(case, now=now, due_days=90))
        for number, (case, complete_at) in enumerate(people)
        if complete_at is None
    ]
    round_ = Round(Scope(local_date(now)), course, now)
    found = round_.overview()
    due = [(n, verdict) for n, verdict in expected if verdict.reasons and verdict.skip is None]
    skipped = [(n, verdict) for n, verdict in expected if verdict.skip is not None]
    assert (found.due, found.skipped) == (len(due), len(skipped))
    assert found.fine == len(expected) - len(due) - len(skipped)
    assert found.complete == PEOPLE - len(expected)
    assert found.reasons == Counter(reason for _, verdict in due for reason in verdict.reasons)
    assert found.skips == Counter(verdict.skip for _, verdict in skipped)
    for group, is_skipped in ((due, False), (skipped, True)):
        shown = round_.page(skipped=is_skipped)
        assert [(one.name, one.verdict) for one in shown] == [
            (f"Alice {number:03}", verdict) for number, verdict in group
        ]
        assert [one.name for one in round_.page(skipped=is_skipped, offset=2, limit=3)] == [
            one.name for one in shown[2:5]
        ]


def give(person_id: int, case: Case, complete_at: datetime | None, chance: random.Random) -> None:
    """The rows that make the case. Somebody about whom nothing is known may have none."""
    dates = {
        name: getattr(case, name) for name in ("invited_at", "signed_in_at", "last_activity_at")
    }
    if case.invited_at == case.letter_at:
        dates["invited_at"] = None  # The letter alone says so.
    if complete_at or any(dates.values()) or chance.random() < 0.5:
        db.session.add(
            CourseProgress(person_id=person_id, course=COURSE, complete_at=complete_at, **dates)
        )
    if case.letter_at is not None:
        db.session.add(
            Invitation(
                person_id=person_id,
                token_hash=f"{person_id}",
                created_at=case.letter_at,
                expires_at=case.letter_at,
            )
        )
    if case.reminded_at is not None:
        for state in (MailState.SENT, MailState.FAILED):
            at = case.reminded_at if state is MailState.SENT else utcnow()
            db.session.add(
                OutboxMail(
                    person_id=person_id,
                    address="x@example.nl",
                    kind=MailKind.REMINDER.value,
                    language="nl",
                    subject="x",
                    text="",
                    state=state.value,
                    created_at=at,
                )
            )
