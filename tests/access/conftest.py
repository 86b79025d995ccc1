"""The small course with an exercise in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.practice.sample import CASE, CASE_EN, FILES, MODULE


@pytest.fixture(autouse=True)
def exercise(content: Path) -> None:
    """Before the app reads its content."""
    for name, text in zip(FILES, (CASE, CASE_EN), strict=True):
        (content / MODULE / name).write_text(text, "utf-8")
