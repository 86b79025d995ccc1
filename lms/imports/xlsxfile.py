"""PURE: XLSX from people we do not know.

The file is unpacked by us, counting, and packed again with only the parts that hold cells: what
the reader of the format sees has no more bytes than we allowed, whatever the file said of itself.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from lms.imports.notes import Note, refuses, says
from lms.imports.rows import MOST_COLUMNS, MOST_ROWS, Grid, Unreadable
from lms.lazy import lazily

if TYPE_CHECKING:
    import python_calamine as calamine
else:
    calamine = lazily("python_calamine")

MOST_BYTES = 64 * 2**20
"""Of all parts together, unpacked. 20,000 rows take about 15 MB."""
RATIO = 200
RATIO_FROM = 10 * 2**20
MOST_PARTS = 500
PIECE = 2**18
MOST_LINES = 2 * MOST_ROWS + 100
MOST_TEXT = 256 * 2**20
"""Of all cells that refer to a shared text, if each referred to the longest."""

_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels"
    r"|xl/(?:_rels/)?workbook\.xml(?:\.rels)?|xl/styles\.xml|xl/sharedstrings\.xml"
    r"|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])([^>]*)>")
_WHOLE_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*[^/>])>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]|<(?:\w+:)?is[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_EMPTY_TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")


def read_xlsx(data: bytes) -> Grid:
    """The cells of the first sheet that is not hidden. Raises Unreadable."""
    parts = _unpack(data)
    for name, part in parts.items():
        if name.lower().startswith("xl/worksheets/"):
            _check_size(part)
    _check_texts(parts)
    try:
        with calamine.CalamineWorkbook.from_filelike(_packed(parts)) as workbook:
            shown = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
                and sheet.visible == calamine.SheetVisibleEnum.Visible
            ]
            if not shown:
                raise Unreadable("no-rows")
            sheet = workbook.get_sheet_by_name(shown[0])
            lines = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("broken") from error
    problems = dict(_formulas(_part_of(parts, shown[0])))
    _spread(lines, merged, problems)
    return Grid(lines, problems)


def _unpack(data: bytes) -> dict[str, bytes]:
    """The parts we need. Says in words what kind of file it is when it is another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_kind(archive, entries)
            left = MOST_BYTES
            parts: dict[str, bytes] = {}
            for entry in entries:
                if not _NEEDED.fullmatch(entry.filename):
                    continue
                if entry.filename in parts:
                    raise Unreadable("broken")
                with archive.open(entry) as file:
                    parts[entry.filename] = _read(file, left)
                left -= len(parts[entry.filename])
            if MOST_BYTES - left > max(RATIO_FROM, RATIO * len(data)):
                raise Unreadable("unpacks-too-large")
            return parts
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError,
            ValueError) as error:  # fmt: skip
        raise Unreadable("broken") from error


def _read(file: IO[bytes], most: int) -> bytes:
    """A whole part, in pieces: what it says of its own size may be a lie."""
    part = bytearray()
    while piece := file.read(PIECE):
        part += piece
        if len(part) > most:
            raise Unreadable("unpacks-too-large")
    return bytes(part)


def _check_kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MOST_PARTS:
        raise Unreadable("unpacks-too-large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    if "mimetype" in names or "content.xml" in names:
        raise Unreadable("ods")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        raise Unreadable("macros")
    if "xl/workbook.bin" in names:
        raise Unreadable("xls")
    if "xl/workbook.xml" not in names:
        raise Unreadable("not-a-spreadsheet")
    needed = [entry for entry in entries if _NEEDED.fullmatch(entry.filename)]
    declared = sum(entry.file_size for entry in needed)
    if declared > MOST_BYTES:
        raise Unreadable("unpacks-too-large")


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file


def _check_size(part: bytes) -> None:
    """The reader makes room for a whole rectangle: one cell far away must not fill the memory."""
    for found in _CELL.finditer(part):
        if found[1].endswith(b"/"):
            continue
        place = _PLACE.search(found[1])
        if place is None:
            raise Unreadable("broken")
        if int(place[2]) > MOST_LINES:
            raise Unreadable("too-many-rows", most=MOST_ROWS)
        if _column_number(place[1]) >= 4 * MOST_COLUMNS:
            raise Unreadable("too-many-columns", most=MOST_COLUMNS)


def _check_texts(parts: dict[str, bytes]) -> None:
    """One long text that thousands of cells refer to is small in the file and huge in memory."""
    texts = next((p for n, p in parts.items() if n.lower() == "xl/sharedstrings.xml"), b"")
    longest = max((len(text) for text in texts.split(b"si>")), default=0)
    cells = max(
        (p.count(b't="s"') + p.count(b"t='s'") for n, p in parts.items() if "worksheets/" in n),
        default=0,
    )
    if longest * cells > MOST_TEXT:
        raise Unreadable("unpacks-too-large")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _part_of(parts: dict[str, bytes], name: str) -> bytes:
    """The part of the sheet with this name; empty when it is not found the usual way."""
    wanted = {_attribute(found[1], b"name"): _attribute(found[1], rb"\w+:id")
              for found in _SHEET.finditer(parts.get("xl/workbook.xml", b""))}  # fmt: skip
    relation = wanted.get(name)
    for found in _RELATION.finditer(parts.get("xl/_rels/workbook.xml.rels", b"")):
        if relation and _attribute(found[1], b"Id") == relation:
            target = _attribute(found[1], b"Target")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return parts.get(posixpath.normpath(path), b"")
    sheets = [part for place, part in parts.items() if "worksheets/" in place.lower()]
    return sheets[0] if len(sheets) == 1 else b""


def _attribute(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", attributes)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _formulas(part: bytes) -> Iterator[tuple[tuple[int, int], Note]]:
    """Cells that hold an error, or a formula whose outcome was not kept."""
    if b"<f" not in part and b":f" not in part and not _ERROR.search(part):
        return
    for found in _WHOLE_CELL.finditer(part):
        place = _PLACE.search(found[1])
        if place is None:
            continue
        where = int(place[2]) - 1, _column_number(place[1])
        if _ERROR.search(found[1]):
            yield where, refuses("error-value")
        elif _EMPTY_TEXT.search(found[1]):
            continue  # a formula whose outcome is an empty text
        elif _FORMULA.search(found[2]) and not _VALUE.search(found[2]):
            yield where, refuses("formula-empty")


def _spread(
    lines: list[list[object]],
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    problems: dict[tuple[int, int], Note],
) -> None:
    """One value over some rows counts for each of them; over some columns it means nothing."""
    for (top, left), (bottom, right) in merged:
        bottom, right = min(bottom, len(lines) - 1), min(right, left + MOST_COLUMNS)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if column >= len(lines[row]):
                    continue
                if right > left:
                    problems.setdefault((row, column), refuses("merged"))
                elif row > top and lines[top][left] not in ("", None):
                    lines[row][column] = lines[top][left]
                    problems.setdefault((row, column), says("filled-down", row=top + 1))
