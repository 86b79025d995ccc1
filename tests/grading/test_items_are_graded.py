"""What an answer is worth."""

from __future__ import annotations

import pytest

from tests.grading.items import (
    MATCHING,
    MULTIPLE,
    NUMBER,
    ORDERING,
    SINGLE,
    TEXT,
    TRUE_FALSE,
    item,
)


def test_single_is_all_or_nothing() -> None:
    question = item(SINGLE)
    assert question.grade("bellen").score == 1
    assert question.grade("bellen").correct
    assert question.grade("niets").score == 0


def test_the_review_of_a_choice_shows_every_option_with_its_feedback() -> None:
    grade = item(SINGLE).grade("akkoord")
    assert [(o.key, o.chosen, o.correct) for o in grade.options] == [
        ("akkoord", True, False),
        ("bellen", False, True),
        ("niets", False, False),
    ]
    assert "ergens anders" in grade.options[0].feedback


def test_true_false_is_graded_like_single() -> None:
    assert item(TRUE_FALSE).grade("false").correct
    assert not item(TRUE_FALSE).grade("true").correct


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        (["heel", "nummer"], 1),
        (["nummer"], 0.5),
        (["heel", "herkomst", "nummer"], 0.5),
        (["herkomst", "nummer"], 0),
        (["herkomst", "kleur"], 0),
        (["heel", "herkomst", "kleur", "nummer"], 0),
    ],
)
def test_multiple_gives_partial_credit_and_ticking_all_gives_none(
    chosen: list[str], score: float
) -> None:
    assert item(MULTIPLE).grade(chosen).score == score


@pytest.mark.parametrize(
    ("order", "score"),
    [
        (["veilig", "onthoud", "schrijf", "meld"], 1),
        (["meld", "veilig", "onthoud", "schrijf"], 2 / 3),
        (["onthoud", "veilig", "schrijf", "meld"], 1 / 3),
        (["meld", "schrijf", "onthoud", "veilig"], 0),
    ],
)
def test_ordering_counts_neighbours_that_follow_each_other_rightly(
    order: list[str], score: float
) -> None:
    assert item(ORDERING).grade(order).score == pytest.approx(score)


def test_the_review_of_an_ordering_names_the_right_and_the_given_place() -> None:
    lines = item(ORDERING).grade(["onthoud", "veilig", "schrijf", "meld"]).options
    assert [(o.key, o.answer, o.given, o.correct) for o in lines] == [
        ("veilig", "1", "2", False),
        ("onthoud", "2", "1", False),
        ("schrijf", "3", "3", True),
        ("meld", "4", "4", True),
    ]


def test_matching_is_the_share_of_right_pairs_and_may_be_partial() -> None:
    question = item(MATCHING)
    assert question.grade({"gevaar": "alarm", "naam": "mma", "brand": "alarm"}).correct
    grade = question.grade({"gevaar": "alarm", "naam": "krant"})
    assert grade.score == pytest.approx(1 / 3)
    assert [(o.key, o.chosen, o.correct, o.answer, o.given) for o in grade.options] == [
        ("gevaar", True, True, "112", "112"),
        ("naam", True, False, "M.", "De krant"),
        ("brand", False, False, "112", ""),
    ]


@pytest.mark.parametrize("typed", ["2,5", "2.5", "2", "3", " 2,50 ", "2,5 %", "2,5%", "２,５"])
def test_a_number_is_right_within_its_tolerance_however_it_is_typed(typed: str) -> None:
    assert item(NUMBER).grade(typed).correct


def test_a_wrong_number_gets_its_own_feedback_and_a_right_answer() -> None:
    grade = item(NUMBER).grade("10")
    assert [(o.key, o.chosen, o.correct) for o in grade.options] == [
        ("tien", True, False),
        ("goede", False, True),
    ]
    assert "Te veel" in grade.options[0].feedback
    assert "Reken nog eens" in item(NUMBER).grade("77").options[0].feedback


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("1.500", True),
        ("1 500", True),
        ("1,500", True),
        ("1500,0", True),
        ("1.500,00", True),
        ("1.5", False),
        ("-1500", False),
        ("15.00", False),
    ],
)
def test_thousands_may_be_written_the_dutch_and_the_english_way(typed: str, right: bool) -> None:
    question = item(
        """
        ## Hoeveel? {#n type=number}

        - [x] 1500 ± 0 {#a}

        > Zoveel.
        """
    )
    assert question.grade(typed).correct is right


@pytest.mark.parametrize(
    "typed", ["Katvanger", "kat-vanger", "KAT VANGER", "kátvanger", "stroman."]
)
def test_a_text_is_right_whatever_its_capitals_accents_spaces_and_hyphens(typed: str) -> None:
    assert item(TEXT).grade(typed).correct


def test_a_wrong_text_gets_its_own_feedback_else_that_of_the_star() -> None:
    assert "die steelt" in item(TEXT).grade("dief").options[0].feedback
    other = item(TEXT).grade("<b>boef</b>")
    assert "katvanger" in other.options[0].feedback
    assert other.options[0].html == "&lt;b&gt;boef&lt;/b&gt;"
