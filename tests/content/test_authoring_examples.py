"""Every example in docs/authoring.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.content import Library, Tree, load_library
from lms.grading.items import REGISTRY
from tests.content.samples import SVG

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)

FRONTS = [text for kind, text in BLOCKS if kind == "yaml"]
TEXTS = [text for kind, text in BLOCKS if kind == "markdown"]
SCENARIOS = [text for text in TEXTS if "outcome=" in text]
QUESTIONS = [t for t in TEXTS if re.search(r"^(- \[|1\. .*\{#|- .*=>)", t, re.M) and t[0] == "#"]
WHOLE = [text for text in TEXTS if text.startswith("---")]
TOOLS = {
    name: next(text for text in WHOLE if sign in text)
    for name, sign in (
        ("scan", "asks:"),
        ("plan", "days="),
        ("card", "steps:"),
        ("kit", "follow_up:"),
    )
}
CONTACTS = [text for text in WHOLE if text not in TOOLS.values()]
TERMS = [text for text in TEXTS if text.startswith("## katvanger")]
REPORTS = [text for kind, text in BLOCKS if kind == "report"]
LESSONS = [text for text in TEXTS if text not in [*QUESTIONS, *WHOLE, *TERMS, *SCENARIOS]]

FOLDER = "courses/basistraining"
MODULE = f"{FOLDER}/20-transport"


def front(holding: str) -> str:
    """The one front matter with this key, and the things it presupposes."""
    (text,) = [text for text in FRONTS if holding in text]
    return text


def tree(lesson: str = "", question: str = "") -> Tree:
    """A course made of the examples; `lesson` and `question` are the ones under test."""
    section = (
        "" if "{#waar-let-je-op}" in lesson else "## Waar let je op? {#waar-let-je-op}\n\nX.\n"
    )
    files = {
        "courses/contacts.md": CONTACTS[0],
        "courses/card.md": TOOLS["card"],
        **{
            f"courses/card.{lang}.md": TOOLS["card"].replace("theme: signalen\n", "")
            for lang in ("en", "pl")
        },
        "courses/glossary.md": "---\ntitle: Begrippen\n---\n\n" + TERMS[0],
        "courses/kits/words.md": "---\nname: Nederlands\nwords: {join: Meedoen}\n---\n",
        "courses/kits/perron.md": TOOLS["kit"],
        "courses/kits/melden-zonder-angst.md": TOOLS["kit"].replace(
            "next: [melden-zonder-angst]", "next: [perron]"
        ),
        "courses/kits/media/perron.svg": SVG,
        f"{FOLDER}/course.md": front("due_days"),
        f"{FOLDER}/scan.md": TOOLS["scan"],
        f"{FOLDER}/plan.md": TOOLS["plan"],
        f"{FOLDER}/media/pallet.svg": SVG,
        f"{FOLDER}/media/laadperron.svg": SVG,
        f"{FOLDER}/media/film.mp4": "film",
        f"{FOLDER}/media/film.nl.vtt": "WEBVTT",
        f"{FOLDER}/media/meldkaart.pdf": "%PDF",
        f"{FOLDER}/10-begin/module.md": "---\ntitle: I\nsummary: S\ntheme: introductie\n---\n",
        f"{FOLDER}/10-begin/10-x.md": "---\ntitle: B\nsummary: S\nminutes: 1\n---\n\nX.\n",
        f"{MODULE}/module.md": front("theme: signalen"),
        f"{MODULE}/10-een-pallet-die-anders-is.md": f"{front('minutes: 6')}\n{section}\n{lesson}",
        f"{MODULE}/30-een-kar.report.md": REPORTS[0],
        f"{FOLDER}/meetings/training-day-1.md": front("sources: [S1]") + "\nX.\n",
        f"{FOLDER}/meetings/training-day-2.md": front("sources: [S1]") + "\nX.\n",
        f"{MODULE}/20-de-chauffeur-belt.scenario.md": f"{front('minutes: 6')}\n{SCENARIOS[0]}",
        "quizzes/basistraining/transport.md": front("draw").replace("draw: 8 ", "draw: 1 ")
        + "\n"
        + (question or QUESTIONS[0]),
    }
    return Tree.from_mapping({path: text.encode() for path, text in files.items()})


def read(**examples: str) -> tuple[Library | None, list[str]]:
    loaded = load_library(tree(**examples))
    noise = ("translation", "no text uses")
    return loaded.library, [
        str(problem)
        for problem in loaded.problems
        if problem.is_error or not any(word in problem.message for word in noise)
    ]


def test_the_guide_holds_examples_of_everything() -> None:
    assert len(FRONTS) == 5
    assert len(CONTACTS) == len(TERMS) == len(SCENARIOS) == len(REPORTS) == 1
    assert len(LESSONS) >= 6
    kinds = {kind for kind, _ in BLOCKS}
    assert kinds == {"text", "yaml", "markdown", "report"}


@pytest.mark.parametrize("example", LESSONS)
def test_a_lesson_example_is_right(example: str) -> None:
    library, problems = read(lesson=example)
    assert problems == []
    assert library is not None


@pytest.mark.parametrize("example", QUESTIONS)
def test_a_question_example_is_right(example: str) -> None:
    library, problems = read(question=example)
    assert [problem for problem in problems if "feedback" not in problem] == []
    assert library is not None


def test_there_is_an_example_of_every_type_of_question() -> None:
    written = {
        match[1] if (match := re.search(r"type=([\w-]+)", text)) else "single" for text in QUESTIONS
    }
    assert written == set(REGISTRY)


def test_all_examples_together_make_one_course() -> None:
    library, problems = read(lesson="\n\n".join(LESSONS), question="\n\n".join(QUESTIONS))
    assert [problem for problem in problems if "feedback" not in problem] == []
    course = library.course("basistraining", "nl") if library else None
    assert course is not None
    quiz = course.quiz("transport")
    assert quiz is not None
    assert len(quiz.items) == len(QUESTIONS)
    assert course.part("scenario/de-chauffeur-belt") is not None
    assert [theme.id for theme in course.themes] == ["introductie", "signalen"]
    assert library is not None
    assert list(library.cards) == ["nl", "en", "pl"]
    assert course.scan is not None
    assert list(course.scan.statements) == ["loading-deviation"]
    assert course.plan is not None
    assert [period.days for period in course.plan.periods] == [14]


@pytest.mark.parametrize("kind", [*REGISTRY, "signal", "tip", "watch-out", "own-company"])
def test_the_guide_names_every_type_and_call_out(kind: str) -> None:
    assert f"`{kind}`" in GUIDE.read_text("utf-8") or f"type={kind}" in GUIDE.read_text("utf-8")
