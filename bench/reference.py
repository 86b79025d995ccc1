"""The reference: a bare Flask page that sends bytes made before, after two reads by primary key.

It has the app's server, database library, SQLite settings and compression and none of its work.
`/page/NAME` sends a page, `/save/NAME` keeps one row durably first.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.browser import Page
from lms.extensions import (
    COMPRESSION,
    begin_reading,
    begin_writing,
    engine_options,
    prepare_engine,
)

FOLDER = "BENCH_REFERENCE"
DATABASE = "reference.sqlite3"
# The server writes these itself, for both.
_NOT_COPIED = {
    "content-length",
    "content-type",
    "date",
    "server",
    "connection",
    "set-cookie",
    "vary",
}


class Base(DeclarativeBase):
    """Tables of the reference only."""


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Standing(Base):
    __tablename__ = "standing"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Answer(Base):
    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


@dataclass(frozen=True)
class Sent:
    """The bytes of a page and what goes with them."""

    body: bytes
    headers: dict[str, str]
    mimetype: str


def prepare(folder: Path, pages: dict[str, Page]) -> dict[str, str]:
    """Make the database and keep the pages; returns the environment for the server."""
    folder.mkdir()
    engine = _engine(folder)
    begin_writing()
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Account(id=1, name="Alice"), Standing(id=1, name="half-way")])
        session.commit()
    engine.dispose()
    for name, page in pages.items():
        headers = {k: v for k, v in page.headers if k.lower() not in _NOT_COPIED}
        sent = Sent(b"", headers, page.header("Content-Type"))
        (folder / f"{name}.bytes").write_bytes(page.body)
        (folder / f"{name}.json").write_text(
            json.dumps({k: v for k, v in asdict(sent).items() if k != "body"})
        )
    return {FOLDER: str(folder)}


def create_app() -> Flask:
    """The app as the server loads it."""
    folder = Path(os.environ[FOLDER])
    engine = _engine(folder)
    pages = {
        path.stem: Sent(path.with_suffix(".bytes").read_bytes(), **json.loads(path.read_text()))
        for path in folder.glob("*.json")
    }
    app = Flask(__name__, static_folder=None)
    app.config.update(COMPRESSION)
    Compress(app)

    @app.get("/health")
    def health() -> ResponseReturnValue:
        return "ok"

    @app.get("/page/<name>")
    def page(name: str) -> ResponseReturnValue:
        begin_reading()
        with Session(engine) as session:
            _read(session)
        return _send(pages[name])

    @app.post("/save/<name>")
    def save(name: str) -> ResponseReturnValue:
        begin_writing()
        with Session(engine) as session:
            _read(session)
            session.add(Answer(value=request.form["answer"]))
            session.commit()
        return _send(pages[name])

    return app


def _engine(folder: Path) -> sa.Engine:
    url = f"sqlite:///{folder / DATABASE}"
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def _read(session: Session) -> None:
    session.get_one(Account, 1)
    session.get_one(Standing, 1)


def _send(sent: Sent) -> Response:
    return Response(sent.body, headers=sent.headers, content_type=sent.mimetype)


if FOLDER in os.environ:
    app = create_app()
