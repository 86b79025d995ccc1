"""A small content set that is right, for tests to bend."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content import Library, Loaded, Tree, load_library

COURSE = """---
title: Basistraining
summary: Eén zin.
due_days: 90
themes:
  start: Om te beginnen
completion:
  modules: all
  meetings: [training-day-1, training-day-2]
---
"""
COURSE_EN = """---
title: Basic training
summary: One sentence.
themes:
  start: To begin with
---
"""
MODULE = """---
title: Introductie
summary: Waar gaat het over?
theme: start
quiz: introductie
---
"""
MODULE_EN = "---\ntitle: Introduction\nsummary: What is it about?\n---\n"
LESSON = """---
title: Een pallet
minutes: 6
summary: Aan het laadperron.
image: media/pallet.svg
---

Kijk naar **je eigen** normaal en naar de [katvanger](term:katvanger).

## Waar let je op? {#waar-let-je-op}

Bel [](contact:mma) of [lees verder](lesson:zegel#nummer).

![Een pallet met dozen.](media/pallet.svg)

/// caption
Eén pallet past niet.
*Illustratie: POCO Academie*{.credit}
///

/// question
## Wat doe je? {#wat}

- [ ] Akkoord geven. {#akkoord}
    Nee.
- [x] Bellen met [MMA](contact:mma). {#bellen}
    Ja.

> Een [katvanger](term:katvanger) is er ook.
///

/// tip
Bel terug.
///
"""
LESSON_EN = (
    LESSON.replace("minutes: 6\n", "").replace("image: media/pallet.svg\n", "")
    .replace("Een pallet\n", "A pallet\n").replace("Wat doe je?", "What do you do?")
)  # fmt: skip
SECOND = """---
title: Het zegel
minutes: 4
summary: Klopt het nummer?
---

## Het nummer {#nummer}

Vergelijk.
"""
QUIZ = """---
title: Toets
pass_mark: 70
draw: 1
attempts: 3
wait_hours: 24
---

## Welke twee? {#zegel type=multiple tags="transport zegel"}

- [x] Nummer. {#nummer}
    Ja.
- [x] Heel. {#heel}
    Ja.
- [ ] Kleur. {#kleur}
    Nee.

> Zie [de les](lesson:een-pallet#waar-let-je-op).

## Klopt dit? {#klopt type=true-false}

- [ ] Klopt {#true}
    Nee.
- [x] Klopt niet {#false}
    Ja.

> Zo is het.
"""
CONTACTS = """---
title: Waar meld ik dit?
checked: 2026-11-23
---

Hier oefen je.

## Gevaar {#emergency name="Alarmnummer" phone="112"}

Raak niets aan.

## Anoniem {#mma name="Meld Misdaad Anoniem" phone="0800-7000" url="https://www.meldmisdaadanoniem.nl"}

Niemand kent je naam.
"""
GLOSSARY = """---
title: Begrippen
---

## katvanger {#katvanger}

Iemand die op **papier** eigenaar is.
"""
DAY = """---
title: Dag samen
summary: We oefenen.
---

## Programma {#programma}

Lees eerst [de les](lesson:zegel#nummer) over de [katvanger](term:katvanger).
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="9"/></svg>'

MODULE_PATH = "courses/basis/10-introductie"
LESSON_PATH = f"{MODULE_PATH}/10-een-pallet.md"
QUIZ_PATH = "quizzes/basis/introductie.md"

GOOD: dict[str, str] = {
    "courses/contacts.md": CONTACTS,
    "courses/contacts.en.md": CONTACTS.replace(
        "Waar meld ik dit?", "Where do I report this?"
    ).replace("checked: 2026-11-23\n", ""),
    "courses/glossary.md": GLOSSARY,
    "courses/glossary.en.md": GLOSSARY.replace("## katvanger", "## front man"),
    "courses/basis/course.md": COURSE,
    "courses/basis/course.en.md": COURSE_EN,
    "courses/basis/media/pallet.svg": SVG,
    f"{MODULE_PATH}/module.md": MODULE,
    f"{MODULE_PATH}/module.en.md": MODULE_EN,
    LESSON_PATH: LESSON,
    f"{MODULE_PATH}/10-een-pallet.en.md": LESSON_EN,
    f"{MODULE_PATH}/20-zegel.md": SECOND,
    f"{MODULE_PATH}/20-zegel.en.md": SECOND.replace("minutes: 4\n", ""),
    **{
        f"courses/basis/meetings/training-day-{number}{ending}": DAY
        for number in (1, 2)
        for ending in (".md", ".en.md")
    },
    QUIZ_PATH: QUIZ,
    "quizzes/basis/introductie.en.md": "---\ntitle: Test\n---\n" + QUIZ.split("---\n", 2)[2],
}


def load(changes: Mapping[str, str | bytes | None] | None = None) -> Loaded:
    """The good set with some files changed, added, or (None) taken away."""
    files: dict[str, str | bytes | None] = {**GOOD, **(changes or {})}
    return load_library(
        Tree.from_mapping(
            {
                path: text.encode() if isinstance(text, str) else text
                for path, text in files.items()
                if text is not None
            }
        )
    )


def library(changes: Mapping[str, str | bytes | None] | None = None) -> Library:
    loaded = load(changes)
    assert loaded.library is not None, "\n".join(map(str, loaded.problems))
    return loaded.library


def found(changes: Mapping[str, str | bytes | None]) -> str:
    """Every problem as `lms check` prints it."""
    return "\n".join(str(problem) for problem in load(changes).problems)


def lesson_html(body: str, changes: Mapping[str, str | bytes | None] | None = None) -> str:
    """The HTML of a lesson with this text."""
    path = f"{MODULE_PATH}/30-proef.md"
    text = f"---\ntitle: Proef\nminutes: 1\nsummary: Proef.\n---\n\n{body}\n"
    course = library({path: text, **(changes or {})}).course("basis", "nl")
    assert course is not None
    lesson = course.lesson("proef")
    assert lesson is not None
    return "\n".join(piece for piece in lesson.segments if isinstance(piece, str))


def lesson_problems(body: str) -> str:
    """What the check says about a lesson with this text (it begins at line 7)."""
    path = f"{MODULE_PATH}/30-proef.md"
    text = f"---\ntitle: Proef\nminutes: 1\nsummary: Proef.\n---\n\n{body}\n"
    lines = [str(p) for p in load({path: text}).problems if "translation" not in p.message]
    return "\n".join(lines).replace(f"{path}:", "")
