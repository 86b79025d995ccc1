"""Real servers whose processes, databases and files may be broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests._live import Live
from tests._postgres import create_database, drop_database
from tests.conftest import SAMPLE

Serve = Callable[..., Live]
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Serve]:
    """`new(url=..., workers=2)`: a server with a content folder of its own, not started yet."""
    made: list[Live] = []

    def _new(**options: Any) -> Live:
        made.append(prepare(tmp_path / str(len(made)), **options))
        return made[-1]

    yield _new
    for live in made:
        finish(live)


@pytest.fixture
def serve(new: Serve) -> Serve:
    """The same, serving."""
    return lambda **options: new(**options).start(checked=False)


@pytest.fixture(params=BOTH)
def serve_on_both(request: pytest.FixtureRequest, serve: Serve) -> Serve:
    """A server on SQLite, and once more on PostgreSQL."""
    if request.param == "sqlite":
        return serve
    url = request.getfixturevalue("fresh_postgres_url")
    return lambda **options: serve(url=url, **options)


@pytest.fixture(scope="module", params=BOTH)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """A server with four workers on both databases, for tests that leave it whole."""
    folder = tmp_path_factory.mktemp("shared")
    if request.param == "sqlite":
        live = prepare(folder, workers=4)
        yield live.start(checked=False)
        finish(live)
        return
    server = request.getfixturevalue("postgres_server")
    name = f"lms_{folder.name}_{folder.parent.name}".replace("-", "_").lower()
    live = prepare(folder, workers=4, url=create_database(server, name))
    yield live.start(checked=False)
    finish(live)
    drop_database(server, name)


def prepare(folder: Path, **options: Any) -> Live:
    """A migrated instance with content that a test may change."""
    (folder / "instance").mkdir(parents=True)
    shutil.copytree(SAMPLE, folder / "content")
    return Live(folder / "instance", folder / "content", **options)


def finish(live: Live) -> None:
    live.stop()
    live.close()
