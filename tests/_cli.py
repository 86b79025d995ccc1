"""The commands of `lms` without the second that a new process takes to start."""

from __future__ import annotations

import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from lms import cli
from tests.conftest import SAMPLE


@dataclass(frozen=True)
class Result:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a content set and room for an instance."""
    for folder in ("courses", "quizzes"):
        shutil.copytree(SAMPLE / folder, tmp_path / folder)
    return tmp_path


def environment(place: Path, **settings: str) -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {
        **others,
        "LMS_INSTANCE": str(place / "instance"),
        "LMS_CONTENT": str(place),
        **settings,
    }


def lms(place: Path, *arguments: str, **settings: str) -> Result:
    """What a command printed and how it ended."""
    out, err = StringIO(), StringIO()
    code = 0
    with (
        patch.dict(os.environ, environment(place, **settings), clear=True),
        patch("sys.argv", ["lms", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Result(code, out.getvalue(), err.getvalue())
