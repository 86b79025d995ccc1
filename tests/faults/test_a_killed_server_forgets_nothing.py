"""kill -9 of every process, right after an answer was called saved."""

from __future__ import annotations

from threading import Thread

import pytest

from tests._live import wait_for
from tests.faults.conftest import Serve
from tests.faults.people import Learner

pytestmark = pytest.mark.processes
ROUNDS = 20


def test_what_was_called_saved_is_there_after_kill_9(new: Serve) -> None:
    live = new(workers=1).start(checked=False)
    learner = Learner.at_quiz(live)
    url = learner.url("hoeveel")
    for revision in range(ROUNDS):
        answer = learner.save(url, learner.fields(revision, answer=f"{revision * 7}"))
        live.kill()
        assert (answer.status, answer.json["saved"]) == (200, True)
        live.start(checked=False)
        page = learner.visitor.get(url)
        assert page.status == 200
        assert f'value="{revision * 7}"' in page.body
        assert page.field("revision") == str(revision + 1)
    assert learner.submit().status == 302
    live.kill()
    live.start(checked=False)
    assert learner.facts("quiz/eerste") == 1
    assert learner.visitor.get(f"/attempt/{learner.attempt}/result").status == 200


def test_answers_in_flight_are_whole_or_absent(new: Serve) -> None:
    """Many people answer while the server dies: what was confirmed is there, all of it."""
    live = new(workers=2).start(checked=False)
    learners = [Learner.at_quiz(live) for _ in range(4)]
    urls = [learner.url("hoeveel") for learner in learners]
    confirmed = [0] * len(learners)

    def answer_on_and_on(index: int) -> None:
        learner = learners[index]
        try:
            while True:
                fields = learner.fields(confirmed[index], answer=f"{confirmed[index] + 1}")
                if learner.save(urls[index], fields).json["saved"] is True:
                    confirmed[index] += 1
        except (OSError, ValueError):
            return  # the server is gone

    threads = [Thread(target=answer_on_and_on, args=(index,)) for index in range(len(learners))]
    for thread in threads:
        thread.start()
    wait_for(lambda: min(confirmed) >= 5)
    live.kill()
    for thread in threads:
        thread.join()
    for learner, count in zip(learners, confirmed, strict=True):
        [(value, revision)] = learner.saved().values()
        assert revision in {count, count + 1}, "confirmed, or on its way when the server died"
        assert value == str(revision)
