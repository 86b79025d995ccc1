"""What an author reads when a question is written wrongly."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.grading.items import ALL, item, messages, problems


@pytest.mark.parametrize("kind", ALL)
def test_the_samples_have_no_errors(kind: str) -> None:
    assert [p for p in problems(ALL[kind]) if p.severity == "error"] == []


GOOD = "- [x] Ja {#a}\n    Goed.\n- [ ] Nee {#b}\n    Fout.\n\n> Omdat.\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Vraag\n\n" + GOOD, "1: this question has no id"),
        ("## {#q}\n\n" + GOOD, "1: this question has no text"),
        ("## Vraag {#q type=quiz}\n\n" + GOOD, "1: type 'quiz' is not known"),
        ("## Vraag {#q color=red}\n\n" + GOOD, "1: 'color' is not known behind a question"),
        ("## Vraag {#Q!}\n\n" + GOOD, "1: the id 'Q!' is not usable"),
        ("## Vraag {#q}\n\nTekst.\n\n> Omdat.\n", "1: this question has no options"),
        ("## Vraag {#q}\n\n- [x] Ja {#a}\n\n> Omdat.\n", "at least two options"),
        ("## V {#q}\n\n- [ ] A {#a}\n- [ ] B {#b}\n\n> O.\n", "no option is marked as right"),
        ("## V {#q}\n\n- [x] A {#a}\n- [x] B {#b}\n\n> O.\n", "more than one option is marked"),
        ("## V {#q}\n\n- [x] A\n- [ ] B {#b}\n\n> O.\n", "3: this option has no key"),
        ("## V {#q}\n\n- [x] A {#a}\n- [ ] B {#a}\n\n> O.\n", "4: the key 'a' is used twice"),
        ("## V {#q}\n\n- [x] A {#a}\n- B {#b}\n- [ ] C {#c}\n\n> O.\n", "4: write [x]"),
        ("## V {#q}\n\n- [x] A {#a}\n- [ ] B {#b}\n", "this question has no explanation"),
        ("## V {#q}\n\n" + GOOD + "\nNog iets.\n", "this line belongs to nothing"),
        ("## V {#q}\n\n- [x] A {#a}\nTekst\n- [ ] B {#b}\n\n> O.\n", "4: this line belongs"),
        ("## V {#q unit=kg}\n\n" + GOOD, "a unit belongs to a question of type=number"),
        ("## V {#q shuffle=maybe}\n\n" + GOOD, "shuffle is yes or no"),
        ("## V {#q type=true-false}\n\n" + GOOD, "the keys {#true} and {#false}"),
        ("## V {#q type=number}\n\n- [x] veel {#a}\n\n> O.\n", "'veel' is not a number"),
        ("## V {#q type=number}\n\n- [ ] 2 {#a}\n\n> O.\n", "the right number is missing"),
        ("## V {#q type=number}\n\n- [x] * {#a}\n\n> O.\n", "cannot be the right one"),
        ("## V {#q type=text}\n\n- [ ] a {#a}\n\n> O.\n", "the right text is missing"),
        (
            "## V {#q type=text}\n\n- [x] a b {#a}\n- [ ] A-B {#b}\n\n> O.\n",
            "as right and as wrong",
        ),
        ("## V {#q type=ordering}\n\n1. A {#a}\n\n> O.\n", "at least two steps"),
        ("## V {#q type=ordering}\n\n1. A {#a}\n- B {#b}\n\n> O.\n", "4: the steps"),
        ("## V {#q type=matching}\n\n- A {#a} => B {#b}\n\n> O.\n", "at least two pairs"),
        (
            "## V {#q type=matching}\n\n- A {#a} => X {#x}\n- B {#b} => Y {#x}\n\n> O.\n",
            "4: the answer 'x' is written in two ways",
        ),
        (
            "## V {#q type=matching}\n\n- A {#a} => X {#a}\n- B {#b} => Y {#y}\n\n> O.\n",
            "3: the key 'a' is used twice",
        ),
    ],
)
def test_a_fault_is_told_in_plain_words_with_its_line(source: str, expected: str) -> None:
    assert expected in messages(source)


def test_all_faults_are_told_at_once() -> None:
    found = messages("## V\n\n- [x] A\n- [x] B {#b}\n")
    assert "no id" in found
    assert "no key" in found
    assert "more than one" in found
    assert "no explanation" in found


def test_missing_feedback_and_telling_keys_are_warnings() -> None:
    source = "## V {#q}\n\n- [x] A {#goed}\n    Ja.\n- [ ] B {#b}\n\n> O.\n"
    found = problems(source)
    assert [(p.line, p.severity) for p in found] == [(3, "warning"), (5, "warning")]


def test_an_explanation_may_be_missing_in_a_check_question() -> None:
    source = "## V {#q}\n\n- [x] A {#a}\n- [ ] B {#b}\n"
    assert item(source, require_explanation=False).explanation == ""


@pytest.mark.parametrize(
    "loose",
    [
        "## V {#q}\n* [X] A {#a}\n  Ja.\n* [] B {#b}\n\tNee.\n> O.\n> P.",
        "## V { #q }\n\n + [x]  A   {#a}\n\n    Ja.\n\n + [ ] B {#b}\n\n    Nee.\n\n> O.\n> P.\n\n",
    ],
)
def test_small_differences_in_writing_do_not_matter(loose: str) -> None:
    strict = "## V {#q}\n\n- [x] A {#a}\n    Ja.\n- [ ] B {#b}\n    Nee.\n\n> O.\n> P.\n"
    assert item(loose).hash == item(strict).hash


def test_lists_quotes_and_code_in_the_text_are_no_options() -> None:
    source = dedent(
        """
        ## V {#q}

        Kijk:

        - een punt
        - nog een punt

        ```
        - [x] geen optie {#z}
        ```

        - [x] A {#a}
        - [ ] B {#b}

        > O.
        """
    ).strip()
    question = item(source)
    assert question.keys == ("a", "b")
    assert "nog een punt" in question.body


@pytest.mark.parametrize("kind", ALL)
def test_the_canonical_source_reads_back_as_the_same_item(kind: str) -> None:
    question = item(ALL[kind])
    again = item(question.source)
    assert again.source == question.source
    assert again.hash == question.hash
    assert again.options == question.options
    assert again.unit == question.unit


def test_tags_do_not_change_the_hash_and_the_right_answer_does() -> None:
    source = ALL["single"]
    assert item(source.replace("transport adres", "anders")).hash == item(source).hash
    other = source.replace("[x]", "[ ]").replace("[ ]", "[x]", 1)
    assert item(other).hash != item(source).hash
