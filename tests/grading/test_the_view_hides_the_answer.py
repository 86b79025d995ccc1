"""Nothing that is shown before answering may depend on what is right."""

from __future__ import annotations

import json
import random
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.grading.items import Item, OptionView
from tests.grading.items import ALL, MATCHING, ORDERING, item


def shown(question: Item, order: tuple[str, ...]) -> str:
    return json.dumps(asdict(question.view(order)), sort_keys=True)


def boxes(kind: str, right: set[int]) -> str:
    lines = [f"- [{'x' if n in right else ' '}] Keuze {n} {{#k{n}}}" for n in range(4)]
    feedback = ["    Goed." if n in right else "    Fout." for n in range(4)]
    options = "\n".join(f"{line}\n{text}" for line, text in zip(lines, feedback, strict=True))
    return f"## Welke? {{#q type={kind}}}\n\n{options}\n\n> Omdat {sorted(right)}.\n"


@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_single_views_are_equal_whichever_option_is_right(right: int) -> None:
    order = ("k2", "k0", "k3", "k1")
    assert shown(item(boxes("single", {right})), order) == shown(item(boxes("single", {0})), order)


@given(st.sets(st.integers(0, 3), min_size=1))
def test_multiple_views_are_equal_whichever_options_are_right(right: set[int]) -> None:
    order = ("k2", "k0", "k3", "k1")
    first = shown(item(boxes("multiple", {0})), order)
    assert shown(item(boxes("multiple", right)), order) == first


@pytest.mark.parametrize("kind", ["number", "text"])
def test_typed_questions_show_no_option_at_all(kind: str) -> None:
    one = item(f"## Wat? {{#q type={kind}}}\n\n- [x] 1 {{#a}}\n- [ ] 2 {{#b}}\n\n> Eén.\n")
    two = item(f"## Wat? {{#q type={kind}}}\n\n- [x] 2 {{#b}}\n- [ ] * {{#c}}\n\n> Twee.\n")
    assert shown(one, ()) == shown(two, ())


def test_true_false_views_are_equal_whichever_is_right() -> None:
    source = ALL["true-false"]
    other = source.replace("[ ]", "[?]").replace("[x]", "[ ]").replace("[?]", "[x]")
    assert shown(item(source), ("true", "false")) == shown(item(other), ("true", "false"))


def test_ordering_views_are_equal_whatever_the_right_order() -> None:
    swapped = "## Zet. {#s type=ordering}\n\n1. B {#b}\n2. A {#a}\n3. C {#c}\n\n> Zo.\n"
    straight = "## Zet. {#s type=ordering}\n\n1. A {#a}\n2. B {#b}\n3. C {#c}\n\n> Zo.\n"
    order = ("c", "a", "b")
    assert shown(item(swapped), order) == shown(item(straight), order)


def test_matching_views_are_equal_whatever_belongs_together() -> None:
    one = "## P {#p type=matching}\n\n- A {#a} => X {#x}\n- B {#b} => Y {#y}\n\n> Zo.\n"
    two = "## P {#p type=matching}\n\n- A {#a} => Y {#y}\n- B {#b} => X {#x}\n\n> Zo.\n"
    assert shown(item(one), ("a", "b", "y", "x")) == shown(item(two), ("a", "b", "y", "x"))


@pytest.mark.parametrize("kind", ALL)
def test_a_view_holds_no_feedback_explanation_hash_or_source(kind: str) -> None:
    question = item(ALL[kind])
    text = shown(question, question.order(random.Random(4)))
    assert question.hash not in text
    assert question.explanation not in text
    assert all(o.feedback not in text for o in question.options if o.feedback)


@given(st.randoms(use_true_random=False))
def test_the_right_order_is_never_the_order_shown(rng: random.Random) -> None:
    question = item(ORDERING)
    assert question.order(rng) != question.keys
    assert sorted(question.order(rng)) == sorted(question.keys)


def test_the_right_side_of_a_match_is_mixed() -> None:
    question = item(MATCHING)
    seen = {question.order(random.Random(seed))[3:] for seed in range(300)}
    assert len(seen) == 6


def test_an_order_of_another_item_is_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        item(ALL["single"]).view(("akkoord", "bellen"))


def test_shuffle_no_keeps_options_as_written() -> None:
    source = ALL["single"].replace("{#adres ", "{#adres shuffle=no ")
    assert item(source).order(random.Random(1)) == ("akkoord", "bellen", "niets")
    view = item(source).view(("akkoord", "bellen", "niets"))
    assert view.options[0] == OptionView("akkoord", "Akkoord geven.")
