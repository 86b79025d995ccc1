"""Advice: every rule finds what it is for, and leaves a good text alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lms.content import Loaded, Tree, load_library
from lms.content.advice import RULES, advise
from lms.content.advice.dates import check_dates
from lms.content.exercises.scenario import Scenario
from lms.content.tree import read_tree
from lms.content.types import LANGUAGES
from tests.content.samples import GOOD, LESSON_PATH, MODULE_PATH, QUIZ_PATH

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
LESSON = f"{MODULE_PATH}/30-proef.md"
ENGLISH = f"{MODULE_PATH}/30-proef.en.md"
STEPS = [
    "order",
    "planning",
    "storage",
    "loading",
    "transport",
    "unloading",
    "payment",
    "people",
    "access",
]
QUIZ_EN = QUIZ_PATH.replace(".md", ".en.md")


def advice(changes: dict[str, str | None], today: date = TODAY) -> list[str]:
    """What is said about the changed files, as path-less lines in English."""
    texts = {path: text for path, text in {**GOOD, **changes}.items() if text is not None}
    tree = Tree.from_mapping({path: text.encode() for path, text in texts.items()})
    found, _counts = advise(tree, load_library(tree), today)
    return [f"{one.line}: {one.text()}" for one in found if one.path in changes]


def lesson(body: str, front: str = "", lang: str = "nl") -> dict[str, str | None]:
    """A lesson with this text, from line 7 on (5 in English)."""
    head = f"---\ntitle: Proef\nminutes: 1\nsummary: Proef.\n{front}---\n\n"
    if lang == "en":
        return {ENGLISH: f"---\ntitle: Test\nsummary: Test.\n---\n{body}\n", LESSON: head + "X.\n"}
    return {LESSON: f"{head}{body}\n"}


def about(body: str, lang: str = "nl") -> str:
    """Everything that is said about a text, without the comparison of the two languages."""
    lines = advice(lesson(body, lang=lang))
    return "\n".join(line for line in lines if "Dutch file" not in line and "languages" not in line)


WORDS = " ".join(["woord"] * 19)


@pytest.mark.parametrize(
    ("bad", "said", "good"),
    [
        (f"Een {WORDS} te veel.", "7: the sentence “Een woord woord woord …” has 22", WORDS + "."),
        (f"Kort.\nEen {WORDS} op twee\nregels.", "8: the sentence", f"Kort.\nEen {WORDS}:\nkort."),
        (f"- Een {WORDS}\n  te veel.", "7: the sentence", f"- {WORDS}\n- {WORDS}"),
        ("| A | B |\n|---|---|\n| x | Wij doen dit middels een lijst. |", "9: “middels”", "Met"),
        ("Ten aanzien van de pas.", "7: “ten aanzien van” is a hard word: try “over", "Over"),
        ("Indien [x](term:katvanger).", "7: “indien”", "De [katvanger, indien](term:katvanger)."),
        ("Dat is niet ongewoon.", "7: “niet ongewoon” says no twice", "Dat is gewoon."),
        ("Er is niemand die\nnooit niet belt.", "7: “nooit niet”", "Ga niet, en bel niet."),
        ("Teken niets wat niet klopt.", "7: “niets wat niet”", "Teken niet onder druk."),
        ("Kijk [hier](lesson:zegel).", "7: the link “hier”", "Zie [het zegel](lesson:zegel)."),
        ("Bel 144 nu.", "7: 144 is not in contacts.md", "Het weegt 144 kilo."),
        ("Bel 112 nu.", "7: 112 is typed: write [](contact:emergency)", "De A112 is dicht."),
        ("Bel +32 2 123 45 67.", "7: +32 2 123 45 67 is not in contacts.md", "Bel op 01-12-2026."),
        (
            "![Eén pallet past niet](media/pallet.svg)\n\n/// caption\nEén pallet past niet.\n///",
            "7: the alternative text repeats the caption",
            "![Een pallet met dozen](media/pallet.svg)\n\n/// caption\nEén pallet past niet.\n///",
        ),
        ("![Foto van een pallet](media/pallet.svg)", "7: “Foto", "![Een pallet](media/pallet.svg)"),
    ],
)  # fmt: skip
def test_a_text_gets_advice_at_its_line(bad: str, said: str, good: str) -> None:
    assert about(bad).startswith(said)
    assert about(good) == ""


@pytest.mark.parametrize(
    ("bad", "said", "good"),
    [
        ("We utilise it.", "5: “utilise” is a hard word: try “use”", "We use it."),
        ("It is not uncommon.", "5: “not uncommon” says no twice", "Not now, and no more."),
        ("Read [more](lesson:zegel).", "5: the link “more”", "Read [the seal](lesson:zegel)."),
    ],
)
def test_english_has_rules_of_its_own(bad: str, said: str, good: str) -> None:
    assert about(bad, "en").startswith(said)
    assert about(good, "en") == ""


def test_words_that_an_answer_may_use_are_no_sentence() -> None:
    assert about(f"- Wat er was {{#wat}}\n    words: {WORDS} | indien | {WORDS}\n    Ja.") == ""


def quiz(options: str, times: int = 4, kind: str = "single", quote: str = "> Zo is het.") -> str:
    questions = [
        f"\n## Vraag {n}? {{#v{n} type={kind}}}\n\n{options}\n\n{quote}\n" for n in range(times)
    ]
    return "---\ntitle: Toets\n---\n" + "".join(questions)


SHORT = "- [ ] Nee. {#a}\n    Nee.\n"
LONG = "- [x] Ja, dat is een goed idee. {#b}\n    Ja.\n"


def test_a_right_answer_that_is_always_the_longest_is_told() -> None:
    changes: dict[str, str | None] = {QUIZ_PATH: quiz(SHORT + LONG), QUIZ_EN: None}
    assert any("5: the right answer is the longest in 4 of 4" in line for line in advice(changes))
    changes[QUIZ_PATH] = quiz(SHORT.replace("Nee.", "Nee, dat zou ik nooit doen.") + LONG)
    assert not any("longest" in line for line in advice(changes))


def test_a_right_answer_that_is_always_in_one_place_is_told() -> None:
    changes: dict[str, str | None] = {QUIZ_PATH: quiz(SHORT + LONG), QUIZ_EN: None}
    assert any("stands at place 2 in 4 of 4" in line for line in advice(changes))
    mixed = quiz(SHORT + LONG).replace(SHORT + LONG, LONG + SHORT, 2)
    assert not any("at place" in line for line in advice({**changes, QUIZ_PATH: mixed}))
    few = quiz(SHORT + LONG, times=3)
    assert advice({**changes, QUIZ_PATH: few}) == []


def test_a_question_that_explains_nothing_is_told() -> None:
    steps = "1. Eerst {#a}\n2. Dan {#b}\n"
    changes: dict[str, str | None] = {QUIZ_PATH: quiz(steps, 1, "ordering"), QUIZ_EN: None}
    assert advice(changes) == [
        "5: no answer to this question has feedback: say under one why it is right"
    ]
    steps = steps.replace("\n2", "\n    Daarom.\n2")
    assert advice({**changes, QUIZ_PATH: quiz(steps, 1, "ordering")}) == []
    asked = "/// question\n## Wat? {#wat-nu}\n\n" + SHORT + LONG + "///"
    assert about(asked).startswith("8: this question has no explanation")


@pytest.mark.parametrize("text", ["Al het bovenstaande", "Geen van beide", "A en B"])
def test_an_answer_about_the_other_answers_is_told(text: str) -> None:
    asked = quiz(SHORT + LONG.replace("Ja, dat is een goed idee", text), 1)
    changes: dict[str, str | None] = {QUIZ_PATH: asked, QUIZ_EN: None}
    assert advice(changes)[0].startswith(f"9: “{text}")
    changes[QUIZ_PATH] = asked.replace(text, "Geen van beide chauffeurs belt")
    assert advice(changes) == []


def test_facts_are_to_be_checked_every_six_months() -> None:
    changes = lesson("Tekst.", front="checked: 2026-05-25\nsources: [S1]\n")
    assert advice(changes, date(2026, 11, 25)) == []
    assert advice(changes, date(2026, 11, 26))[0].startswith("5: the facts were last checked on")
    assert advice(changes, date(2026, 5, 24))[0].startswith("5: 2026-05-25 has yet to come")
    assert advice(lesson("Tekst.", front="sources: [S1]\n"))[0].startswith("5: there are sources")


COURSE = "courses/basis/course.md"


def test_a_course_that_says_how_long_it_is_gets_advice_on_length() -> None:
    """Its lessons, its modules and all that is required; any other course says nothing."""
    module, zegel = f"{MODULE_PATH}/module.md", f"{MODULE_PATH}/20-zegel.md"
    timed = GOOD[COURSE].replace("due_days", "minutes: 11\ndue_days")
    as_it_is: dict[str, str | None] = {module: GOOD[module], zegel: GOOD[zegel]}
    assert advice(as_it_is) == []
    said = "3: the words and questions of this lesson take about 1 minutes"
    assert advice({COURSE: timed, zegel: GOOD[zegel]}) == [said]
    short = {zegel: GOOD[zegel].replace("minutes: 4", "minutes: 1")}
    assert advice({COURSE: timed, **short}) == ["3: this lesson takes 1 minutes: make it 3 to 6"]
    words = {zegel: GOOD[zegel].replace("Vergelijk.", "Vergelijk nu. " * 300)}
    assert advice({COURSE: timed, **words, zegel: words[zegel].replace(": 4", ": 3")}) == []
    extra = GOOD[module].replace("theme", "optional: true\ntheme")
    said = "4: what is required takes 0 minutes, not about 11: shorten or lengthen it, make"
    assert advice({COURSE: timed, module: extra})[0].startswith(said)
    long = {zegel: GOOD[zegel].replace("minutes: 4", "minutes: 14")}
    told = advice({COURSE: timed, module: GOOD[module], **long})
    assert "1: this module takes 21 minutes: make it 10 to 20" in told


def test_a_translation_that_stayed_behind_is_told() -> None:
    text = GOOD[LESSON_PATH]
    longer = text.replace("Bel [](contact:mma)", "Op 19.30 uur.\n\nBel [](contact:emergency)")
    english = LESSON_PATH.replace(".md", ".en.md")
    said = advice({LESSON_PATH: longer, english: GOOD[english]})
    assert said == [
        "8: only one of the two languages has contact:emergency, contact:mma here:"
        " bring them together",
        "8: only one of the two languages has 7:30 here: bring them together",
        "8: paragraphs: 3 here, 4 in the Dutch file. Bring them together",
    ]
    same = GOOD[english].replace("Bel [](contact:mma)", "7:30 pm.\n\nBel [](contact:emergency)")
    assert advice({LESSON_PATH: longer, english: same}) == []


def test_files_with_errors_still_get_advice_on_their_text() -> None:
    text = "Middels een [pas](lesson:weg).\n\n///\n\nBel 144."
    broken = lesson(text, "checked: 2026-11-23 10:00:00\n")
    assert advice(broken) == ["8: “middels” is a hard word: try “met, door”"]
    assert advice({LESSON: "geen voorblok", QUIZ_PATH: "---\ntitle: [", QUIZ_EN: "\x00"}) == []


@pytest.fixture(scope="module")
def training() -> tuple[Tree, Loaded]:
    """What we teach."""
    tree = read_tree(ROOT)
    return tree, load_library(tree)


def test_our_own_training_has_what_it_should(training: tuple[Tree, Loaded]) -> None:
    """Enough terms, drawings and stories, and the process from order to access."""
    library = training[1].library
    assert library is not None
    course = library.courses("nl")[0]
    for lang in LANGUAGES:
        terms = [term for term in library.glossary(lang).values() if term.lang == lang]
        assert len(terms) >= 60
    scenes = [media for media in library.media_by_url.values() if media.mime == "image/svg+xml"]
    assert len(scenes) >= 20
    assert sum(media.size for media in scenes) < 400_000
    steps = [step for module in course.modules for step in module.steps]
    stories = [step for step in steps if isinstance(step, Scenario)]
    assert len(stories) >= 6
    assert course.scan is not None
    assert [step.id for step in course.scan.steps] == STEPS


def test_our_own_training_passes_clean(training: tuple[Tree, Loaded]) -> None:
    """Dates left out: they ask for a look in time, whatever the text says."""
    tree, loaded = training
    rules = [rule for rule in RULES if rule is not check_dates]
    found, counts = advise(tree, loaded, TODAY, rules)
    assert [f"{one.path}:{one.line}: {one.text()}" for one in found] == []
    assert not loaded.problems
    assert counts is not None
    assert counts.items > counts.lessons > counts.modules > 0
    assert counts.words["nl"] > 0 < counts.words["en"]
    assert 235 <= counts.minutes <= 255
