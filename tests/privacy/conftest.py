"""A real server on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests._live import Live
from tests.conftest import SAMPLE


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Live]:
    """`lms serve` with two workers, on an instance of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copytree(SAMPLE, tmp_path / "content")
    url = "" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres_url")
    live = Live(instance, tmp_path / "content", url, workers=2).start(checked=False)
    yield live
    live.stop()
    live.close()
