"""What the queries return: frozen rows of numbers. A share is 0–1, or None of nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lms.grading.completion import Status
from lms.grading.selfcheck import Moment
from lms.insight import disclosure

NOT_STARTED = (Status.NAMED, Status.INVITED, Status.SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Site:
    """A site network the person may see."""

    id: int
    slug: str
    name: str


def share(part: int, whole: int) -> float | None:
    """part ÷ whole; None when there is no whole."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class People:
    """POCOs as at the period's day. `modules` counts who has each module done."""

    statuses: Mapping[Status, int] = field(default_factory=dict)
    overdue: int = 0
    active: int = 0
    modules: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    def count(self, *statuses: Status) -> int:
        """How many people stand at one of these milestones."""
        return sum(self.statuses.get(status, 0) for status in statuses)

    @property
    def complete(self) -> int:
        return self.count(Status.COMPLETE)

    @property
    def online_done(self) -> int:
        """Online part done, training days still to come."""
        return self.count(Status.ONLINE_DONE)

    @property
    def started(self) -> int:
        return self.count(Status.STARTED)

    @property
    def not_started(self) -> int:
        return self.count(*NOT_STARTED)

    @property
    def participation(self) -> float | None:
        return share(self.active, self.total)


@dataclass(frozen=True, slots=True)
class Organisations:
    """Organisations taking part as at the period's day."""

    total: int = 0
    covered: int = 0

    @property
    def coverage(self) -> float | None:
        return share(self.covered, self.total)


@dataclass(frozen=True, slots=True)
class QuarterShare:
    """Participation in one quarter."""

    quarter: int
    holders: int
    active: int

    @property
    def share(self) -> float | None:
        return share(self.active, self.holders)


@dataclass(frozen=True, slots=True)
class QuarterReach:
    """One quarter. `before` and `after` are right answers and answers to what was asked twice."""

    quarter: int
    sessions: int = 0
    people: int = 0
    self_study: int = 0
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)

    @property
    def gain(self) -> float | None:
        """By how much the share of right answers grew, -1 … 1; None where nothing was asked
        twice."""
        (right, total), (right_after, total_after) = self.before, self.after
        return right_after / total_after - right / total if total and total_after else None


@dataclass(frozen=True, slots=True)
class Network:
    """The figures of one site network; `history` and `reach` are oldest first and end with the
    period."""

    site: Site
    people: People
    organisations: Organisations
    history: tuple[QuarterShare, ...] = ()
    reach: tuple[QuarterReach, ...] = ()

    @property
    def reached(self) -> int:
        """Colleagues at internal trainings in the period."""
        return self.reach[-1].people if self.reach else 0

    @property
    def fall(self) -> float:
        """By how much participation fell from the quarter before to this one, 0–1."""
        shares = [quarter.share for quarter in self.history[-2:]]
        if len(shares) < 2 or shares[0] is None or shares[1] is None:
            return 0.0
        return max(0.0, shares[0] - shares[1])


@dataclass(frozen=True, slots=True)
class Overview:
    """All networks in view, and their totals over distinct people and organisations."""

    networks: tuple[Network, ...]
    people: People
    organisations: Organisations


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation at a site; `statuses` has one of each of its POCOs, the furthest first."""

    public_id: str
    name: str
    since: date
    covered: bool
    people: int
    complete: int
    overdue: int
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A POCO in a list. `current` is false when the seat has ended since the period."""

    public_id: str
    name: str
    organisation: str
    status: Status
    modules_done: int
    last_activity_at: datetime | None
    due: date | None
    overdue: bool
    current: bool


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat of a person; `organisation_key` is the id in addresses."""

    site: Site
    organisation_key: str
    organisation: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The best score (0–1) at a quiz over the attempts handed in, and how many there were."""

    best: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Said:
    """Who answered one of the three questions at one moment, and who of them says yes.

    Both are published counts; None stands for fewer than five people.
    """

    people: int
    yes: int | None

    @property
    def share(self) -> float | None:
        """0–1, of a group that is large enough."""
        return disclosure.share(self.yes, self.people)


Answers = Mapping[tuple[str, Moment], Said]
"""Question and moment → what may be shown of it, in the order of both."""
