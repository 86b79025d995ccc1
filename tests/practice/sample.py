"""A small case with its rubric, for tests to bend."""

from __future__ import annotations

from lms.grading.reports import FIELDS

MODULE = "courses/proef/20-tweede"
FILES = ("20-melding.report.md", "20-melding.report.en.md")

FRONT = "---\ntitle: Een kar\nminutes: 5\nsummary: Schrijf een melding.\n---\n\n"
FRONT_EN = "---\ntitle: A trolley\nsummary: Write a report.\n---\n\n"
STORY = "Maandag om 21.40 uur stond er een **rode kar** bij deur 3. Op de bus las je XX-00-XX.\n"
POINTS = {
    "who": ("een man | 1 man", "Eén man."),
    "what": ("kar* + rode", "Er stond een rode kar."),
    "where": ("deur 3", "Bij deur 3."),
    "when": ("21:40", "Maandag om 21.40 uur."),
    "how": ("zelf gezien | ik zag", "Ik zag het zelf."),
    "vehicle": ("XX-00-XX", "Een bus met XX-00-XX."),
    "unknown": ("wie", "Wie het was, weet ik niet."),
}


def _field(name: str) -> str:
    words, model = POINTS[name]
    return (
        f"## Vraag {name} {{#{name}}}\n\n- Het punt van {name} {{#{name}-punt}}\n"
        f"    words: {words}\n    found: Dat staat er.\n    missing: Dat staat er niet.\n\n"
        f"> {model}\n\n"
    )


REST = """## Oordelen {#opinions}

- boef* | verdacht*
    Schrijf op wat hij deed.

## Ruis {#noise}

- koffie
    Laat dit weg.

## Welke route? {#route}

- [x] emergency
    Past goed.
- [ ] none: Eerst navragen
    Dat deed je al.

## Kijk zelf {#self}

- Kan een ander het volgen? {#beeld}
    Lees het hardop.
"""
BODY = STORY + "\n" + "".join(_field(name) for name in FIELDS) + REST
CASE = FRONT + BODY
CASE_EN = FRONT_EN + BODY

REPORT = {
    "who": "Eén man.",
    "what": "Een rode kar. De boef dronk koffie.",
    "where": "",
    "when": "om 9.40 pm, bij deur 3",
    "how": "",
    "vehicle": "xx00xx",
    "unknown": "Of hij een boef is.",
}
