"""Forty taps at the same moment are one start, one answer, one result, one fact."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from lms.editions.models import Edition
from lms.extensions import db
from tests._live import Live, at_once
from tests.faults.people import LESSON, QUIZ, Learner

pytestmark = pytest.mark.processes
TAPS = 40


def test_forty_taps_count_once(shared: Live) -> None:
    learner = Learner.arrive(shared)
    csrf = {"csrf_token": learner.csrf}

    started = at_once(TAPS, lambda _: learner.visitor.post(QUIZ, csrf))
    assert {answer.status for answer in started} == {302}
    [place] = {answer.location for answer in started}
    learner.attempt = place.split("/")[2]
    assert learner.attempts() == 1

    url, same = learner.url("hoeveel"), learner.fields(0, answer="3000")
    sent = at_once(TAPS, lambda _: learner.save(url, same))
    assert {answer.status for answer in sent} == {200}
    assert {answer.json["revision"] for answer in sent} == {1}

    other = learner.url("naam")
    tries = [learner.fields(0, answer=f"naam {number}") for number in range(TAPS)]
    sent = at_once(TAPS, lambda number: learner.save(other, tries[number]))
    assert Counter(answer.status for answer in sent) == {200: 1, 409: TAPS - 1}
    assert all(answer.json["saved"] is (answer.status == 200) for answer in sent)
    winner = next(n for n, answer in enumerate(sent) if answer.status == 200)
    saved = learner.saved()
    assert saved[learner.number("naam")] == (f"naam {winner}", 1)
    assert saved[learner.number("hoeveel")] == ("3000", 1)

    submitted = at_once(TAPS, lambda _: learner.submit())
    assert {answer.status for answer in submitted} == {302}
    assert learner.facts("quiz/eerste") == 1
    assert learner.attempts() == 1

    read = at_once(TAPS, lambda _: learner.visitor.post(f"{LESSON}/read", csrf))
    assert {answer.status for answer in read} == {302}
    assert learner.facts("lesson/verder") == 1


def test_answers_that_meet_the_handing_in_are_in_or_refused(shared: Live) -> None:
    """What was called saved counts in the result; what came too late says so."""
    learner = Learner.at_quiz(shared)
    items = ["juist", "klopt", "hoeveel", "naam"]
    right = {"juist": "wel", "klopt": "false", "hoeveel": "3000", "naam": "katvanger"}
    urls = {item: learner.url(item) for item in items}
    fields = {item: learner.fields(0, answer=right[item]) for item in items}

    def act(number: int) -> tuple[str, int]:
        if number == len(items):
            return "submit", learner.submit().status
        item = items[number]
        return item, learner.save(urls[item], fields[item]).status

    done = dict(at_once(len(items) + 1, act))
    assert done.pop("submit") == 302
    assert set(done.values()) <= {200, 409}
    counted = sum(status == 200 for status in done.values())
    assert len(learner.saved()) == counted
    result = learner.visitor.get(f"/attempt/{learner.attempt}/result").body
    assert f"{counted} van de 7" in result


def test_one_link_opens_one_session(shared: Live) -> None:
    link = shared.link(shared.person())
    visitors = [shared.visitor() for _ in range(10)]
    tokens = [visitor.get(link).csrf for visitor in visitors]
    entered = at_once(10, lambda n: visitors[n].post(link, {"csrf_token": tokens[n]}).status)
    assert Counter(entered) == {302: 1, 410: 9}


def test_workers_that_see_the_same_change_append_one_edition(shared: Live) -> None:
    learner = Learner.arrive(shared)
    before = editions(shared)
    path = shared.content / "courses/proef/10-eerste/20-verder.md"
    text = path.read_text()
    for change in range(1, 4):
        path.write_text(text.replace("Nog een les.", f"Les van versie {change}."))
        at_once(16, lambda _: learner.visitor.get(LESSON))
        for _ in range(12):
            assert f"Les van versie {change}." in learner.visitor.get(LESSON).body
        assert editions(shared) == before + change


def editions(live: Live) -> int:
    with live.database():
        return db.session.scalar(sa.select(sa.func.count(Edition.id))) or 0
