"""A form with a wrong, foreign, old or missing token changes nothing, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests._live import Live, say
from tests.faults.conftest import finish, prepare
from tests.faults.people import LESSON, QUIZ, Learner

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    live = prepare(tmp_path_factory.mktemp("forged"), workers=1)
    yield live.start(checked=False)
    finish(live)


@pytest.fixture
def learner(live: Live) -> Learner:
    return Learner.at_quiz(live)


def test_nothing_changes_without_the_right_token(learner: Learner) -> None:
    other = Learner.arrive(learner.live)
    expired = learner.csrf[:-4] + "AAAA"
    answer = learner.url("juist")
    for token in ("", "x", expired, other.csrf, "é" * 100, "a.b.c"):
        for url, fields in {
            answer: learner.fields(answer="wel"),
            f"/attempt/{learner.attempt}/submit": {},
            f"{LESSON}/read": {},
            QUIZ: {},
            "/sign-out": {},
            "/me/password": {"password": "een lange zin over rozen", "again": ""},
            "/language": {"language": "en", "next": "/"},
        }.items():
            page = learner.visitor.post(url, {**fields, "csrf_token": token})
            assert page.status == 400, (url, token)
            assert say("nl", "This form could not be checked.") in page.body
    program = learner.save(answer, {**learner.fields(answer="wel"), "csrf_token": expired})
    assert (program.status, program.json["saved"]) == (400, False)
    assert program.json["code"] == "forged"
    assert learner.saved() == {}
    assert learner.facts("lesson/verder") == learner.facts("quiz/eerste") == 0
    assert learner.visitor.get("/me").status == 200
    assert learner.save(answer, learner.fields(answer="wel")).status == 200


def test_somebody_elses_attempt_is_not_there(learner: Learner) -> None:
    stranger = Learner.arrive(learner.live)
    url = learner.url("juist")
    fields = {**learner.fields(answer="niet"), "csrf_token": stranger.csrf}
    assert stranger.visitor.get(url).status == 404
    assert stranger.save(url, fields).status == 404
    submit = f"/attempt/{learner.attempt}/submit"
    assert stranger.visitor.post(submit, {"csrf_token": stranger.csrf}).status == 404
    assert learner.saved() == {}


def test_a_form_sent_again_after_signing_in_anew_counts_once(learner: Learner) -> None:
    url = learner.url("juist")
    fields = learner.fields(answer="wel")
    assert learner.save(url, fields).json["revision"] == 1
    again = learner.live.visitor(learner.person)
    fields["csrf_token"] = again.get(url).csrf
    assert again.save(url, fields).json["revision"] == 1
    assert learner.saved() == {learner.number("juist"): ("wel", 1)}


def test_pages_never_say_more_than_they_should(learner: Learner) -> None:
    """No error page shows a path of the machine, a query or a name of a class."""
    pages = [
        learner.visitor.post(QUIZ, {}),
        learner.visitor.get("/attempt/nothing/1"),
        learner.visitor.get("/attempt/%00/1"),
        learner.visitor.post(learner.url("juist"), learner.fields(revision=10**30, answer="wel")),
        learner.visitor.post(learner.url("juist"), learner.fields(answer="\x00")),
        learner.visitor.post(learner.url("juist"), learner.fields(answer="x" * 3_000_000)),
        learner.visitor.get("/training/../../etc/passwd"),
    ]
    for page in pages:
        assert 400 <= page.status < 500, page.body[:300]
        assert not re.search(r"Traceback|SELECT |sqlalchemy|werkzeug", page.body)
        assert str(Path.home()) not in page.body
