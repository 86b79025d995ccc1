"""The database and the other extensions, made once and bound to the app in create_app."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa
from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager, current_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event, orm
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect

MIGRATIONS = Path(__file__).parent / "migrations"

# The busy timeout is how long a writer waits for another before the answer "busy" (503).
BUSY_SECONDS = 5

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Other sites cannot make a browser fetch our pages with its cookie (SameSite), so the size of a
# compressed page tells them nothing about the form token in it.
COMPRESSION = {
    "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
    "COMPRESS_LEVEL": 4,
    "COMPRESS_BR_LEVEL": 4,
    "COMPRESS_ZSTD_LEVEL": 3,
    "COMPRESS_MIMETYPES": ["text/html", "text/csv", "application/json", "image/svg+xml"],
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,
}


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment in UTC on every database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Base(orm.DeclarativeBase):
    """Every table; relationships are loaded on purpose or not at all."""

    registry = orm.registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime()},
    )


def insert_new(model: type[Any]) -> Any:
    """An insert that leaves out the rows that are there already, on either database.

    It is about the plain table, which costs half: flush what it refers to before.
    """
    dialect = sqlite_dialect if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(model.__table__).on_conflict_do_nothing()


def there_is(*conditions: sa.ColumnElement[bool]) -> sa.Exists:
    """EXISTS for lists of many people: `sa.exists()` asks for every column, and then SQLite reads
    the row of the table even where the index has said all that is wanted."""
    return sa.exists(sa.literal_column("1")).where(*conditions)


def random_id() -> str:
    """An unguessable id for addresses: 96 bits, safe in a URL."""
    return secrets.token_urlsafe(12)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
csrf = CSRFProtect()
compress = Compress()
login = LoginManager()


def who_asks() -> Any:
    """Who makes this request: what stands behind `current_user`, for code that every page runs.

    Each look through that proxy asks four others; this is one look.
    """
    return current_user._get_current_object()


_reading: ContextVar[bool] = ContextVar("reading", default=False)


def read(statement: sa.Select[Any], **parameters: object) -> sa.CursorResult[Any]:
    """Run a prepared select in the transaction of the request, past the unit of work.

    For the few reads that every page makes: it costs half of `db.session.execute`.
    """
    return db.session.connection().execute(statement, parameters)


def begin_reading() -> None:
    """Transactions of this request only read: SQLite need not take its write lock for them."""
    _reading.set(True)


def is_reading() -> bool:
    """Whether the transactions of this request only read."""
    return _reading.get()


def begin_writing() -> None:
    """Transactions from here on may write."""
    _reading.set(False)


def engine_options(url: str) -> dict[str, Any]:
    """Options for the engine of this database address."""
    if url.startswith("sqlite"):
        # The system's SQLite may carry the WAL-reset bug; pysqlite3 bundles a mended one.
        return {
            "module": sqlite,
            "connect_args": {"timeout": BUSY_SECONDS},
            "hide_parameters": True,
        }
    return {
        "hide_parameters": True,  # an error in the log must not show names or addresses
        "pool_pre_ping": True,
        "connect_args": {"options": f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"},
    }


def prepare_engine(engine: sa.Engine) -> None:
    """Pragmas on connect, and explicit BEGIN so that writers queue instead of failing half-way."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",  # what is removed is overwritten too
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    def begin(connection: Any) -> None:
        # With a deferred BEGIN a read-then-write transaction fails when another one wrote
        # in between; IMMEDIATE waits for its turn instead.
        connection.execute("BEGIN" if _reading.get() else "BEGIN IMMEDIATE").close()

    # Not a listener: with one, SQLAlchemy looks for more of them around every statement.
    engine.dialect.do_begin = begin  # type: ignore[method-assign]


@contextmanager
def only_reading() -> Iterator[None]:
    """Transactions of this block only read, whatever the request had chosen."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def may_write() -> Iterator[None]:
    """Transactions of this block may write, whatever the request had chosen."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing(patience: float = BUSY_SECONDS) -> Iterator[sa.Connection]:
    """A transaction of its own that writes, beside the one of the request.

    Only for use while the request holds no transaction: SQLite has one writer at a time.
    Waits at most `patience` seconds for another writer; then OperationalError.
    """
    with may_write(), db.engine.connect() as connection:
        _wait_at_most(connection, patience)
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    limit = sa.text(f"set local lock_timeout = '{int(patience * 1000)}ms'")
                    connection.execute(limit)
                yield connection
        finally:
            _wait_at_most(connection, BUSY_SECONDS)


def _wait_at_most(connection: sa.Connection, seconds: float) -> None:
    """How long SQLite waits for another writer on this connection."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}").close()


def init_app(app: Flask) -> None:
    """Bind the extensions to the app."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    csrf.init_app(app)
    compress.init_app(app)
    login.init_app(app)
    login.session_protection = None
    # A hash of address and browser, which only that protection compares: not made for every
    # request, and not kept in the cookie.
    login._session_identifier_generator = lambda: ""
