"""Speed without a change of meaning: twice the lessons is twice the work."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from lms.content import markdown
from lms.content.links import Context, TermFacts
from lms.content.markdown import Renderer
from tests.content.samples import LESSON, MODULE_PATH, QUIZ, load

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"


def calls(lessons: int) -> int:
    """How many functions are called to load so many lessons: work that no busy machine changes."""
    files = {f"{MODULE_PATH}/{n}-les-{n}.md": LESSON for n in range(100, 100 + lessons)}
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        loaded = load(files)
    finally:
        sys.setprofile(None)
    assert loaded.library is not None
    return count


def test_loading_grows_in_step_with_the_number_of_lessons() -> None:
    calls(2)
    few, many = calls(10), calls(40)
    assert many < few * 4


@pytest.mark.parametrize("text", [LESSON, QUIZ, GUIDE.read_text("utf-8"), "*[x]: y\n\nx\n\n'k."])
def test_passing_plain_text_by_changes_no_output(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def render() -> list[str]:
        renderer = Renderer("nl")
        context = Context("nl", terms={"katvanger": TermFacts("katvanger", "x")})
        lines = [line for line in text.split("\n") if line.strip()]
        return [
            renderer.page(text, context),
            *(renderer.inline(line, context) for line in lines[:60]),
        ]

    quick = render()
    monkeypatch.setattr(markdown, "pass_plain_text", lambda md: None)
    monkeypatch.setattr(markdown, "plain_html", lambda text: None)
    assert render() == quick
