"""courses/kits: one kit in every language of words.md, the same slides and questions in each."""

from __future__ import annotations

import pytest

from lms.content import Tree, load_library, read_tree
from lms.content.kits.types import Round
from lms.content.types import Library
from tests.conftest import SAMPLE

KIT = "courses/kits/perron.md"
ENGLISH = "courses/kits/perron.en.md"
POLISH = "courses/kits/perron.pl.md"
WORDS = "courses/kits/words.pl.md"


def sample() -> Library:
    library = load_library(read_tree(SAMPLE)).library
    assert library is not None
    return library


def test_a_kit_is_there_in_every_language_with_the_same_slides_and_keys() -> None:
    library = sample()
    assert library.kit_languages == ("nl", "en", "pl")
    kits = [library.kit("perron", lang) for lang in library.kit_languages]
    assert [kit.lang for kit in kits if kit] == ["nl", "en", "pl"]
    assert len({tuple(slide.id for slide in kit.slides) for kit in kits if kit}) == 1
    assert len({tuple(item.keys for item in kit.items.values()) for kit in kits if kit}) == 1
    assert [kit.title for kit in library.kits("pl")] == ["Na rampie"]
    assert library.kit_words("xx").lang == "nl"


def test_what_is_shown_read_and_said_is_kept_apart() -> None:
    kit = sample().kit("perron", "nl")
    assert kit is not None
    slide = kit.slides[0]
    assert slide.html == "<p>Een onbekende wagen.</p>"
    assert "vervanger" in slide.more_html
    assert slide.notes_html == "<p>Vraag: wie staat er vandaag?</p>"
    assert (slide.minutes, kit.version, len(kit.remember)) == (2.0, "1.2", 3)


def test_a_gain_question_is_asked_at_the_beginning_and_again_in_its_place() -> None:
    kit = sample().kit("perron", "nl")
    assert kit is not None
    rounds = [(step.slide.id, step.round) for step in kit.steps if step.slide]
    assert rounds == [
        ("doen", Round.BEFORE),
        ("zien", None),
        ("doen", Round.AFTER),
        ("bewijs", Round.ONCE),
    ]


def test_every_text_of_a_kit_has_its_hash_in_the_editions() -> None:
    keys = {(text.kind, text.key) for text in sample().texts.values()}
    assert {("kit", "kits/perron"), ("item", "kits/perron/wegkijken")} <= keys


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (KIT, "gain: [wegkijken]", "gain: [weg]", "there is no question 'weg' in this kit"),
        (KIT, "gain: [wegkijken]", "next: [perron]", "'next' names 'perron', which is no other"),
        (KIT, "{#zien minutes=2}", "", "this slide has no id"),
        (KIT, "{#bewijs minutes", "{#zien minutes", "the id 'zien' is used twice"),
        (KIT, "minutes=2}", "minutes=veel}", "minutes is a number"),
        (KIT, "minutes=2}", "uren=2}", "'uren' is not known behind a slide"),
        (KIT, "## Wat zie je?", "Losse tekst\n\n## Wat zie je?", "text above the first ##"),
        (KIT, "type=true-false", "type=multiple", "a live question is answered with one tap"),
        (KIT, "/// more", "//// more", "this block is not closed: end it with ////"),
        (KIT, 'version: "1.2"', "version: nieuw", "'version' is not right"),
        (KIT, "  - Kijk wie er rijdt.\n", "", "'remember.2' is missing"),
        (ENGLISH, "{#zien", "{#kijken", "the slides are not those of the Dutch file"),
        (POLISH, "- [x] Mówię", "- [ ] Mówię", "no option is marked as right"),
        (WORDS, "  join: ", "  jion: ", "the word 'join' is missing"),
        (WORDS, "%(count)s z ", "", "the word 'answered' has other variables"),
        (POLISH, "Nieznany", "[Nieznany](lesson:een)", "lesson"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(path: str, old: str, new: str, said: str) -> None:
    files = dict(read_tree(SAMPLE).files)
    text = files[path].decode()
    assert old in text
    files[path] = text.replace(old, new, 1).encode()
    problems = [str(problem) for problem in load_library(Tree.from_mapping(files)).problems]
    assert any(said in problem and problem.startswith(path) for problem in problems), problems


def test_a_language_without_words_is_no_language_of_kits() -> None:
    files = {p: f for p, f in read_tree(SAMPLE).files.items() if p != WORDS}
    errors = [str(problem) for problem in load_library(Tree.from_mapping(files)).errors]
    assert any(
        error.startswith(POLISH) and "'.pl' is no language here" in error for error in errors
    )
