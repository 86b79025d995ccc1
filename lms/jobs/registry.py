"""The jobs of the product. A room registers one with `@job` above a plain function:

    @job("seal-audit", every=timedelta(minutes=10))
    def seal() -> None:
        ...
        db.session.commit()

It is called without arguments, in an app context, in a transaction that may write, by at most one
machine at a time. What it did not commit is rolled back. When it raises, the error is logged, the
other jobs go on, and it is tried again soon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every now and then. After `hold` another machine may take it over."""

    name: str
    every: timedelta
    hold: timedelta
    work: Work


JOBS: dict[str, Job] = {}


def job(
    name: str, *, every: timedelta, hold: timedelta = timedelta(minutes=15)
) -> Callable[[Work], Work]:
    """Register a job under a name of at most 40 signs that no other job has.

    `hold` must be longer than the job can take: when the machine that does it dies, the job is
    free again after that time.
    """

    def register(work: Work) -> Work:
        if name in JOBS or not 0 < len(name) <= 40:
            raise ValueError(f"job name {name!r} is taken or has no fitting length")
        JOBS[name] = Job(name, every, hold, work)
        return work

    return register
