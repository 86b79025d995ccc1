"""Scenario files: read, checked, and walked through."""

from __future__ import annotations

import pytest

from lms.content.exercises.scenario import Outcome, Scenario
from tests.content.samples import MODULE_PATH, found, library

PATH = f"{MODULE_PATH}/15-doos.scenario.md"
EN = f"{MODULE_PATH}/15-doos.scenario.en.md"
FRONT = "---\ntitle: De doos\nminutes: 5\nsummary: Wat doe je?\n---\n"
STORY = """
Jij bent teamleider.

## Een doos {#doos}

![Een pallet met dozen.](media/pallet.svg)

Er staat een doos. Wie is een [katvanger](term:katvanger)?

- [Openmaken.](#open) {#openmaken}
    Je zit er nu aan.
- [Een collega **vragen**.](#collega) {#vragen}
    Je loopt erheen.

> Eerst kijken. [Lees terug](lesson:een-pallet#waar-let-je-op)

## De collega {#collega}

Zij weet het ook niet.

- [Terug naar de doos.](#doos) {#terug}
    Hij staat er nog.
- [Samen bellen.](#goed) {#bellen}
    Die komt.

## Te dichtbij {#open outcome=risky}

Jammer.

## Opgelost {#goed outcome=good}

Mooi.

> Zo hoort het.
"""
DUTCH = FRONT + STORY
ENGLISH = FRONT.replace("minutes: 5\n", "").replace("De doos", "The box") + STORY.replace(
    "Openmaken.", "Open it."
)
BOTH: dict[str, str | bytes | None] = {PATH: DUTCH, EN: ENGLISH}


def story(lang: str = "nl") -> Scenario:
    course = library(BOTH).course("basis", lang)
    scenario = course.part("scenario/doos") if course else None
    assert isinstance(scenario, Scenario)
    return scenario


def test_a_scene_has_a_picture_a_text_choices_and_what_is_kept_for_the_debrief() -> None:
    scene = story().scenes[0]
    assert story().intro == "<p>Jij bent teamleider.</p>"
    assert 'alt="Een pallet met dozen."' in scene.picture
    assert "Er staat een doos." in scene.html
    assert [term.id for term in scene.terms] == ["katvanger"]
    assert [(choice.key, choice.to) for choice in scene.choices] == [
        ("openmaken", "open"),
        ("vragen", "collega"),
    ]
    assert scene.choices[1].text == "Een collega <strong>vragen</strong>."
    assert scene.choices[0].consequence == "<p>Je zit er nu aan.</p>"
    assert 'href="/training/basis/lesson/een-pallet#waar-let-je-op"' in scene.why
    assert [ending.outcome for ending in story().endings] == [Outcome.RISKY, Outcome.GOOD]


def test_choices_are_followed_from_the_first_scene() -> None:
    walk = story().walk(["vragen", "terug", "vragen", "bellen"])
    assert walk is not None
    assert [taken.scene.id for taken in walk.taken] == ["doos", "collega", "doos", "collega"]
    assert walk.scene.id == "goed"
    assert walk.ended
    start = story().walk([])
    assert start is not None
    assert not start.ended


def test_a_choice_that_is_not_there_leads_nowhere() -> None:
    assert story().walk(["bellen"]) is None
    assert story().walk(["openmaken", "vragen"]) is None


def test_a_way_through_one_language_is_one_through_the_other() -> None:
    english = story("en")
    assert (english.lang, english.scenes[0].choices[0].text) == ("en", "Open it.")
    assert english.hash != story().hash
    assert english.walk(["openmaken"]) is not None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("(#open)", "(#weg)", ":15: there is no scene 'weg' in this file"),
        ("(#open)", "(#collega)", "no choice leads to 'open'"),
        (" outcome=risky", "", "the story stops at 'open': give it choices"),
        ("Mooi.", "- [x](#doos) {#x}\n    X.", "'goed' is an ending and has choices"),
        ("outcome=good", "outcome=goed", "there is no outcome 'goed': use good, mixed, risky"),
        ("outcome=good", "outcome=mixed", "warning: no ending is good"),
        ("outcome=good", "outcome=good type=single", "'type' is not known here"),
        (" {#vragen}", "", ":17: this choice has no usable key"),
        ("{#vragen}", "{#openmaken}", ":17: the key 'openmaken' is used twice in this scene"),
        ("    Je loopt erheen.\n", "", ":17: warning: this choice has no consequence"),
        ("[Openmaken.]", "[[Openmaken](term:katvanger)]", "a choice is a button"),
        ("[Samen bellen.](#goed)", "Samen bellen.", "write a choice as - [what I do](#scene)"),
        ("{#collega}", "", "this section has no id"),
        ("## Een doos {#doos}", "## {#doos}", ":9: this scene has no title"),
        ("lesson:een-pallet#", "lesson:weg#", "there is no lesson 'weg'"),
        (STORY, "\nTekst.\n", "this scenario has no scenes"),
        ("Jammer.", "/// question\n## V {#v}\n///", "a scenario asks with choices"),
        ("> Eerst", "Nog wat.\n\n> Eerst", "this text stands below the choices"),
    ],
)
def test_mistakes_in_a_story(old: str, new: str, expected: str) -> None:
    assert old in DUTCH
    assert expected in found({PATH: DUTCH.replace(old, new)})


def test_a_circle_without_a_way_out_is_reported() -> None:
    circle = DUTCH.replace("(#doos)", "(#collega)").replace("(#goed)", "(#collega)")
    problems = found({PATH: circle})
    assert ":22: from 'collega' no way leads to an ending" in problems
    assert "from 'doos'" not in problems


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("## De collega {#collega}", "## De collega {#ander}", "scene 'collega' is missing here"),
        ("## De collega {#collega}", "## De collega {#ander}", "'ander' is not in the Dutch file"),
        ("{#bellen}", "{#belt}", "the choices of scene 'collega' have other keys"),
        ("(#goed)", "(#open)", "the choices of scene 'collega' have other keys, or lead elsewhere"),
        ("outcome=good", "outcome=mixed", "scene 'goed' has another outcome"),
    ],
)
def test_a_translation_tells_the_same_story(old: str, new: str, expected: str) -> None:
    assert expected in found({**BOTH, EN: ENGLISH.replace(old, new)})
