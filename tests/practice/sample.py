"""The small case of the sample content, and a report about it."""

from __future__ import annotations

from pathlib import Path

COURSE = "meldingen"
WRITE = f"/training/{COURSE}/report/melding"

_FOLDER = Path(__file__).parents[1] / "sample/courses/meldingen/10-schrijven"
CASE = (_FOLDER / "10-melding.report.md").read_text("utf-8")
CASE_EN = (_FOLDER / "10-melding.report.en.md").read_text("utf-8")

REPORT = {
    "who": "Eén man.",
    "what": "Een rode kar. De boef dronk koffie.",
    "where": "",
    "when": "om 9.40 pm, bij deur 3",
    "how": "",
    "vehicle": "xx00xx",
    "unknown": "Of hij een boef is.",
}
