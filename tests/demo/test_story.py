"""What happened to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from lms.clock import quarter_of, start_of_day
from lms.demo import newcomer, story
from lms.demo.answers import answers_of
from lms.demo.days import era
from lms.demo.invited import invitations_of
from lms.demo.kit import Kit, halfway
from lms.demo.plan import NEWCOMER, PersonPlan, organisations
from lms.demo.story import Life
from lms.grading.completion import (
    CourseShape,
    FactKind,
    ModuleShape,
    Standing,
    fold,
    newly_reached,
    progress,
    status,
)

TODAY = date(2026, 11, 23)


def lives(as_of: date, kit: Kit) -> Iterator[tuple[PersonPlan, Life]]:
    told = era(as_of)
    for plan in organisations(told, None):
        for person in plan.people:
            if plan.number != NEWCOMER:
                yield person, story.live(person, told, kit)


def test_the_standing_is_what_the_facts_make(kit: Kit) -> None:
    for _, life in lives(TODAY, kit):
        assert life.standing == fold(event.fact for event in life.events)
        assert newly_reached(life.standing, kit.shape) == ()


def test_nothing_lies_ahead_of_the_date_or_behind_the_seat(kit: Kit) -> None:
    for person, life in lives(TODAY, kit):
        end = start_of_day(person.left or TODAY)
        times = [event.fact.at for event in life.events]
        assert times == sorted(times)
        assert times[0] >= start_of_day(person.named)
        assert times[-1] < end


def test_facts_are_told_once(kit: Kit) -> None:
    for _, life in lives(TODAY, kit):
        names = [
            (e.fact.kind, e.fact.subject, e.sitting and e.sitting.public_id) for e in life.events
        ]
        assert len(names) == len(set(names))


def test_a_later_date_goes_on_with_the_same_story(kit: Kit) -> None:
    before = date(2026, 4, 17)
    later = {person.key: (person, life) for person, life in lives(TODAY, kit)}
    grown = 0
    for person, life in lives(before, kit):
        other, longer = later[person.key]
        assert (person.name, person.email, life.language) == (
            other.name,
            other.email,
            longer.language,
        )
        cut = [event for event in longer.events if event.fact.at < start_of_day(before)]
        assert cut == life.events
        grown += len(longer.events) > len(life.events)
    assert grown > 10


def test_there_is_somebody_at_every_milestone(kit: Kit) -> None:
    found = {status(life.standing).value for _, life in lives(TODAY, kit)}
    assert {"invited", "signed_in", "started", "online_done", "complete"} <= found


def test_quizzes_are_also_failed(kit: Kit) -> None:
    quizzes = [
        event.fact.passed
        for _, life in lives(TODAY, kit)
        for event in life.events
        if event.fact.kind is FactKind.QUIZ_SUBMITTED
    ]
    assert 0.5 < sum(quizzes) / len(quizzes) < 0.99


def test_naaldwijk_lags_behind(kit: Kit) -> None:
    done: dict[int, list[bool]] = {0: [], 1: [], 2: []}
    for person, life in lives(TODAY, kit):
        done[person.site].append(life.standing.complete_at is not None)
    shares = [sum(found) / len(found) for found in done.values()]
    assert shares[1] == min(shares)


def test_every_quarter_has_activity(kit: Kit) -> None:
    quarters = set()
    for _, life in lives(TODAY, kit):
        quarters |= life.standing.quarters
    assert quarters == set(range(era(TODAY).first, quarter_of(TODAY) + 1))


def test_the_new_poco_is_always_half_way(kit: Kit) -> None:
    for as_of in (date(2025, 12, 25), TODAY, date(2030, 2, 1)):
        told = era(as_of)
        plan = [*organisations(told, 3)][NEWCOMER]
        life = newcomer.live(plan.people[0], told, kit)
        assert plan.people[0].email == "poco@demo.invalid"
        assert progress(life.standing, kit.shape).done == halfway(kit.shape)
        last = life.standing.last_activity_at
        assert last is not None
        assert timedelta(0) < start_of_day(as_of) - last < timedelta(days=3)


def test_half_way_is_inside_a_module_after_the_introduction() -> None:
    modules = [
        ModuleShape(str(m), (*(f"lesson/{m}{n}" for n in range(4)), f"quiz/{m}")) for m in range(5)
    ]
    place = halfway(CourseShape("c", tuple(modules)))
    assert (place // 5, place % 5) == (2, 2)
    assert halfway(CourseShape("c", (ModuleShape("m", ("lesson/a", "lesson/b")),))) == 1


def test_answers_have_the_score_the_question_gives(kit: Kit) -> None:
    for language in ("nl", "en"):
        papers = kit.papers[language]
        items = [item for activity in papers for item in papers.quiz(activity).items]
        assert items
        for item in items:
            answers = answers_of(item)
            assert answers.right.score == 1
            for answer in (answers.right, *answers.wrong):
                assert answer.value is not None, item.id
                assert item.grade(answer.value).score == answer.score
            assert all(answer.score < 1 for answer in answers.wrong)


def test_invitations_follow_the_milestones() -> None:
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)
    day = timedelta(days=1)
    assert list(invitations_of(Standing())) == []
    (open_,) = invitations_of(Standing(invited_at=first))
    assert (open_.created_at, open_.expires_at) == (first, first + 14 * day)
    (used,) = invitations_of(Standing(invited_at=first, signed_in_at=first + 3 * day))
    assert used.accepted_at == first + 3 * day
    late = Standing(invited_at=first, signed_in_at=first + 20 * day)
    for standing, lately in ((late, None), (Standing(invited_at=first), first + 90 * day)):
        before, again = invitations_of(standing, lately=lately)
        assert before.withdrawn_at == again.created_at
        assert again.accepted_at == standing.signed_in_at
        assert again.created_at >= before.expires_at
        assert again.accepted_at is None or again.created_at < again.accepted_at < again.expires_at
    (fresh,) = invitations_of(Standing(invited_at=first), lately=first + 3 * day)
    assert fresh.withdrawn_at is None
