"""Rows per second of an import, beside the bare inserts of the same rows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa

from bench.plan import Plan
from bench.report import Row
from bench.site import COURSE, Installation, installation, writing
from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.imports import checking, services
from lms.imports.columns import HEADINGS
from lms.imports.models import Upload, UploadRow, UploadState
from lms.imports.queries import Rights
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import CourseProgress, LedgerFact

TITLE = "Import of organisations and POCOs"
HOW = (
    "A CSV file of 10,000 rows, two POCOs an organisation, into an empty network on SQLite: read"
    " and checked in portions as the page does it, then confirmed in one transaction with the"
    " plan made again under the lock. The reference writes the rows that each of the two leaves"
    " behind with `executemany` through the sqlite3 driver, in one transaction on an empty copy of"
    " the same tables and indexes. Medians."
)
ROWS = 10_000
QUICK = 2_000
WRITTEN = (Organisation, Participation, Person, Seat, LedgerFact, CourseProgress)
Tables = dict[str, list[Any]]


def run(plan: Plan) -> Iterator[Row]:
    size = QUICK if plan.quick else ROWS
    checks, applies, bare_checks, bare_applies = [], [], [], []
    for _ in range(plan.turns):
        with installation(production=False) as site:
            with writing(site.app):
                by = _people(site)
            checks.append(_timed(lambda site=site, by=by: _check(site, by, size)))  # type: ignore[misc]
            rows = _copy(site, (UploadRow,))
            with _emptied(site, (UploadRow,)) as bare:
                bare_checks.append(_timed(lambda bare=bare, rows=rows: _insert(bare, rows)))  # type: ignore[misc]
            applies.append(_timed(lambda site=site, by=by: _apply(site, by)))  # type: ignore[misc]
            rows = _copy(site, WRITTEN)
            with _emptied(site, WRITTEN) as bare:
                bare_applies.append(_timed(lambda bare=bare, rows=rows: _insert(bare, rows)))  # type: ignore[misc]
    yield _row(f"{size:,} rows: read and check", size, checks, bare_checks)
    yield _row(f"{size:,} rows: confirm and write", size, applies, bare_applies)


def _row(what: str, size: int, ours: list[float], theirs: list[float]) -> Row:
    mine, bare = median(ours), median(theirs)
    return Row(
        what,
        f"{size / mine:,.0f} rows/s, {mine:.2f} s",
        f"{size / bare:,.0f} rows/s, {bare:.2f} s",
        f"{mine / bare:.1f} ×",
    )


def _people(site: Installation) -> int:
    person = Person(name="Programma", email="staff@example.invalid")
    db.session.add_all([person, Site(slug="aalsmeer", name="Aalsmeer")])
    db.session.flush()
    return person.id


def _file(size: int) -> bytes:
    lines = [";".join(HEADINGS["nl"].values())]
    lines += [
        f"Kwekerij {n // 2};kweker;Aalsmeer;05-01-2026;Persoon {n};p{n}@example.invalid;nl;"
        for n in range(size)
    ]
    return "\r\n".join(lines).encode()


def _check(site: Installation, by: int, size: int) -> None:
    with writing(site.app):
        upload_id = services.receive(person_id=by, data=_file(size), name="x.csv").id
    done = False
    while not done:
        with writing(site.app):
            upload = db.session.get_one(Upload, upload_id)
            today = local_date(utcnow())
            portion = checking.plan_portion(
                upload=upload, rights=Rights(everywhere=True), today=today
            )
            checking.keep(portion)
            db.session.refresh(upload)
            done = upload.state == UploadState.CHECKED


def _apply(site: Installation, by: int) -> None:
    with writing(site.app):
        upload = db.session.scalars(sa.select(Upload)).one()
        written = services.confirm(
            upload=upload,
            rights=Rights(everywhere=True),
            seen=upload.counts["digest"],
            by=by,
            course=shape_of(get_course(COURSE, "nl")),
            today=local_date(utcnow()),
        )
        if not written:
            raise RuntimeError("nothing was written")


def _copy(site: Installation, models: tuple[type[Any], ...]) -> Tables:
    """What is in these tables, as the driver gives it."""
    with contextlib.closing(sqlite.connect(str(site.database))) as bare:
        return {
            model.__tablename__: bare.execute(f"select * from {model.__tablename__}").fetchall()
            for model in models
        }


@contextlib.contextmanager
def _emptied(site: Installation, models: tuple[type[Any], ...]) -> Iterator[Any]:
    """A copy of the database file without rows in these tables."""
    place = site.folder / "bare.sqlite3"
    with contextlib.closing(sqlite.connect(str(site.database))) as source:
        source.execute(f"vacuum into '{place}'")
    with contextlib.closing(sqlite.connect(str(place), isolation_level=None)) as bare:
        for pragma in ("journal_mode=wal", "synchronous=full", "cache_size=-32000"):
            bare.execute(f"pragma {pragma}").fetchall()
        for model in models:
            bare.execute(f"delete from {model.__tablename__}")
        yield bare
    for path in site.folder.glob("bare.sqlite3*"):
        path.unlink()


def _insert(bare: Any, tables: Tables) -> None:
    bare.execute("begin immediate")
    for name, rows in tables.items():
        marks = ", ".join("?" * len(rows[0]))
        bare.executemany(f"insert into {name} values ({marks})", rows)
    bare.execute("commit")


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
