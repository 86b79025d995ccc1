"""scan.md and plan.md: what they hold, and what the check says of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lms.content import Tree, load_library, read_tree
from lms.content.types import Course
from tests.conftest import SAMPLE

FOLDER = "courses/proef"


def files(**changed: tuple[str, str]) -> Mapping[str, bytes]:
    """The sample with a text replaced, by the name of its file with `_` for the dots."""
    found = dict(read_tree(SAMPLE).files)
    for name, (old, new) in changed.items():
        path = f"{FOLDER}/{name.replace('_', '.')}"
        text = found[path].decode()
        assert old in text
        found[path] = text.replace(old, new).encode()
    return found


def course(lang: str) -> Course:
    library = load_library(Tree.from_mapping(files())).library
    assert library is not None
    found = library.course("proef", lang)
    assert found is not None
    return found


def test_a_scan_has_steps_statements_and_measures_in_both_languages() -> None:
    scan = course("nl").scan
    assert scan is not None
    assert scan.shape == (("order", ("order-list", "order-call")), ("access", ("access-pass",)))
    statement = scan.statements["order-list"]
    assert (statement.text, statement.owner) == ("We hebben een lijst.", "Hoofd verkoop")
    assert (statement.why, statement.measure) == ("Een lijst helpt.", "Maak een lijst.")
    assert 'href="/training/proef/lesson/begin"' in statement.why_html
    english = course("en").scan
    assert english is not None
    assert english.minutes == scan.minutes
    assert english.statements["order-list"].measure == "Make a list."


def test_a_plan_takes_its_days_from_the_dutch_file_and_links_to_the_scan() -> None:
    plan = course("en").plan
    assert plan is not None
    assert [period.days for period in plan.periods] == [7, 30]
    assert [step.title for step in plan.steps] == ["Tell them", "Do the scan"]
    assert 'href="/resilience"' in plan.steps[1].html


def test_without_its_files_a_course_has_neither_and_a_link_to_them_is_dead() -> None:
    lesson = f"{FOLDER}/10-eerste/20-verder.md"
    left = {path: text for path, text in files().items() if "scan" not in path}
    left[lesson] += b"\n[x](tool:scan)\n"
    problems = [str(problem) for problem in load_library(Tree.from_mapping(left)).errors]
    assert any(lesson in line and "there is no file scan.md" in line for line in problems)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("scan_md", ' owner="Verkoop"', "", "who takes the measure?"),
        ("scan_md", "> Bel altijd terug.", "", "has no measure"),
        ("scan_md", "> Bel altijd terug.", f"> {'x' * 201}", "more than 200 signs"),
        ("scan_md", "Bellen helpt.", "", "why it matters"),
        ("scan_md", "{#order-call", "{#order-list", "used twice"),
        ("scan_md", "minutes: 5", "minuten: 5", "minuten"),
        ("scan_md", "lesson:begin", "lesson:weg", "there is no lesson 'weg'"),
        ("scan_en_md", "{#order-call", "{#order-phone", "not those of the Dutch file"),
        ("scan_en_md", "decision:", "besluit:", "other keys"),
        ("plan_md", " days=7", "", "after how many days?"),
        ("plan_en_md", "{#tell}", "{#say}", "not those of the Dutch file"),
    ],
)
def test_mistakes_are_told_with_their_file(name: str, old: str, new: str, said: str) -> None:
    loaded = load_library(Tree.from_mapping(files(**{name: (old, new)})))
    assert loaded.library is None
    path = f"{FOLDER}/{name.replace('_', '.')}"
    assert any(error.path == path and said in error.message for error in loaded.errors)
