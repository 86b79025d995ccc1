"""Whether a report file holds together: the model keeps to its own rubric, a translation to it."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.documents import Part
from lms.content.problems import Report
from lms.grading.items.building import plain
from lms.grading.reports import FIELDS, Rubric, State, review


def check_model(rubric: Rubric, parts: Mapping[str, Part], report: Report) -> None:
    """The model report is reviewed like any other: it has every point and no opinions."""
    # Tags become spaces, or the last word of a paragraph and the first of the next are one.
    texts = {field.id: plain(field.model.replace("<", " <")) for field in rubric.fields}
    for field in review(rubric, texts, "").fields:
        line = parts[field.id].line
        for point in field.points:
            if point.point.evidence.alternatives and point.state is not State.FOUND:
                report.error(
                    line, f"the model text here has none of the words of '{point.point.key}'"
                )
        for word in (*field.opinions, *field.noise):
            if not word.thought:
                report.error(line, f"the model text has '{word.words}', which you advise against")


def compare(original: Rubric, rubric: Rubric, report: Report) -> None:
    """Points, routes and questions are those of the Dutch file; only the words may differ."""
    pairs: list[tuple[str, object, object]] = [
        (
            f"the points of '{name}'",
            _points(original, name),
            _points(rubric, name),
        )
        for name in FIELDS
    ]
    pairs += [
        (
            "the routes",
            [(route.id, route.right) for route in original.routes],
            [(route.id, route.right) for route in rubric.routes],
        ),
        (
            "the questions to oneself",
            [question.key for question in original.questions],
            [question.key for question in rubric.questions],
        ),
    ]
    for what, dutch, here in pairs:
        if dutch != here:
            report.error(1, f"{what} are not those of the Dutch file, in the same order")


def _points(rubric: Rubric, name: str) -> list[str]:
    return [point.key for field in rubric.fields if field.id == name for point in field.points]
