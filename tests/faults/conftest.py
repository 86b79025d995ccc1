"""Real servers whose processes, databases and files may be broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests._live import Live
from tests.conftest import SAMPLE

Serve = Callable[..., Live]


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Serve]:
    """`new(url=..., workers=2)`: a server with a content folder of its own, not started yet."""
    made: list[Live] = []

    def _new(**options: Any) -> Live:
        instance = tmp_path / f"instance{len(made)}"
        content = tmp_path / f"content{len(made)}"
        instance.mkdir()
        shutil.copytree(SAMPLE, content)
        made.append(Live(instance, content, **options))
        return made[-1]

    yield _new
    for live in made:
        live.stop()
        live.close()


@pytest.fixture
def serve(new: Serve) -> Serve:
    """The same, serving."""
    return lambda **options: new(**options).start()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def serve_on_both(request: pytest.FixtureRequest, serve: Serve) -> Serve:
    """A server on SQLite, and once more on PostgreSQL."""
    if request.param == "sqlite":
        return serve
    url = request.getfixturevalue("fresh_postgres_url")
    return lambda **options: serve(url=url, **options)
