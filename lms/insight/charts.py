"""Charts by address: the figures stand in the address, signed, and so does their hash.

An address is made only for a page whose reader may see the figures, tells nothing that it does
not hold itself, and works on every worker and machine. Drawn charts are kept in the instance
folder by hash, because equal figures make equal bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, url_for

from lms import config
from lms.errors import NotFound

STYLE = "1"
"""Counts the changes to how charts are drawn: a new look needs new addresses."""

LONGEST = 8000
KEPT = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """A value 0–1 with its text; None where there is nothing to tell."""

    label: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`line`: values over time. `bars`: one bar for each. `groups`: three bars for each heading,
    which stands in a label before a line break. `width` in CSS pixels."""

    kind: str
    width: int
    points: tuple[Point, ...]

    def encode(self) -> str:
        """Compact and safe in an address; equal charts give equal texts."""
        points = [[point.label, point.value, point.text] for point in self.points]
        data = json.dumps([self.kind, self.width, points], separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(data.encode(), 9)).decode().rstrip("=")


def decode(text: str) -> Chart:
    """The chart of an encoded text that was signed here."""
    data = zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    kind, width, points = json.loads(data)
    return Chart(kind, width, tuple(Point(*point) for point in points))


def chart(kind: str, width: int, points: Sequence[tuple[str, float | None, str]]) -> Chart:
    """A chart of (label, value, text); values are rounded so that what looks equal is equal."""
    return Chart(
        kind,
        width,
        tuple(
            Point(label, None if value is None else round(value, 4), text)
            for label, value, text in points
        ),
    )


def url_of(wanted: Chart) -> str:
    """Where the chart is served."""
    text = wanted.encode()
    return url_for("insight.chart", digest=digest_of(text), d=text)


def digest_of(text: str) -> str:
    """The hash in the address: of the figures, and only this installation can make it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"chart {STYLE} {text}".encode(), hashlib.sha256).hexdigest()[:32]


def svg_of(digest: str, text: str) -> bytes:
    """The drawn chart. NotFound when the hash does not belong to the figures."""
    if len(text) > LONGEST or not hmac.compare_digest(digest_of(text).encode(), digest.encode()):
        raise NotFound
    return _cached(digest, lambda: _draw(text))


def _draw(text: str) -> bytes:
    # Here, because importing matplotlib takes a second that no other page should wait for.
    from lms.insight import drawing

    try:
        return drawing.draw(decode(text), cache=_folder().parent)
    except (ValueError, TypeError, binascii.Error, zlib.error) as error:
        raise NotFound from error


def _folder() -> Path:
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.instance / "cache" / "charts"


def _cached(digest: str, make: Callable[[], bytes]) -> bytes:
    """From the cache, or made and kept; a folder that cannot be written only costs time."""
    folder = _folder()
    path = folder / f"{digest}.svg"
    with suppress(OSError):
        return path.read_bytes()
    svg = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(svg)
        os.replace(name, path)
        _prune(folder)
    return svg


def _prune(folder: Path) -> None:
    """Keep the newest charts; figures move on every day."""
    paths = sorted(folder.glob("*.svg"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths[KEPT:]:
        path.unlink(missing_ok=True)
