"""Report files: what the check finds in them, with its line."""

from __future__ import annotations

import pytest

from lms.content.exercises.report import ReportCase
from lms.grading.reports import FIELDS
from tests.content.samples import MODULE_PATH, found, library
from tests.practice.sample import CASE, CASE_EN

PATH = f"{MODULE_PATH}/15-melding.report.md"
EN = f"{MODULE_PATH}/15-melding.report.en.md"


def changed(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in CASE
    return {PATH: CASE.replace(old, new, 1), EN: CASE_EN}


def test_a_case_is_read_with_all_it_needs() -> None:
    course = library({PATH: CASE, EN: CASE_EN}).course("basis", "en")
    case = course.part("report/melding") if course else None
    assert isinstance(case, ReportCase)
    assert (case.lang, case.title, case.minutes) == ("en", "A trolley", 5)
    assert "<strong>rode kar</strong>" in case.html
    assert tuple(field.id for field in case.rubric.fields) == FIELDS
    assert [(r.id, r.label, r.right) for r in case.rubric.routes] == [
        ("emergency", "Alarmnummer", True),
        ("none", "Eerst navragen", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Maandag om 21.40", "## Kop\n\nMaandag om 21.40", "the case is missing: tell it above"),
        ("{#how}", "{#hoe}", "this part needs one of these ids: who, what"),
        ("{#how}", "{#hoe}", "the part 'how' is missing"),
        ("{#where}", "{#who}", "the part 'who' stands here twice"),
        ("    words: deur 3\n", "", "'words:' is missing below this line"),
        ("    words: deur 3\n", "    woorden: deur 3\n", "begin this line with one of words:"),
        ("words: deur 3", "words: deur 3 |", "between two | stands a word or more"),
        ("> Bij deur 3.\n", "", "the model text is missing"),
        ("> Bij deur 3.\n", "> Bij deur 4.\n", "none of the words of 'where-punt'"),
        ("> Eén man.\n", "> Eén man, een boef.\n", "has 'boef', which you advise against"),
        ("{#how-punt}", "", "this line has no key"),
        ("- [x] emergency", "- [x] brandweer", "there is no contact 'brandweer' in contacts.md"),
        ("- [x] emergency", "- [ ] emergency", "no route fits: mark at least one with [x]"),
        ("- [x] emergency", "- emergency", "write a route as '- [x] police'"),
        ("none: Eerst navragen", "none", "say what this is: '- [x] none:"),
        ("    Past goed.\n", "", "say below this route why it fits or does not"),
        ("    Lees het hardop.\n", "", "say below this question what to try next time"),
        ("Laat dit weg.", "Bel [](contact:weg).", "there is no contact 'weg'"),
        ("{#who-punt}", "{#iemand}", "the points of 'who' are not those of the Dutch file"),
        ("- [ ] none: Eerst", "- [ ] emergency: Eerst", "the route 'emergency' stands here twice"),
    ],
)
def test_mistakes_are_reported(old: str, new: str, expected: str) -> None:
    assert expected in found(changed(old, new))


def test_a_mistake_has_its_line() -> None:
    line = CASE.split("\n").index("- [x] emergency") + 1
    assert f"{PATH}:{line}: there is no contact 'weg'" in found(
        changed("- [x] emergency", "- [x] weg")
    )
