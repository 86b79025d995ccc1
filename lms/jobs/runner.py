"""Doing the jobs that are due, each by one machine at a time.

The row of a job in `job_run` is its turnstile: whoever moves `held_until` has the job. A holder
that dies holds it no longer than the clock says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from lms.clock import utcnow
from lms.extensions import begin_reading, begin_writing, db
from lms.jobs.models import JobRun
from lms.jobs.registry import JOBS, Job

AGAIN_AFTER = timedelta(minutes=5)
"""How long a job that failed rests, unless its turn comes sooner."""


def run_due(*, stopping: Callable[[], bool] = lambda: False) -> int:
    """Do every job that is due and that nobody has in hand; how many were done."""
    return sum(_take(job) and _do(job) for job in due_jobs() if not stopping())


def due_jobs() -> list[Job]:
    """The registered jobs whose turn it is. Only reads."""
    begin_reading()
    try:
        rows = {row.name: row for row in db.session.execute(sa.select(*_COLUMNS))}
    finally:
        db.session.rollback()
        begin_writing()
    now = utcnow()
    return [job for job in JOBS.values() if _is_due(rows.get(job.name), job, now)]


_COLUMNS = (JobRun.name, JobRun.last_run_at, JobRun.held_until)


def _is_due(row: Any, job: Job, now: datetime) -> bool:
    if row is None:
        return True
    rested = row.last_run_at is None or row.last_run_at <= now - job.every
    return rested and (row.held_until is None or row.held_until <= now)


def _take(job: Job) -> bool:
    """Take the job, unless another machine was first."""
    begin_writing()
    now = utcnow()
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    new = dialect.insert(JobRun).values(name=job.name, last_error="")
    db.session.execute(new.on_conflict_do_nothing())
    taken: Any = db.session.execute(
        sa.update(JobRun)
        .where(
            JobRun.name == job.name,
            sa.or_(JobRun.held_until.is_(None), JobRun.held_until <= now),
            sa.or_(JobRun.last_run_at.is_(None), JobRun.last_run_at <= now - job.every),
        )
        .values(held_until=now + job.hold)
    )
    db.session.commit()
    return bool(taken.rowcount)


def _do(job: Job) -> bool:
    """Do a job that was taken, in a context of its own, and write down how it went."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        with app.app_context():
            begin_writing()
            job.work()
    except Exception as error:
        app.logger.error("job %s: %s", job.name, type(error).__name__, exc_info=error)
        kind = type(error).__name__[:60]
        _note(job, held_until=utcnow() + min(AGAIN_AFTER, job.every), last_error=kind)
        return False
    _note(job, last_run_at=utcnow(), held_until=None, last_error="")
    return True


def _note(job: Job, **values: Any) -> None:
    begin_writing()
    db.session.execute(sa.update(JobRun).where(JobRun.name == job.name).values(**values))
    db.session.commit()
