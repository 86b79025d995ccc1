"""Results as rows; rows as a table on the screen and in docs/benchmark.md."""

from __future__ import annotations

import platform
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil
import pysqlite3.dbapi2 as sqlite

from bench.browser import Page
from lms.clock import local_date, utcnow

PLACE = Path(__file__).resolve().parent.parent / "docs" / "benchmark.md"
HEADER = ("what", "figure", "reference", "ratio", "target", "met")
INTRO = """# Benchmark

Written by `make bench`. The ratios are what counts: each is measured in one run against a bare
reference that does the same work and stands in `bench/`. The absolute figures belong to the
machine named here and are asserted nowhere.
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; `met` is None where there is no target."""

    what: str
    figure: str
    reference: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        met = {True: "met", False: "**not met**", None: ""}[self.met]
        return (self.what, self.figure, self.reference, self.ratio, self.target, met)


@dataclass(frozen=True)
class Part:
    """The rows of one part, and how they were measured."""

    title: str
    how: str
    rows: Sequence[Row]


def size(page: Page) -> str:
    """What a page weighs on the wire, and how it is packed."""
    packed = page.header("Content-Encoding")
    return f"{len(page.body) / 1000:.1f} kB{f' {packed}' if packed else ''}"


def machine() -> str:
    """One line: what this ran on, and with what."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GB,"
        f" {platform.system()} {platform.release()}; Python {platform.python_version()},"
        f" Flask {version('flask')}, SQLAlchemy {version('sqlalchemy')},"
        f" SQLite {sqlite.sqlite_version}, granian {version('granian')}."
    )


def screen(part: Part) -> str:
    """The rows with aligned columns."""
    table = [HEADER, *(row.cells() for row in part.rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(HEADER))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]
    return "\n".join([f"\n{part.title}", lines[0], "-" * len(lines[0]), *lines[1:]])


def write(parts: Sequence[Part], minutes: float) -> None:
    """The whole run as a page."""
    asked = [row for part in parts for row in part.rows if row.met is not None]
    met = sum(bool(row.met) for row in asked)
    lines = [
        INTRO,
        f"{local_date(utcnow())}: {met} of {len(asked)} targets met, in {minutes:.0f} minutes.\n",
        f"Machine: {machine()}\n",
    ]
    for part in parts:
        lines += [
            f"## {part.title}\n",
            f"{textwrap.fill(part.how, 100)}\n",
            _line(HEADER),
            _line(["---"] * 6),
        ]
        lines += [*(_line(row.cells()) for row in part.rows), ""]
    PLACE.write_text("\n".join(lines))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    try:
        info = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in info.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()
