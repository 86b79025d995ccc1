"""Facts in, milestones out: the one place that knows when somebody is done.

A *fact* is something that happened, with its time. A *state* (module done, online part done,
basic training complete) once reached is itself a fact, kept with the edition it was reached
under, so that later content never takes it away. `fold` turns facts into a `Standing`; it knows
no content. `newly_reached` compares a standing with the course as it is now and tells which
states are to be recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.clock import quarter_of


class FactKind(StrEnum):
    """What can happen. The value is stored."""

    NAMED = "named"
    INVITED = "invited"
    SIGNED_IN = "signed_in"
    LESSON_READ = "lesson_read"
    EXERCISE_DONE = "exercise_done"
    QUIZ_SUBMITTED = "quiz_submitted"
    MEETING_ATTENDED = "meeting_attended"
    TRAINING_GIVEN = "training_given"
    MODULE_DONE = "module_done"
    ONLINE_DONE = "online_done"
    COMPLETE = "complete"
    MEETING_WITHDRAWN = "meeting_withdrawn"
    TRAINING_WITHDRAWN = "training_withdrawn"
    COMPLETE_WITHDRAWN = "complete_withdrawn"


ACTIVITIES = frozenset(
    {
        FactKind.LESSON_READ,
        FactKind.EXERCISE_DONE,
        FactKind.QUIZ_SUBMITTED,
        FactKind.MEETING_ATTENDED,
        FactKind.TRAINING_GIVEN,
    }
)
"""Kinds that count as taking part in a quarter."""

STATES = frozenset({FactKind.MODULE_DONE, FactKind.ONLINE_DONE, FactKind.COMPLETE})
"""Kinds that are reached, not done."""

WITHDRAWS = {
    FactKind.MEETING_WITHDRAWN: FactKind.MEETING_ATTENDED,
    FactKind.TRAINING_WITHDRAWN: FactKind.TRAINING_GIVEN,
    FactKind.COMPLETE_WITHDRAWN: FactKind.COMPLETE,
}
"""What was recorded by mistake is never removed: a second fact with the same subject and
reference withdraws it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    `subject` names the activity (`lesson/<slug>`, `<kind of exercise>/<slug>`, `quiz/<slug>`,
    `meeting/<kind>`, `session/<kit>`) or, for MODULE_DONE, the module; it is empty for the rest.
    `passed` matters for QUIZ_SUBMITTED only.
    `reference` tells facts of one kind and subject apart.
    """

    kind: FactKind
    at: datetime
    subject: str = ""
    passed: bool = True
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ModuleShape:
    """A module as far as completion is concerned: its slug and what has to be done, in order.

    Extra practice is in no shape, so it can change no completion.
    """

    slug: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseShape:
    """A course as far as completion is concerned.

    `meetings` are the kinds the rule asks for; `edition_id` is the edition that says so, and
    that a state is reached under.
    """

    slug: str
    modules: tuple[ModuleShape, ...]
    meetings: tuple[str, ...] = ()
    edition_id: int | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        return tuple(key for module in self.modules for key in module.activities)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a course: the earliest date of everything reached, never a score.

    `done` maps activities (lesson, exercise, passed quiz, meeting) and `modules` maps module
    slugs to the moment they were done; `quarters` are those with at least one activity.
    `withdrawn` counts the completions that were recorded by mistake.
    """

    named_at: datetime | None = None
    invited_at: datetime | None = None
    signed_in_at: datetime | None = None
    started_at: datetime | None = None
    online_done_at: datetime | None = None
    complete_at: datetime | None = None
    last_activity_at: datetime | None = None
    done: Mapping[str, datetime] = field(default_factory=dict)
    modules: Mapping[str, datetime] = field(default_factory=dict)
    quarters: frozenset[int] = frozenset()
    withdrawn: int = field(default=0, compare=False)

    @property
    def completion(self) -> str:
        """The reference of the completion that stands, or of the next one."""
        return str(self.withdrawn or "")


_DATED = {
    FactKind.NAMED: "named_at",
    FactKind.INVITED: "invited_at",
    FactKind.SIGNED_IN: "signed_in_at",
    FactKind.ONLINE_DONE: "online_done_at",
    FactKind.COMPLETE: "complete_at",
}


def fold(facts: Iterable[Fact]) -> Standing:
    """The standing that these facts make. Their order does not matter."""
    dates: dict[str, datetime] = {}
    done: dict[str, datetime] = {}
    modules: dict[str, datetime] = {}
    quarters: set[int] = set()
    last: datetime | None = None
    facts = tuple(facts)
    void = {(WITHDRAWS[f.kind], f.subject, f.reference) for f in facts if f.kind in WITHDRAWS}
    for fact in facts:
        if fact.kind in WITHDRAWS or (void and (fact.kind, fact.subject, fact.reference) in void):
            continue
        name = _DATED.get(fact.kind)
        if name is not None:
            _earliest(dates, name, fact.at)
        elif fact.kind is FactKind.MODULE_DONE:
            _earliest(modules, fact.subject, fact.at)
        else:
            _earliest(dates, "started_at", fact.at)
            if fact.passed:
                _earliest(done, fact.subject, fact.at)
            quarters.add(quarter_of(fact.at))
            last = fact.at if last is None or fact.at > last else last
    return Standing(
        **dates,
        last_activity_at=last,
        done=done,
        modules=modules,
        quarters=frozenset(quarters),
        withdrawn=sum(kind is FactKind.COMPLETE for kind, _subject, _reference in void),
    )


def _earliest(dates: dict[str, datetime], name: str, at: datetime) -> None:
    known = dates.get(name)
    if known is None or at < known:
        dates[name] = at


def newly_reached(standing: Standing, course: CourseShape) -> tuple[Fact, ...]:
    """The states that this standing reaches in the course as it is now and has not yet.

    Each is dated by the activity that completed it. The later states build on the earlier ones.
    """
    reached: list[Fact] = []
    modules = dict(standing.modules)
    for module in course.modules:
        if module.slug not in modules and all(key in standing.done for key in module.activities):
            at = max((standing.done[key] for key in module.activities), default=None)
            if at is not None:
                modules[module.slug] = at
                reached.append(Fact(FactKind.MODULE_DONE, at, module.slug))
    online_at = standing.online_done_at
    if online_at is None and course.modules and all(m.slug in modules for m in course.modules):
        online_at = max(modules[module.slug] for module in course.modules)
        reached.append(Fact(FactKind.ONLINE_DONE, online_at))
    meetings = [standing.done.get(f"meeting/{kind}") for kind in course.meetings]
    attended = [at for at in meetings if at is not None]
    if (
        standing.complete_at is None
        and online_at is not None
        and len(attended) == len(course.meetings)
    ):
        at = max([online_at, *attended])
        reached.append(Fact(FactKind.COMPLETE, at, reference=standing.completion))
    return tuple(reached)


def rested_on(standing: Standing, course: CourseShape, mistake: Fact) -> bool:
    """Whether the completion rests on an attendance that `standing` counts no more.

    It does not when the person was at another such meeting in time, when the mistake came after
    the completion, or when the course no longer asks for that meeting.
    """
    if standing.complete_at is None or mistake.at > standing.complete_at:
        return False
    if mistake.subject not in {f"meeting/{kind}" for kind in course.meetings}:
        return False
    other = standing.done.get(mistake.subject)
    return other is None or other > standing.complete_at


class Status(StrEnum):
    """The furthest milestone, the one a person is counted under."""

    NAMED = "named"
    INVITED = "invited"
    SIGNED_IN = "signed_in"
    STARTED = "started"
    ONLINE_DONE = "online_done"
    COMPLETE = "complete"


def status(standing: Standing) -> Status:
    """The furthest milestone that has a date."""
    for milestone in reversed(Status):
        if getattr(standing, f"{milestone.value}_at") is not None:
            return milestone
    return Status.NAMED


Held = tuple[date, date | None]
"""First day of a seat and its first day without a holder; None while it is held."""


def unbroken_since(seats: Iterable[Held], *, day: date) -> date | None:
    """Since when somebody has held a seat without a gap, as of a day; None without a seat then.

    The time for the training counts from here: who comes back gets the whole of it again, and
    who goes on with a seat elsewhere does not. The milestone "seat given" keeps its first date.
    """
    seats = tuple(seats)
    first = min((s for s, until in seats if s <= day and _holds(until, day)), default=None)
    while first is not None:
        earlier = [s for s, until in seats if s < first and (until is None or until >= first)]
        if not earlier:
            break
        first = min(earlier)
    return first


def _holds(until: date | None, day: date) -> bool:
    return until is None or until > day


def is_overdue(
    standing: Standing, *, since: date | None, due_days: int | None, today: date
) -> bool:
    """Whether the basic training is not complete past its due date (see `due_on`)."""
    due = due_on(since, due_days=due_days)
    return standing.complete_at is None and due is not None and today > due


def due_on(since: date | None, *, due_days: int | None) -> date | None:
    """The last day in time: `due_days` days after `since`, the day from which a seat has been
    held without a gap; None without a seat, or without a due rule."""
    if since is None or due_days is None:
        return None
    return since + timedelta(days=due_days)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the online part is done, in activities.

    A module done stays done when it grows later: what was added since is `new`, and counts
    neither as done nor in the total.
    """

    done: int
    total: int
    missing: tuple[str, ...]
    new: tuple[str, ...]
    """Activities added to a module (or course) after the person had finished it."""
    meetings_missing: tuple[str, ...]

    @property
    def fraction(self) -> float:
        """0 … 1."""
        return self.done / self.total if self.total else 0.0


def progress(standing: Standing, course: CourseShape) -> Progress:
    """What is done, what is missing and what is new, of the course as it is now."""
    missing: list[str] = []
    new: list[str] = []
    finished = standing.online_done_at is not None
    for module in course.modules:
        settled = finished or module.slug in standing.modules
        for key in module.activities:
            if key not in standing.done:
                (new if settled else missing).append(key)
    total = len(course.activities) - len(new)
    return Progress(
        done=total - len(missing),
        total=total,
        missing=tuple(missing),
        new=tuple(new),
        meetings_missing=tuple(
            kind
            for kind in course.meetings
            if f"meeting/{kind}" not in standing.done and standing.complete_at is None
        ),
    )
