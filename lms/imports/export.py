"""The network as a spreadsheet with the columns of the import: XLSX and CSV, row by row.

Importing what was exported changes nothing.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.clock import local_date
from lms.extensions import begin_reading, db
from lms.imports.columns import HEADINGS, KINDS, MILESTONES, Column
from lms.imports.tidy import guard
from lms.lazy import lazily
from lms.network.models import Kind, Organisation, Participation, Seat, Site
from lms.progress.models import CourseProgress

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazily("xlsxwriter")

BATCH = 500
Value = str | date | None
WIDTHS = {
    Column.ORGANISATION: 32, Column.KIND: 16, Column.SITE: 16, Column.SINCE: 18,
    Column.NAME: 26, Column.EMAIL: 34, Column.LANGUAGE: 8, Column.POCO_SINCE: 14,
}  # fmt: skip
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported: these sites, as of a day; `course` adds the milestones in it."""

    sites: tuple[int, ...]
    today: date
    language: str
    course: str = ""

    @property
    def headings(self) -> list[str]:
        named = list(HEADINGS[self.language].values())
        return named + (list(MILESTONES[self.language].values()) if self.course else [])


def count(wanted: Wanted) -> int:
    """How many rows there are below the headings."""
    listed = _statement(wanted).order_by(None).with_only_columns(Participation.id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(listed.subquery())) or 0


def rows(wanted: Wanted) -> Iterator[list[Value]]:
    """A row per seat that is held, and one for each organisation without a POCO."""
    kinds = KINDS[wanted.language]
    for row in db.session.execute(_statement(wanted), execution_options={"yield_per": BATCH}):
        organisation, kind, site, since, name, email, language, poco_since, *milestones = row
        yield [
            organisation, kinds[Kind(kind)], site, since, name, email, language, poco_since,
            *(local_date(at) if isinstance(at, datetime) else None for at in milestones),
        ]  # fmt: skip


def _statement(wanted: Wanted) -> sa.Select[Any]:
    def now(period: Any) -> sa.ColumnElement[bool]:
        return sa.or_(period.until.is_(None), period.until > wanted.today)

    columns: list[Any] = [
        Organisation.name, Organisation.kind, Site.name, Participation.since, Person.name,
        Person.email, Person.language, Seat.since,
    ]  # fmt: skip
    if wanted.course:
        columns += [getattr(CourseProgress, name) for name in MILESTONES["en"]]
    held = sa.and_(
        Seat.organisation_id == Participation.organisation_id,
        Seat.site_id == Participation.site_id,
        now(Seat),
    )
    statement = (
        sa.select(*columns)
        .select_from(Participation)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .join(Site, Site.id == Participation.site_id)
        .outerjoin(Seat, held)
        .outerjoin(Person, Person.id == Seat.person_id)
    )
    if wanted.course:
        own = sa.and_(CourseProgress.person_id == Person.id, CourseProgress.course == wanted.course)
        statement = statement.outerjoin(CourseProgress, own)
    return statement.where(Participation.site_id.in_(wanted.sites), now(Participation)).order_by(
        Site.name, Site.id, Organisation.search_key, Organisation.id, Seat.number, Seat.id
    )


def csv_lines(headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> Iterator[str]:
    """CSV that opens well in a Dutch Excel: UTF-8 with a mark, semicolons, no formulas."""
    begin_reading()  # The answer is on its way by now, in a transaction of its own.
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for number, line in enumerate(lines, start=1):
        writer.writerow([guard(v) if isinstance(v, str) else v and v.isoformat() for v in line])
        if number % BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def xlsx_file(headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> IO[bytes]:
    """An XLSX file that is gone when it is closed. Texts are texts, whatever they begin with."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, **_SAFE})
    sheet = workbook.add_worksheet()
    head = workbook.add_format({"bold": True, "bg_color": "#CFE6DA"})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    widths = list(WIDTHS.values())
    for column in range(len(headings)):
        sheet.set_column(column, column, widths[column] if column < len(widths) else 18)
    sheet.freeze_panes(1, 1)
    for column, text in enumerate(headings):
        sheet.write_string(0, column, text, head)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value:
                sheet.write_string(number, column, value)
    workbook.close()
    file.seek(0)
    return file


def shown(cells: dict[str, str], column: Column, language: str) -> str:
    """A cell of a checked row as the spreadsheet writes it."""
    text = cells.get(column, "")
    if column == Column.KIND and text in {kind.value for kind in Kind}:
        return KINDS[language][Kind(text)]
    return text
