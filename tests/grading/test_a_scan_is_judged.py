"""What a scan makes of its answers."""

from __future__ import annotations

from lms.grading.resilience import Answer, StepState, assess, read_answers

SHAPE = [("order", ["a", "b"]), ("loading", ["c", "d"]), ("access", ["e"])]
IN, PARTLY, NOT, NA = Answer.IN_ORDER, Answer.PARTLY, Answer.NOT, Answer.NOT_APPLICABLE


def test_strengths_and_weak_spots_come_from_the_answers_the_weakest_first() -> None:
    result = assess(SHAPE, {"a": PARTLY, "b": IN, "c": NOT, "e": NA})
    assert result.strengths == ("b",)
    assert result.weak == ("c", "a")
    assert result.unanswered == ("d",)
    assert (result.answered, result.total) == (4, 5)


def test_a_step_stands_where_its_weakest_statement_stands() -> None:
    def state(first: Answer, second: Answer) -> StepState:
        return assess(SHAPE, {"a": first, "b": second}).steps[0].state

    assert state(IN, IN) is state(IN, NA) is StepState.STRONG
    assert state(IN, PARTLY) is StepState.MIXED
    assert state(PARTLY, NOT) is state(NOT, NA) is StepState.WEAK
    assert state(NA, NA) is StepState.NOT_APPLICABLE
    assert assess(SHAPE, {"a": IN}).steps[0].state is StepState.OPEN


def test_a_new_scan_is_compared_with_the_one_before() -> None:
    before = {"a": NOT, "b": IN, "c": PARTLY, "d": NA}
    result = assess(SHAPE, {"a": PARTLY, "b": NOT, "c": PARTLY, "d": IN, "e": IN}, before)
    assert (result.better, result.worse) == (("a",), ("b",))


def test_answers_to_what_is_asked_no_more_and_nonsense_do_not_count() -> None:
    answers = read_answers({"a": "in-order", "gone": "not", "b": "perhaps"})
    assert answers == {"a": IN, "gone": NOT}
    result = assess(SHAPE, answers, {"gone": IN})
    assert (result.strengths, result.weak, result.worse) == (("a",), (), ())
