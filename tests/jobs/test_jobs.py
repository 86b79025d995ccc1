"""Jobs run when their turn comes, on one machine at a time, whatever goes wrong in one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import begin_writing, db
from lms.jobs import registry, runner
from lms.jobs.models import JobRun
from lms.jobs.registry import job
from tests.factories import make_person

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, registry.Job]]:
    """Only the jobs of the test."""
    own: dict[str, registry.Job] = {}
    monkeypatch.setattr(registry, "JOBS", own)
    monkeypatch.setattr(runner, "JOBS", own)
    return own


def row(name: str) -> JobRun:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(JobRun, name)


def test_a_job_runs_when_its_turn_comes(app: Flask) -> None:
    ran = []
    job("count", every=HOUR)(lambda: ran.append(1))
    assert (runner.run_due(), runner.run_due()) == (1, 0)
    row("count").last_run_at = utcnow() - HOUR
    db.session.commit()
    assert runner.run_due() == 1
    assert len(ran) == 2


def test_a_job_may_write_and_commits_itself(app: Flask) -> None:
    alice = make_person()
    own_id = alice.id

    @job("rename", every=HOUR)
    def rename() -> None:
        db.session.get_one(Person, own_id).language = "en"
        db.session.commit()
        db.session.get_one(Person, own_id).name = "not committed"
        db.session.flush()

    db.session.rollback()
    runner.run_due()
    db.session.expire_all()
    assert (alice.language, alice.name) == ("en", "Alice Proef")


def test_the_error_of_one_job_stops_no_other(app: Flask) -> None:
    ran = []

    @job("broken", every=HOUR)
    def broken() -> None:
        make_person()
        raise LookupError("alice@example.invalid")

    job("good", every=HOUR)(lambda: ran.append(1))
    assert runner.run_due() == 1
    assert ran == [1]
    assert row("broken").last_error == "LookupError"
    assert row("broken").last_run_at is None
    assert runner.run_due() == 0, "it rests before it is tried again"
    row("broken").held_until = utcnow()
    db.session.commit()
    assert [each.name for each in runner.due_jobs()] == ["broken"]


def test_a_job_in_the_hands_of_a_machine_that_died_comes_free(app: Flask) -> None:
    job("count", every=HOUR)(lambda: None)
    db.session.add(JobRun(name="count", held_until=utcnow() + HOUR))
    db.session.commit()
    assert runner.run_due() == 0
    row("count").held_until = utcnow()
    db.session.commit()
    assert runner.run_due() == 1


def test_only_one_machine_does_a_job(app: Flask) -> None:
    ran = []
    job("count", every=HOUR)(lambda: ran.append(1))
    db.session.rollback()
    barrier = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            begin_writing()
            barrier.wait()
            runner.run_due()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [1]


def test_two_jobs_have_two_names() -> None:
    job("count", every=HOUR)(lambda: None)
    with pytest.raises(ValueError, match="taken"):
        job("count", every=HOUR)(lambda: None)
