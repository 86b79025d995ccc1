"""Facts become milestones, and what was reached stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.grading.completion import (
    CourseShape,
    Fact,
    FactKind,
    ModuleShape,
    Standing,
    Status,
    due_on,
    fold,
    is_overdue,
    newly_reached,
    progress,
    status,
    unbroken_since,
)

COURSE = CourseShape(
    "c",
    (ModuleShape("a", ("lesson/a1", "quiz/a")), ModuleShape("b", ("lesson/b1",))),
    ("training-day-1",),
)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


def read(slug: str, at: datetime) -> Fact:
    return Fact(FactKind.LESSON_READ, at, f"lesson/{slug}")


def quiz(slug: str, at: datetime, *, passed: bool = True) -> Fact:
    return Fact(FactKind.QUIZ_SUBMITTED, at, f"quiz/{slug}", passed)


def settle(facts: list[Fact], course: CourseShape = COURSE) -> list[Fact]:
    """The facts with all states they reach, as the ledger would hold them."""
    return [*facts, *newly_reached(fold(facts), course)]


def test_nothing_happened_yet() -> None:
    assert status(Standing()) is Status.NAMED
    assert progress(Standing(), COURSE).fraction == 0


def test_an_exercise_counts_like_a_lesson() -> None:
    course = CourseShape("c", (ModuleShape("a", ("lesson/a1", "scenario/s")),))
    standing = fold(settle([read("a1", day(1))], course))
    assert not standing.modules
    exercise = Fact(FactKind.EXERCISE_DONE, day(2), "scenario/s")
    standing = fold(settle([read("a1", day(1)), exercise], course))
    assert standing.modules == {"a": day(2)}
    assert standing.last_activity_at == day(2)


def test_a_failed_quiz_starts_but_does_not_finish() -> None:
    standing = fold([quiz("a", day(1), passed=False)])
    assert standing.started_at == day(1)
    assert "quiz/a" not in standing.done


def test_a_module_is_done_when_its_last_activity_is() -> None:
    facts = [read("a1", day(1)), quiz("a", day(3)), quiz("a", day(9))]
    assert newly_reached(fold(facts), COURSE) == (Fact(FactKind.MODULE_DONE, day(3), "a"),)


def test_online_done_then_complete_after_the_meeting() -> None:
    online = settle([read("a1", day(1)), quiz("a", day(2)), read("b1", day(3))])
    standing = fold(online)
    assert standing.online_done_at == day(3)
    assert standing.complete_at is None
    assert progress(standing, COURSE).meetings_missing == ("training-day-1",)
    whole = settle([*online, Fact(FactKind.MEETING_ATTENDED, day(8), "meeting/training-day-1")])
    assert fold(whole).complete_at == day(8)
    assert status(fold(whole)) is Status.COMPLETE


def test_attending_first_does_not_complete_before_the_online_part() -> None:
    facts = settle([Fact(FactKind.MEETING_ATTENDED, day(1), "meeting/training-day-1")])
    assert fold(facts).complete_at is None
    done = settle([*facts, read("a1", day(2)), quiz("a", day(3)), read("b1", day(4))])
    assert fold(done).complete_at == day(4)


def test_a_course_that_grows_takes_completion_from_nobody() -> None:
    facts = settle([read("a1", day(1)), quiz("a", day(2)), read("b1", day(3))])
    grown = CourseShape(
        "c",
        (
            ModuleShape("a", ("lesson/a1", "lesson/a2", "quiz/a")),
            ModuleShape("b", ("lesson/b1",)),
            ModuleShape("final", ("quiz/final",)),
        ),
        ("training-day-1",),
    )
    standing = fold(facts)
    assert newly_reached(standing, grown) == ()
    shown = progress(standing, grown)
    assert shown.fraction == 1
    assert shown.new == ("lesson/a2", "quiz/final")
    assert shown.missing == ()


def test_a_lesson_added_to_a_done_module_is_new_not_missing() -> None:
    facts = settle([read("a1", day(1)), quiz("a", day(2))])
    grown = CourseShape(
        "c", (ModuleShape("a", ("lesson/a1", "lesson/a2", "quiz/a")), COURSE.modules[1])
    )
    shown = progress(fold(facts), grown)
    assert shown.new == ("lesson/a2",)
    assert shown.missing == ("lesson/b1",)
    assert (shown.done, shown.total) == (2, 3)


def test_overdue_begins_the_day_after_the_due_date() -> None:
    since, standing = date(2026, 5, 4), fold([Fact(FactKind.NAMED, NOON)])
    assert due_on(since, due_days=90) == date(2026, 8, 2)
    assert not is_overdue(standing, since=since, due_days=90, today=date(2026, 8, 2))
    assert is_overdue(standing, since=since, due_days=90, today=date(2026, 8, 3))


def test_without_a_seat_or_a_due_rule_nobody_is_overdue() -> None:
    late = date(2020, 1, 1)
    assert not is_overdue(Standing(), since=None, due_days=90, today=late)
    assert not is_overdue(Standing(), since=late, due_days=None, today=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("seats", "on", "since"),
    [
        ([(1, None)], 9, 1),
        ([(1, 5)], 4, 1),
        ([(1, 5)], 5, None),
        ([(3, None)], 2, None),
        # Back after a day without a seat, and from one seat straight into the next.
        ([(1, 5), (6, None)], 9, 6),
        ([(1, 5), (5, None)], 9, 1),
        # The same on a day of the past.
        ([(1, 5), (6, None)], 4, 1),
        # Two organisations at a time; the earlier one ends.
        ([(1, 7), (3, None)], 9, 1),
        ([(1, 3), (2, 5), (7, 8), (4, 6), (9, None)], 9, 9),
        # Given by mistake and taken back on the same day: nobody held it.
        ([(1, 5), (5, 5), (6, None)], 9, 6),
    ],
)
def test_the_time_counts_from_the_seat_that_ended_a_time_without_one(
    seats: list[tuple[int, int | None]], on: int, since: int | None
) -> None:
    held = [(date(2026, 5, a), date(2026, 5, b) if b else None) for a, b in seats]
    found = unbroken_since(held, day=date(2026, 5, on))
    assert found == (date(2026, 5, since) if since else None)


def test_quarters_are_dutch_quarters() -> None:
    just_before = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    just_after = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert fold([read("a1", just_before)]).quarters == {2026 * 4 + 1}
    assert fold([read("a1", just_after)]).quarters == {2026 * 4 + 2}


SUBJECTS = {
    FactKind.LESSON_READ: ["lesson/a1", "lesson/b1", "lesson/gone"],
    FactKind.QUIZ_SUBMITTED: ["quiz/a", "quiz/final"],
    FactKind.MEETING_ATTENDED: ["meeting/training-day-1"],
}


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from([FactKind.NAMED, FactKind.SIGNED_IN, *SUBJECTS]))
    subject = draw(st.sampled_from(SUBJECTS.get(kind, [""])))
    at = day(draw(st.integers(-400, 400)))
    return Fact(kind, at, subject, draw(st.booleans()) if "quiz" in subject else True)


@given(st.lists(facts(), max_size=30), st.randoms())
def test_the_order_of_facts_does_not_matter(some: list[Fact], rng: object) -> None:
    mixed = list(some)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert fold(mixed) == fold(some)


@given(st.lists(facts(), max_size=30))
def test_progress_stays_between_nothing_and_everything(some: list[Fact]) -> None:
    standing = fold(settle(some))
    shown = progress(standing, COURSE)
    assert 0 <= shown.fraction <= 1
    assert (shown.fraction == 1) == (standing.online_done_at is not None)
    assert newly_reached(standing, COURSE) == ()


@given(st.lists(facts(), max_size=20), facts())
def test_one_fact_more_never_takes_anything_away(some: list[Fact], one: Fact) -> None:
    before = fold(settle(some))
    after = fold(settle([*settle(some), one]))
    assert set(before.done) <= set(after.done)
    assert set(before.modules) <= set(after.modules)
    for name in ("named_at", "started_at", "online_done_at", "complete_at"):
        if getattr(before, name) is not None:
            assert getattr(after, name) is not None
            assert getattr(after, name) <= getattr(before, name)
