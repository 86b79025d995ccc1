"""`lms demo` on a database."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts import demo
from lms.accounts.models import Person, RoleGrant
from lms.assessment import queries
from lms.assessment.models import Attempt, Response
from lms.clock import start_of_day, utcnow
from lms.demo import seed
from lms.demo.papers import Papers
from lms.demo.sureness import Sureness
from lms.demo.writer import Writer
from lms.editions.models import Edition
from lms.editions.store import get_course
from lms.errors import DemoRefused
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.grading.selfcheck import Moment
from lms.meetings.models import Attendance, Meeting
from lms.meetings.services import moment_of, reference
from lms.network.models import Organisation, Site
from lms.progress.models import CourseProgress, LedgerFact
from lms.progress.queries import standing_of
from lms.progress.rebuild import rebuild
from lms.remarks import queries as remarks
from lms.remarks.models import Remark
from lms.remarks.places import named
from lms.selfcheck.models import QUESTIONS
from lms.selfcheck.queries import counts
from lms.training.models import TrainingSession
from tests.factories import COURSE, make_person, make_site

AS_OF = date(2026, 11, 23)
# Ids of these rows come from the database, and a sequence goes on counting after a reset.
OWN_IDS = {
    "participation",
    "seat",
    "role_grant",
    "fact",
    "resilience_scan",
    "measure",
    "material",
    "material_version",
    "training_session",
    "remark",
}


def make(as_of: date = AS_OF, *, people: int | None = None, reset: bool = False) -> None:
    seed.run(people=people, as_of=as_of, reset=reset, progress=False)


def count(model: type[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def is_own_id(column: sa.Column[Any]) -> bool:
    """Whether it is such an id, or refers to one."""
    targets = {key.column.table.name for key in column.foreign_keys}
    return bool(targets & OWN_IDS) or (column.name == "id" and column.table.name in OWN_IDS)


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    rows = {}
    for table in db.metadata.sorted_tables:
        columns = [c for c in table.c if not is_own_id(c)]
        # What is sealed looks different each time.
        columns = [c for c in columns if c.name != "sealed"]
        if table.name not in {"edition", "edition_file", "content_blob"}:
            found = db.session.execute(sa.select(*columns).order_by(*table.primary_key)).all()
            rows[table.name] = [tuple(row) for row in found]
    return rows


def test_the_default_network(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert seed.is_empty()
    make()
    assert not seed.is_empty()
    assert demo.is_demo()
    assert list(db.session.scalars(sa.select(Site.slug).order_by(Site.id))) == [
        "aalsmeer",
        "naaldwijk",
        "rijnsburg",
    ]
    assert count(Organisation) == 60
    assert count(CourseProgress) == 90
    assert "60 organisations, 90 POCOs" in capsys.readouterr().out


def test_every_door_leads_to_somebody(app: Flask) -> None:
    make(people=10)
    emails = set(db.session.scalars(sa.select(Person.email)))
    doors = {person.email for person in demo.people()}
    assert doors
    assert doors <= emails
    assert db.session.scalar(sa.select(sa.func.max(Person.password_hash))) is None
    grants = db.session.execute(
        sa.select(Person.email, RoleGrant.role, Site.slug)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Site, Site.id == RoleGrant.site_id)
    )
    assert {
        ("coordinator@demo.invalid", "coordinator", "naaldwijk"),
        ("partner@demo.invalid", "partner", "aalsmeer"),
        ("staff@demo.invalid", "staff", None),
        ("admin@demo.invalid", "admin", None),
    } <= {tuple(row) for row in grants}


def test_the_trained_poco_is_done_and_the_new_one_has_no_open_quiz(app: Flask) -> None:
    make()
    for email, complete in (("trainer@demo.invalid", True), ("poco@demo.invalid", False)):
        person = db.session.scalars(sa.select(Person).where(Person.email == email)).one()
        standing = standing_of(person.id, COURSE)
        assert (standing.complete_at is not None) is complete
        assert standing.started_at is not None
        assert not queries.open_attempts(person.id, COURSE)


def test_the_projection_is_what_the_facts_make(app: Flask) -> None:
    make()
    before = snapshot()
    assert rebuild() == 90
    assert snapshot() == before


def test_scores_are_those_of_the_answers(app: Flask) -> None:
    make()
    attempts = list(db.session.scalars(sa.select(Attempt).order_by(Attempt.id).limit(80)))
    assert len(attempts) == 80
    for attempt in attempts:
        grades = [grade for _, _, grade in queries.graded(attempt)]
        score = sum(grade.score for grade in grades if grade) / len(grades)
        assert attempt.score == pytest.approx(score)
        assert attempt.passed == (score >= attempt.pass_mark - 1e-9)
        fact = db.session.scalars(
            sa.select(LedgerFact).where(LedgerFact.reference == attempt.public_id)
        ).one()
        assert (fact.at, fact.passed) == (attempt.submitted_at, attempt.passed)
        for item, response, _ in queries.graded(attempt):
            order = attempt.drawn[(response.number if response else 1) - 1]["order"]
            assert item.view(order)


def test_every_training_day_in_the_ledger_has_its_attendance(app: Flask) -> None:
    make()
    facts = db.session.execute(
        sa.select(
            LedgerFact.person_id,
            LedgerFact.subject,
            LedgerFact.reference,
            LedgerFact.at,
            LedgerFact.recorded_by,
        ).where(LedgerFact.kind == FactKind.MEETING_ATTENDED)
    )
    rows = db.session.execute(
        sa.select(Attendance, Meeting).join(Meeting, Meeting.id == Attendance.meeting_id)
    )
    recorded = {
        (
            attendance.person_id,
            f"meeting/{meeting.kind}",
            reference(meeting.public_id, attendance.version),
            moment_of(meeting.day),
            attendance.recorded_by,
        )
        for attendance, meeting in rows
        if attendance.presence == "present"
    }
    assert recorded
    assert {tuple(fact) for fact in facts} == recorded


def test_trained_pocos_gave_trainings_and_the_ledger_says_so(app: Flask) -> None:
    make()
    held = db.session.execute(
        sa.select(TrainingSession.given_by, TrainingSession.public_id, TrainingSession.kit).where(
            TrainingSession.state == "closed"
        )
    ).all()
    facts = db.session.execute(
        sa.select(LedgerFact.person_id, LedgerFact.reference, LedgerFact.subject).where(
            LedgerFact.kind == FactKind.TRAINING_GIVEN
        )
    )
    assert sorted((person, key, f"session/{kit}") for person, key, kit in held) == sorted(
        map(tuple, facts)
    )
    trainer = db.session.scalars(
        sa.select(Person.id).where(Person.email == "trainer@demo.invalid")
    ).one()
    own = db.session.execute(
        sa.select(TrainingSession.state, TrainingSession.day)
        .where(TrainingSession.given_by == trainer)
        .order_by(TrainingSession.day)
    ).all()
    assert [state for state, _day in own] == ["closed", "closed", "planned"]
    assert own[-1][1] == AS_OF + timedelta(days=1)


def test_moments_are_read_back_as_they_were(app: Flask) -> None:
    make(people=5)
    latest = db.session.scalar(sa.select(sa.func.max(LedgerFact.recorded_at)))
    assert latest is not None
    assert latest.tzinfo is not None
    assert latest < start_of_day(AS_OF)


def test_the_same_date_makes_the_same_network(app: Flask) -> None:
    make()
    first = snapshot()
    make(date(2026, 2, 1), reset=True)
    assert snapshot() != first
    make(reset=True)
    assert snapshot() == first


def test_rows_can_be_added_afterwards(app: Flask) -> None:
    make(people=5)
    db.session.add(Person(name="Nieuw", email="nieuw@demo.invalid"))
    db.session.add(Organisation(name="Nieuw"))
    db.session.commit()


def test_a_large_network_keeps_no_single_answers(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed, "LARGE", 100)
    make(people=333)
    assert count(CourseProgress) == 333
    assert count(Attempt) > 100
    assert count(Response) == 0


def test_a_second_time_needs_reset(app: Flask) -> None:
    make(people=5)
    with pytest.raises(DemoRefused, match="--reset"):
        make()
    assert count(CourseProgress) == 5


@pytest.mark.parametrize("reset", [False, True])
def test_real_people_are_left_alone(app: Flask, reset: bool) -> None:
    make(people=5)
    make_person()
    with pytest.raises(DemoRefused, match="not invented"):
        make(reset=reset)
    assert count(CourseProgress) == 5


@pytest.mark.parametrize("reset", [False, True])
def test_a_network_without_people_is_left_alone(app: Flask, reset: bool) -> None:
    make_site()
    with pytest.raises(DemoRefused, match="no demo"):
        make(reset=reset)
    assert count(Site) == 1


def test_production_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    with pytest.raises(DemoRefused, match="production"):
        make(reset=True)
    assert seed.is_empty()


def test_a_date_out_of_this_century_is_refused(app: Flask) -> None:
    with pytest.raises(DemoRefused, match="2100"):
        make(date(2400, 1, 1))


def test_reset_keeps_the_content_history(app: Flask) -> None:
    make(people=5)
    editions = count(Edition)
    make(people=5, reset=True)
    assert count(Edition) == editions > 0


def test_a_reset_that_fails_changes_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make(people=5)
    before = snapshot()

    def fail(self: Writer) -> None:
        raise RuntimeError("the disk is full")

    db.session.rollback()
    monkeypatch.setattr(Writer, "finish", fail)
    with pytest.raises(RuntimeError):
        make(people=20, reset=True)
    assert snapshot() == before


def test_progress_is_shown_on_the_error_stream(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    seed.run(people=5, as_of=AS_OF, reset=False, progress=True)
    assert "POCO" in capsys.readouterr().err


def test_people_say_more_of_themselves_after_the_training(app: Flask) -> None:
    make(people=60)
    found = counts(COURSE, [1, 2, 3], per_site=False)
    for question in QUESTIONS:
        before, after = (found[None, moment, question] for moment in Moment if moment != "later")
        assert before.people >= after.people > 5
        assert after.yes / after.people > before.yes / before.people


def test_the_totals_of_sure_answers_are_those_of_the_answers(app: Flask) -> None:
    papers, sureness = Papers(get_course("plekken", "nl")), Sureness()
    said = []
    for number in range(20):
        sitting = papers.sit(
            "quiz/zoek", str(number), at=utcnow(), ability=0, chance=Random(number)
        )
        said += [sureness.of(sitting, one + 1, f"{number}-{one}") for one in range(3)]
    totals = [row[2:] for row in sureness.totals()]
    assert sum(map(sum, totals)) == len(said) == 60
    assert sum(row[0] + row[1] for row in totals) == sum(map(bool, said)) > 0


def test_authors_find_remarks_that_lead_to_a_section(app: Flask) -> None:
    make(people=20)
    assert remarks.open_count()
    with app.test_request_context():
        for row in db.session.scalars(sa.select(Remark)):
            assert named(row.course, row.part, row.place, "nl").title
