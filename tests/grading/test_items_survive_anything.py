"""Whatever is written or sent: a result or a named error, never a crash."""

from __future__ import annotations

import contextlib
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.grading.items import InvalidResponse, Item, ItemProblem, ItemProblems, parse_item
from lms.grading.items.numeric import readings
from lms.grading.items.text import folded
from tests.grading.items import ALL, Escape, Form, item

PIECES = """## Vraag {#q}
## V {#q type=matching}
## V {#q type=ordering}
## V {#q type=number}
## V {#q type=text}
## V {#q type=spot}
![x](y.svg)
- [x] A {#sa at="1,2,20,20"}
- [ ] B {#sb at="50,2,20,20"}
- [ ] C {#sc at="nan,inf,1e9"}
- [x] A {#a}
- [ ] B {#b}
- [ ] * {#c}
1. stap {#s}
2. t {#t}
- l {#l} => r {#r}
- m {#m} => {#r}
- => x {#x}
=>
> omdat
    uitleg

tekst
```
- [x]
- 
{#
}
{#a b="c" d}
- [x] 2 ± {#n}
- [x] ± 3 {#o}
- [x] 1.000 ± 0,5 {#p}
##
\t
-""".split("\n")  # noqa: SIM905

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14))
@settings(max_examples=300, deadline=None)
def test_any_lines_parse_or_are_reported(lines: list[str]) -> None:
    source = "\n".join(lines)
    problems: tuple[ItemProblem, ...] = ()
    question: Item | None = None
    try:
        question = parse_item(source, lang="nl", render=Escape())
    except ItemProblems as error:
        problems = error.problems
    assert (question is None) is bool(problems)
    assert all(1 <= problem.line <= len(lines) + source.count("\n") + 1 for problem in problems)
    if question is not None:
        assert item(question.source).hash == question.hash
        question.view(question.order(random.Random(1)))


@pytest.mark.parametrize("kind", ALL)
@given(response=JSON)
@settings(deadline=None)
def test_any_response_is_graded_between_0_and_1_or_refused(kind: str, response: object) -> None:
    with contextlib.suppress(InvalidResponse):
        assert 0 <= item(ALL[kind]).grade(response).score <= 1  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ALL)
@given(values=st.lists(st.text(max_size=50), max_size=3))
@settings(deadline=None)
def test_any_form_is_read_or_refused_and_what_is_read_can_be_graded(
    kind: str, values: list[str]
) -> None:
    question = item(ALL[kind])
    names = [
        "answer",
        *(f"position-{k}" for k in question.keys),
        *(f"match-{k}" for k in question.keys),
    ]
    with contextlib.suppress(InvalidResponse):
        response = question.read(Form(dict.fromkeys(names, values)))
        if response is not None:
            assert json.loads(json.dumps(response)) == response
            assert 0 <= question.grade(response).score <= 1


@given(st.permutations(["veilig", "onthoud", "schrijf", "meld"]))
def test_only_the_right_order_scores_one(order: list[str]) -> None:
    question = item(ALL["ordering"])
    assert question.grade(order).correct is (tuple(order) == question.keys)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1e9, max_value=1e9))
def test_a_number_reads_the_same_with_comma_and_point(number: object) -> None:
    text = f"{number}"
    assert readings(text)[0] == number
    assert readings(text.replace(".", ","))[0] == number


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
