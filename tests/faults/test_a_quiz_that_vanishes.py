"""The files of a quiz go away while somebody is in the middle of it."""

from __future__ import annotations

import pytest

from tests._live import Live, say
from tests.faults.conftest import Serve
from tests.faults.people import QUIZ, Learner

pytestmark = pytest.mark.processes
MODULE = "courses/proef/10-eerste/module.md"


def remove_quiz(live: Live) -> None:
    """As an author would: the files, and the line that names them."""
    module = live.content / MODULE
    module.write_text(module.read_text().replace("quiz: eerste\n", ""))
    for file in (live.content / "quizzes/proef").iterdir():
        file.unlink()


def lose_files(live: Live) -> None:
    """An accident: the module still names the quiz."""
    for file in (live.content / "quizzes/proef").iterdir():
        file.unlink()


@pytest.mark.parametrize("vanish", [remove_quiz, lose_files])
def test_the_attempt_is_finished_as_it_was_asked(serve_on_both: Serve, vanish: object) -> None:
    live = serve_on_both(workers=2)
    learner, late = Learner.at_quiz(live), Learner.at_quiz(live)
    assert learner.save(learner.url("juist"), learner.fields(answer="wel")).status == 200
    url, late_url = learner.url("naam"), late.url("juist")

    vanish(live)  # type: ignore[operator]
    for _ in range(4):  # so that every worker has looked
        assert learner.visitor.get("/").status == 200
    assert "Hoe heet hij?" in learner.visitor.get(url).body
    assert learner.save(url, learner.fields(answer="katvanger")).json["saved"] is True
    assert "Zet op volgorde." in learner.visitor.get(f"/attempt/{learner.attempt}").body
    assert learner.submit().status == 302
    result = learner.visitor.get(f"/attempt/{learner.attempt}/result")
    assert result.status == 200
    assert "Het eerste is juist." in result.body
    assert learner.facts("quiz/eerste") == 1
    if vanish is remove_quiz:
        assert learner.visitor.get(QUIZ).status == 404

        live.kill()
        live.start(checked=False)
        assert "Wat is juist?" in late.visitor.get(late_url).body
        assert late.save(late_url, late.fields(answer="wel")).json["saved"] is True
        assert late.submit().status == 302
        assert late.visitor.get(f"/attempt/{late.attempt}/result").status == 200
        assert learner.visitor.get(f"/attempt/{learner.attempt}/result").status == 200


def test_with_lost_files_it_goes_on_teaching_but_does_not_start_anew(serve: Serve) -> None:
    live = serve(workers=1)
    learner = Learner.at_quiz(live)
    lose_files(live)
    assert learner.visitor.get(QUIZ).status == 200
    assert say("nl", "Go on where you were") in learner.visitor.get(QUIZ).body
    live.kill()
    process = live.spawn()
    assert process.wait(30) == 1
    assert f"{MODULE}:" in live.said
    live.process = None
