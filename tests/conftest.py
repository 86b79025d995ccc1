"""Fixtures: the app on both databases, with a small content set of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms import config, create_app, database
from lms.accounts import hashing
from lms.accounts import services as accounts
from lms.accounts.models import Person
from lms.accounts.queries import passkeys_of
from lms.content.library import Loaded, load_library
from lms.content.tree import Tree, read_tree
from lms.editions import store as editions
from lms.editions.models import ContentBlob, Edition, EditionFile
from lms.editions.store import Store, store
from lms.extensions import begin_writing, db
from tests.factories import STRANDED, give_passkey

pytest_plugins = ["tests._postgres", "tests._browser"]

SAMPLE = Path(__file__).parent / "sample"
_APPS: dict[str, Flask] = {}

COST_OF_A_PASSWORD = hashing.COST
# The suite hashes hundreds of passwords; how costly they are for people has a test of its own.
hashing.COST = CHEAPEST


def read_once(tree: Tree) -> Loaded:
    """The library of a tree; nearly every test starts with that of the same few files."""
    if tree.problems:
        return load_library(tree)
    if tree.hash not in _READ:
        _READ[tree.hash] = load_library(tree)
    return _READ[tree.hash]


_READ: dict[str, Loaded] = {}
editions.load_library = read_once


class Client(FlaskClient):
    """A browser. Each request gets a context of its own, as behind a real server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        begin_writing()
        return response


@pytest.fixture(scope="session")
def content_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample content that tests may change (see `content`)."""
    root = tmp_path_factory.mktemp("content")
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    return root


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(
    request: pytest.FixtureRequest, content_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The app on SQLite, and once more on PostgreSQL. Rows are removed after each test.

    What is taught stays loaded, unless the test asked for `content` to change it.
    """
    kind = request.param
    if kind not in _APPS:
        instance = tmp_path_factory.mktemp(f"instance-{kind}")
        url = (
            f"sqlite:///{instance / 'test.sqlite3'}"
            if kind == "sqlite"
            else request.getfixturevalue("postgres_url")
        )
        _APPS[kind] = make_app(instance, content_root, url)
        _hurry(_APPS[kind])
    app = _APPS[kind]
    with app.app_context():
        begin_writing()
        store().loaded  # noqa: B018  starts it, if this is its first test
        yield app
        db.session.remove()
        kept = empty(db.engine)
        if not kept or "content" in request.fixturenames:
            app.extensions["content"] = Store(app)
        app.extensions.pop("is_demo", None)
        STRANDED.clear()


def make_app(instance: Path, content: Path, url: str, **overrides: object) -> Flask:
    """An app of its own with a migrated database."""
    settings = config.Settings(
        instance=instance, content=content, database_url=url, secret_key="t" * 40
    )
    app = create_app(settings, {"TESTING": True, "WTF_CSRF_ENABLED": False, **overrides})
    app.test_client_class = Client
    with app.app_context():
        database.migrate()
    return app


def _hurry(app: Flask) -> None:
    """Nothing here needs to survive a power cut; tests/faults has servers that do."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        engine.dispose()
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))


def empty(engine: sa.Engine) -> bool:
    """Remove every row but the first edition, after every test; returns whether that was kept."""
    begin_writing()
    kept = is_only_edition(engine)
    tables = reversed(db.metadata.sorted_tables)
    names = [table.name for table in tables if not kept or table.name not in EDITION_TABLES]
    with engine.begin() as connection:
        empty_audit_trail(connection)
        if engine.dialect.name == "sqlite":
            for name in filled(connection, names):
                connection.exec_driver_sql(f"DELETE FROM {name}")
        else:
            connection.exec_driver_sql("; ".join(f"DELETE FROM {name}" for name in names))
    return kept


def filled(connection: sa.Connection, names: list[str]) -> list[str]:
    """Which of these tables hold anything. Asking them all at once costs less than one DELETE."""
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
    return list(connection.exec_driver_sql(" UNION ALL ".join(asked)).scalars())


EDITION_TABLES = frozenset(table.__tablename__ for table in (Edition, EditionFile, ContentBlob))


def is_only_edition(engine: sa.Engine) -> bool:
    """Whether what is taught is the sample as it is, and never was anything else."""
    with engine.connect() as connection:
        hashes = connection.scalars(sa.select(Edition.tree_hash)).all()
    return hashes == [_sample_hash()]


@cache
def _sample_hash() -> str:
    return read_tree(SAMPLE).hash


def empty_audit_trail(connection: sa.Connection) -> None:
    """Past the triggers that keep it: what an attacker who owns the database could do too."""
    tables = ("audit_entry", "audit_seal")
    if any(connection.scalar(sa.text(f"select 1 from {table} limit 1")) for table in tables):
        with unguarded(connection):
            for table in tables:
                connection.execute(sa.text(f"delete from {table}"))


@contextmanager
def unguarded(connection: sa.Connection) -> Iterator[None]:
    """A block in which the triggers of the audit trail are away."""
    if connection.dialect.name == "postgresql":
        for table in ("audit_entry", "audit_seal"):
            connection.execute(sa.text(f"alter table {table} disable trigger user"))
        yield
        for table in ("audit_entry", "audit_seal"):
            connection.execute(sa.text(f"alter table {table} enable trigger user"))
        return
    found = "select name, sql from sqlite_master where type = 'trigger' and name like 'audit%'"
    rules = connection.execute(sa.text(found)).all()
    for name, _rule in rules:
        connection.execute(sa.text(f"drop trigger {name}"))
    yield
    for _name, rule in rules:
        connection.exec_driver_sql(rule)


@pytest.fixture
def content(content_root: Path) -> Iterator[Path]:
    """The content folder; what a test changes in it is put back afterwards."""
    yield content_root
    for folder in ("courses", "quizzes"):
        shutil.rmtree(content_root / folder)
        shutil.copytree(SAMPLE / folder, content_root / folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """A browser in which this person is signed in, with a passkey that no device holds."""

    def enter(person: Person) -> FlaskClient:
        if person.email not in STRANDED and not passkeys_of(person.id):
            give_passkey(person)
        token = accounts.make_login_link(person=person)
        db.session.commit()
        client = app.test_client()
        response = client.post(f"/sign-in/link/{token}")
        assert response.status_code == 302
        return client

    return enter


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], object]:
    """A block that counts the statements sent to the database."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


def field(page: str, name: str) -> str:
    """The value of a hidden field in a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found.group(1)


def reload_content() -> None:
    """Let the app notice changed files, as the next request would."""
    db.session.commit()
    store().refresh()
