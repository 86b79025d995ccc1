"""A running session: which moves are possible, and what may be told of the answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.grading.live import (
    Asked,
    Gain,
    Move,
    MoveRefused,
    Phase,
    Place,
    after,
    bars,
    forward,
    gain,
    moves,
)

STEPS = (Asked.NOTHING, Asked.HIDDEN, Asked.NOTHING, Asked.OPEN, Asked.NOTHING)


def clicks() -> list[tuple[int, str]]:
    """What somebody sees who only presses "on"."""
    seen, place = [], Place(0)
    while (move := forward(place, STEPS)) is not None:
        place = after(place, move, STEPS, ())
        seen.append((place.step, place.phase.value))
    return seen


def test_a_clicker_alone_leads_through_the_whole_session() -> None:
    assert clicks() == [
        (1, "waiting"),
        (1, "asking"),
        (1, "stopped"),
        (2, "waiting"),
        (3, "waiting"),
        (3, "asking"),
        (3, "stopped"),
        (3, "shown"),
        (4, "waiting"),
    ]


def test_the_answer_of_a_question_that_comes_back_is_not_shown_the_first_time() -> None:
    for phase in Phase:
        assert Move.SHOW not in moves(Place(1, phase), STEPS)
    with pytest.raises(MoveRefused):
        after(Place(1, Phase.STOPPED), Move.SHOW, STEPS, ())


def test_a_question_whose_answer_was_shown_is_not_asked_again() -> None:
    assert Move.ASK not in moves(Place(3, Phase.SHOWN), STEPS)
    assert Move.ASK in moves(Place(3, Phase.STOPPED), STEPS)


def test_who_comes_back_to_an_answered_question_finds_it_closed() -> None:
    assert after(Place(4), Move.BACK, STEPS, (3,)) == Place(3, Phase.STOPPED)
    assert after(Place(4), Move.BACK, STEPS, ()) == Place(3, Phase.WAITING)


def test_the_distribution_comes_with_the_answer_and_can_be_hidden() -> None:
    shown = after(Place(3, Phase.STOPPED), Move.SHOW, STEPS, ())
    assert shown.counts
    assert not after(shown, Move.COUNTS, STEPS, ()).counts
    assert Move.COUNTS not in moves(Place(3, Phase.STOPPED), STEPS)


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_no_row_of_moves_leaves_the_steps(row: list[Move]) -> None:
    place = Place(0)
    for move in row:
        possible = moves(place, STEPS)
        try:
            place = after(place, move, STEPS, (1,))
        except MoveRefused:
            assert move not in possible
        assert 0 <= place.step < len(STEPS)
        assert STEPS[place.step] is not Asked.NOTHING or place.phase is Phase.WAITING


def test_fewer_than_five_answers_are_never_told_apart() -> None:
    assert bars({"a": 3, "b": 1}, ("a", "b")) == ()
    assert [(bar.count, bar.percent) for bar in bars({"a": 4, "b": 1}, ("a", "b"))] == [
        (4, 80),
        (1, 20),
    ]


def test_gain_compares_two_groups_that_are_large_enough() -> None:
    assert gain({"a": 2, "b": 3}, {"a": 5}, "a") == Gain(40, 100)
    assert gain({"a": 2, "b": 2}, {"a": 5}, "a") is None
    assert gain({"a": 2, "b": 3}, {"a": 4}, "a") is None
