"""Every mistake an author can make: file, line, and what to do."""

from __future__ import annotations

import pytest

from tests.content.samples import (
    CONTACTS,
    COURSE,
    DAY,
    GLOSSARY,
    GOOD,
    LESSON,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    QUIZ,
    QUIZ_PATH,
    SECOND,
    found,
    lesson_problems,
)

EN = LESSON_PATH.replace(".md", ".en.md")
COURSE_PATH = "courses/basis/course.md"
DAY_PATH = "courses/basis/meetings/training-day-2.md"
QUESTION = "\n" + LESSON[LESSON.index("/// question") : LESSON.index("/// tip")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Tekst.\n\n[x](lesson:weg)", "9: there is no lesson 'weg'"),
        ("[x](lesson:zegel#weg)", "7: lesson 'zegel' has no section 'weg'"),
        ("[x](quiz:weg)", "7: there is no quiz 'weg'"),
        ("[x](contact:weg)", "7: there is no contact 'weg'"),
        ("[x](term:weg)", "7: there is no term 'weg'"),
        ("[x](#weg)", "7: this text has no section 'weg'"),
        ("[x](http://a.nl)", "7: 'http://a.nl' is not a safe address"),
        ("[x](tel:112)", "7: phone numbers are never typed here"),
        ("[x](10-een-pallet.md)", "write (lesson:…)"),
        ("[x](javascript:alert)", "cannot be linked"),
        ("[x]()", "7: this link leads nowhere"),
        ("[x](media/weg.pdf)", "7: there is no file 'media/weg.pdf'"),
        ("![x](media/weg.svg)", "7: there is no file 'media/weg.svg'"),
        ("![x](https://a.nl/x.png)", "7: a picture stands in the media folder"),
        ("![](media/pallet.svg)", "7: this picture has no alternative text"),
        ("[x](/media/0123456789abcdef/x.pdf)", "write a file of this course as"),
        ("# Kop", "7: the title stands between"),
        ("## Kop", "7: this section has no id"),
        ("## Kop {#Kop}", "the id 'Kop' is not usable"),
        ("## A {#a}\n\n## B {#a}", "9: the id 'a' is used twice"),
        ("/// tip\nTekst", "7: this block 'tip' is not closed"),
        ("Tekst\n\n///", "9: this /// closes nothing"),
        ("/// tipje\nTekst\n///", "7: there is no block 'tipje'"),
        ("/// tip\n/// question\n## V {#v}\n///\n///", "a question cannot stand inside"),
        ("/// tip\n/// signal\nX\n///\n///", "8: the block 'tip' above is not closed"),
        ("/// question\n## V {#v}\n\n- [x] A\n- [ ] B {#b}\n///", "10: this option has no key"),
        ("/// question\n///", "this question has no id"),
        ("Bel 088-123 45 67 nu.", "7: warning: a phone number seems to be typed"),
        ("Een <b>woord</b>.", "7: warning: HTML is shown as text"),
    ],
)
def test_mistakes_in_a_lesson(body: str, expected: str) -> None:
    assert expected in lesson_problems(body)


def test_a_dead_link_in_a_question_is_reported_at_its_own_line() -> None:
    text = LESSON.replace("(contact:mma). {#bellen}", "(contact:weg). {#bellen}")
    line = text.split("\n").index("- [x] Bellen met [MMA](contact:weg). {#bellen}") + 1
    assert f"{LESSON_PATH}:{line}: there is no contact 'weg'" in found({LESSON_PATH: text})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: 6", "minuts: 6", ":3: 'minuts' is not known: did you mean 'minutes'?"),
        ("minutes: 6\n", "", "'minutes' is missing"),
        ("minutes: 6", "minutes: zes", ":3: 'minutes' must be a whole number"),
        ("minutes: 6", "minutes: 0", ":3: 'minutes' is not right"),
        ("minutes: 6", "minutes: 6\nchecked: gisteren", ":4: 'checked' must be a date"),
        ("minutes: 6", "minutes: 6\nminutes: 7", ":4: 'minutes' stands here twice"),
        ("title: Een pallet", "title: Een: pallet", ":2: this line cannot be read"),
        ("title: Een pallet", "title: *x", "goes between quotes"),
        ("title: Een pallet", "title:", ":2: 'title' must be a text"),
        ("media/pallet.svg\n", "media/weg.svg\n", ":5: there is no file 'media/weg.svg'"),
        ("---\ntitle", "title", ":1: the file must begin with a block"),
    ],
)
def test_mistakes_in_front_matter(old: str, new: str, expected: str) -> None:
    assert expected in found({LESSON_PATH: LESSON.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (LESSON_PATH, "", "10-een-pallet.md:1: this file is empty"),
        (LESSON_PATH, "---\ntitle: x\n", ":1: the block that begins here has no second line"),
        (LESSON_PATH, LESSON.split("\n\n")[0], "this lesson has no text"),
        (COURSE_PATH, None, "course.md:1: this file is missing"),
        (f"{MODULE_PATH}/module.md", None, "module.md:1: this file is missing"),
        (f"{MODULE_PATH}/module.md", MODULE.replace("start", "weg"), ":4: theme 'weg' is not in"),
        (
            f"{MODULE_PATH}/module.md",
            MODULE.replace("quiz: introductie", "quiz: weg"),
            "module.md:5: there is no file quizzes/basis/weg.md",
        ),
        (
            f"{MODULE_PATH}/module.md",
            MODULE.replace("quiz: introductie\n", ""),
            "introductie.md:1: warning: no module uses this quiz",
        ),
        (f"{MODULE_PATH}/les.md", SECOND, "les.md:1: name this file like 10-my-lesson.md"),
        ("courses/basis/Module 2/module.md", MODULE, "name the folder 'Module 2' like"),
        (f"{MODULE_PATH}/20-zegel.fr.md", SECOND, "'.fr' is no language here"),
        (f"{MODULE_PATH}/50-weg.en.md", SECOND, "this translation has no Dutch file"),
        (
            "courses/basis/20-leeg/module.md",
            MODULE.replace("quiz: introductie\n", ""),
            "this module has no lessons",
        ),
        ("courses/basis/20-dubbel/10-zegel.md", SECOND, "the lesson 'zegel' exists already in"),
        ("courses/basis/20-ook/module.md", MODULE, "belongs to module 'introductie' already"),
        ("courses/basis/notes.txt", "x", "notes.txt:1: warning: this file is not used"),
        ("courses/basis/media/los.png", "x", "los.png:1: warning: no text uses this file"),
        ("courses/basis/media/met spatie.png", "x", "rename this file"),
        ("courses/basis/media/virus.exe", "x", "files of this kind are not used"),
        ("courses/basis/media/pallet.svg", "<svg onload='x()'></svg>", "holds a script"),
        (
            QUIZ_PATH,
            QUIZ.replace("{#klopt ", "{#zegel "),
            ":20: the question id 'zegel' is used twice",
        ),
        (QUIZ_PATH, QUIZ.split("## ")[0], "this quiz has no questions"),
        (QUIZ_PATH, QUIZ.replace("## Welke", "Los.\n\n## Welke"), "warning: text above the first"),
        (
            COURSE_PATH,
            COURSE.replace("start:", "einde: Slot\n  start:"),
            "no module belongs to theme",
        ),
        (COURSE_PATH, COURSE + "\nTekst.\n", "warning: text below the second --- is not shown"),
        (COURSE_PATH, COURSE.replace("modules: all", "modules: some"), "'completion.modules'"),
        (
            "courses/glossary.md",
            GLOSSARY.replace(" {#katvanger}", ""),
            ":5: this heading has no id",
        ),
        ("courses/contacts.md", CONTACTS.replace("phone=", "fone="), "'fone' is not known"),
        ("courses/contacts.md", CONTACTS.replace("https:", "http:"), "is not a safe address"),
        (
            COURSE_PATH,
            COURSE.replace("day-2]", "day-2, day-3]"),
            "course.md:1: warning: there is no meetings/day-3.md",
        ),
        (
            DAY_PATH.replace("2", "3"),
            DAY,
            "training-day-3.md:1: warning: course.md asks for no meeting 'training-day-3'",
        ),
        (DAY_PATH, DAY.replace("zegel#", "weg#"), "day-2.md:8: there is no lesson 'weg'"),
        (DAY_PATH, DAY.split("\n\n")[0], "this training day has no text"),
        (DAY_PATH, DAY + QUESTION, "day-2.md:11: a training day has no questions"),
        (
            LESSON_PATH,
            LESSON.replace("lesson:zegel#nummer", "meeting:feest"),
            "there is no file meetings/feest.md",
        ),
        ("courses/contacts.md", None, "contacts.md:1: warning: this file is missing"),
    ],
)
def test_mistakes_in_files(path: str, text: str | None, expected: str) -> None:
    assert expected in found({path: text})


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (EN, "{#waar-let-je-op}", "{#what-to-look-for}", "the sections are not those of the Dutch"),
        (EN, "{#akkoord}", "{#agree}", "question 'wat': the keys are not those of the Dutch file"),
        (EN, "{#wat}", "{#what}", "question 'what' is not in the Dutch file"),
        (
            EN,
            "summary:",
            "minutes: 6\nsummary:",
            ":3: remove 'minutes' here: a translation has only",
        ),
        (
            "quizzes/basis/introductie.en.md",
            "[ ] Klopt {#true}",
            "[x] Klopt {#true}",
            "only one of",
        ),
        (
            "quizzes/basis/introductie.en.md",
            "- [ ] Kleur",
            "- [x] Kleur",
            "another answer is right",
        ),
        ("quizzes/basis/introductie.en.md", "type=multiple ", "", "more than one option is marked"),
        ("courses/contacts.en.md", "0800-7000", "0800-7001", "the phone number differs"),
        ("courses/contacts.en.md", "{#mma", "{#m", "'m' is not in the Dutch file"),
    ],
)
def test_translations_that_say_something_else(path: str, old: str, new: str, expected: str) -> None:
    assert old in GOOD[path]
    assert expected in found({path: GOOD[path].replace(old, new, 1)})


def test_all_mistakes_of_all_files_are_told_at_once_in_order() -> None:
    text = found({LESSON_PATH: LESSON.replace("minutes: 6", "minutes: x"), QUIZ_PATH: "x"})
    lines = text.split("\n")
    assert lines == sorted(lines)
    assert any(line.startswith(LESSON_PATH) for line in lines)
    assert any(line.startswith(QUIZ_PATH) for line in lines)
