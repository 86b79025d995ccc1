"""The ledger is append-only, and its projection is always what the facts say."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.editions.store import edition_id, get_course, shape_of
from lms.extensions import db
from lms.grading.completion import (
    CourseShape,
    FactKind,
    Standing,
    fold,
    newly_reached,
    progress,
)
from lms.progress import projection, services, settling
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact
from lms.progress.queries import facts_of, standing_of
from lms.progress.rebuild import rebuild
from tests.conftest import reload_content
from tests.factories import COURSE, enrol, make_person

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def course() -> CourseShape:
    return shape_of(get_course(COURSE, "nl"))


def read(person_id: int, slug: str, at: datetime = NOON) -> Standing:
    return services.append(
        person_id=person_id,
        course=course(),
        kind=FactKind.LESSON_READ,
        subject=f"lesson/{slug}",
        at=at,
        edition_id=edition_id(),
    )


def whole_projection() -> list[object]:
    return [
        sorted(map(repr, db.session.execute(sa.select(*table.__table__.columns))))
        for table in (CourseProgress, ActiveQuarter)
    ]


def test_the_same_fact_twice_is_recorded_once(app: Flask) -> None:
    alice = make_person()
    assert read(alice.id, "begin") == read(alice.id, "begin", NOON + timedelta(days=1))
    assert len(facts_of(alice.id, COURSE)) == 1
    assert standing_of(alice.id, COURSE).done == {"lesson/begin": NOON}


def test_a_reached_state_is_a_fact_with_its_edition(app: Flask) -> None:
    alice = make_person()
    read(alice.id, "los")
    row = db.session.scalars(
        sa.select(LedgerFact).where(LedgerFact.kind == FactKind.MODULE_DONE)
    ).one()
    assert (row.subject, row.edition_id, row.at) == ("tweede", edition_id(), NOON)


def test_new_content_takes_completion_from_nobody(app: Flask, content: Path) -> None:
    alice = make_person()
    enrol(alice)
    for slug in ("begin", "verder", "los"):
        read(alice.id, slug)
    services.append(
        person_id=alice.id,
        course=course(),
        kind=FactKind.QUIZ_SUBMITTED,
        subject="quiz/eerste",
        reference="poging",
        at=NOON,
    )
    db.session.commit()
    done_at = standing_of(alice.id, COURSE).online_done_at
    assert done_at == NOON
    before = edition_id()
    for ending, title in ((".md", "Nieuw"), (".en.md", "New")):
        minutes = "minutes: 3\n" if ending == ".md" else ""
        text = f"---\ntitle: {title}\n{minutes}summary: S.\n---\n\n## N {{#n}}\n\nTekst.\n"
        (content / f"courses/{COURSE}/20-tweede/20-nieuw{ending}").write_text(text)
    reload_content()
    assert edition_id() > before
    rebuild()
    standing = standing_of(alice.id, COURSE)
    shown = progress(standing, course())
    assert standing.online_done_at == done_at
    assert shown.fraction == 1
    assert shown.new == ("lesson/nieuw",)


def test_rebuild_makes_the_same_projection(app: Flask) -> None:
    for name in ("Alice Een", "Bob Twee"):
        person = make_person(name)
        enrol(person)
        read(person.id, "begin")
        read(person.id, "los", NOON + timedelta(days=200))
    db.session.commit()
    before = whole_projection()
    db.session.execute(sa.update(CourseProgress).values(started_at=None, done={}))
    db.session.execute(sa.delete(ActiveQuarter))
    assert rebuild() == 2
    db.session.commit()
    assert whole_projection() == before


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["begin", "verder", "los", "quiz", "failed", "sign-in"]
            + [f"{do}-{day}" for do in ("there-a", "there-b", "not-a", "not-b") for day in (1, 2)]
        ),
        st.integers(-500, 500),
    ),
    max_size=20,
)
"""Two meetings, a and b, of each training day: somebody is recorded there, or was not there."""


def take_back(person_id: int, subject: str, reference: str) -> Standing:
    return services.withdraw(
        person_id=person_id,
        course=course(),
        kind=FactKind.MEETING_WITHDRAWN,
        subject=subject,
        reference=reference,
        recorded_by=person_id,
    )


def references(person_id: int) -> set[str]:
    return {fact.reference for fact in facts_of(person_id, COURSE)}


@given(EVENTS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_projection_equals_recomputation(app: Flask, events: list[tuple[str, int]]) -> None:
    person = make_person(f"Alice {datetime.now(UTC).timestamp()}")
    versions: dict[str, int] = {}
    for number, (what, days) in enumerate(events):
        at = NOON + timedelta(days=days)
        reference = str(number) if what in {"quiz", "failed"} else ""
        if what in {"quiz", "failed"}:
            kind, subject = FactKind.QUIZ_SUBMITTED, "quiz/eerste"
        elif what.startswith(("there", "not")):
            meeting, day = what.split("-")[1:]
            kind, subject = FactKind.MEETING_ATTENDED, f"meeting/training-day-{day}"
            version = versions.setdefault(f"{meeting}-{day}", 1)
            reference = f"{meeting}-{version}"
            if what.startswith("not"):
                take_back(person.id, subject, reference)
                versions[f"{meeting}-{day}"] += reference in references(person.id)
                continue
        elif what == "sign-in":
            kind, subject = FactKind.SIGNED_IN, ""
        else:
            kind, subject = FactKind.LESSON_READ, f"lesson/{what}"
        services.append(
            person_id=person.id,
            course=course(),
            kind=kind,
            subject=subject,
            at=at,
            passed=what != "failed",
            reference=reference,
        )
    db.session.commit()
    recomputed = fold(facts_of(person.id, COURSE))
    stored = standing_of(person.id, COURSE)
    quarters = db.session.scalars(
        sa.select(ActiveQuarter.quarter).where(ActiveQuarter.person_id == person.id)
    )
    row = db.session.get(CourseProgress, (person.id, COURSE))
    if row is None:
        assert not events
        return
    assert projection.read(row, quarters) == recomputed
    assert stored.done == recomputed.done
    assert not newly_reached(recomputed, course())
    if recomputed.complete_at is not None:
        assert recomputed.online_done_at is not None
        days_done = [recomputed.done[f"meeting/training-day-{day}"] for day in (1, 2)]
        assert max(days_done) <= recomputed.complete_at


def shrink(content: Path) -> None:
    """Take all but the first lesson out of the first module."""
    module = content / f"courses/{COURSE}/10-eerste"
    for ending in (".md", ".en.md"):
        (module / f"20-verder{ending}").unlink()
        text = (module / f"module{ending}").read_text()
        (module / f"module{ending}").write_text(text.replace("quiz: eerste\n", ""))
        (content / f"quizzes/{COURSE}/eerste{ending}").unlink()


def test_who_has_done_all_that_is_left_has_finished_without_coming_back(
    app: Flask, content: Path
) -> None:
    alice, bob = make_person(), make_person("Bob Proef")
    read(alice.id, "begin")
    read(bob.id, "verder")
    before = edition_id()
    shrink(content)
    reload_content()
    assert "eerste" in standing_of(alice.id, COURSE).modules
    assert not standing_of(bob.id, COURSE).modules
    state = db.session.scalars(
        sa.select(LedgerFact).where(LedgerFact.kind == FactKind.MODULE_DONE)
    ).one()
    assert (state.person_id, state.edition_id) == (alice.id, edition_id())
    assert edition_id() != before


def test_rebuild_records_what_could_not_be_recorded_then(
    app: Flask, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> list[object]:
        raise sa.exc.OperationalError("", {}, Exception("database is locked"))

    alice = make_person()
    read(alice.id, "begin")
    with monkeypatch.context() as patch:
        patch.setattr(settling, "who_reaches", locked)
        shrink(content)
        reload_content()
    assert not standing_of(alice.id, COURSE).modules
    assert settling.settle_all() == 1
    assert "eerste" in standing_of(alice.id, COURSE).modules


def test_people_are_settled_in_batches_and_what_is_done_stays(
    app: Flask, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_person(f"Alice {number}") for number in range(3)]
    for person in people:
        read(person.id, "begin")
    settled: list[int] = []
    settle = services.settle

    def fail_at_third(*, person_id: int, course: CourseShape) -> None:
        if len(settled) == 2:
            raise sa.exc.OperationalError("", {}, Exception("database is locked"))
        settle(person_id=person_id, course=course)
        settled.append(person_id)

    with monkeypatch.context() as patch:
        patch.setattr(settling, "BATCH", 1)
        patch.setattr(services, "settle", fail_at_third)
        shrink(content)
        reload_content()
    done = [bool(standing_of(person.id, COURSE).modules) for person in people]
    assert sorted(done) == [False, True, True]
    assert settling.settle_all() == 1


def test_somebody_new_may_come_while_the_projection_is_made_anew(app: Flask) -> None:
    """Two transactions at once need PostgreSQL: SQLite has one writer."""
    if db.engine.dialect.name != "postgresql":
        return
    enrol(make_person())
    bob = make_person("Bob Proef")
    made: list[int] = []

    def make_anew() -> None:
        with app.app_context():
            made.append(rebuild())
            db.session.commit()

    services.append(person_id=bob.id, course=course(), kind=FactKind.NAMED)
    other = threading.Thread(target=make_anew)
    other.start()
    time.sleep(0.5)
    db.session.commit()
    other.join()
    assert made == [2]
