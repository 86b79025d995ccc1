"""Pictures, films and downloads: their kind, their size on screen, their address."""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath

from lms.content.problems import Report
from lms.content.svg import is_plain_svg
from lms.content.types import Media

PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
FILMS = {".mp4": "video/mp4", ".webm": "video/webm"}
SOUNDS = {".mp3": "audio/mpeg", ".m4a": "audio/mp4"}
CAPTIONS = {".vtt": "text/vtt"}
DOWNLOADS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ics": "text/calendar",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
}
KINDS = {**PICTURES, **FILMS, **SOUNDS, **CAPTIONS, **DOWNLOADS}

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VIEW_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*([\d.eE+-]+[\s,]+){2}([\d.]+)[\s,]+([\d.]+)")


def read_media(path: str, content: bytes, content_hash: str, report: Report) -> Media | None:
    """A media file as the pages need it; None when it is of no use."""
    name = PurePosixPath(path).name
    ending = PurePosixPath(path).suffix.lower()
    if not _NAME.fullmatch(name):
        report.error(1, "rename this file: letters, digits, hyphens and dots only, no spaces")
        return None
    if ending not in KINDS:
        report.error(1, f"files of this kind are not used: choose from {' '.join(KINDS)}")
        return None
    if ending == ".svg" and not is_plain_svg(content):
        report.error(1, "this picture holds a script or a link to elsewhere: save it as plain SVG")
        return None
    width, height = size_of(ending, content)
    return Media(
        path=path,
        hash=content_hash,
        name=name,
        mime=KINDS[ending],
        size=len(content),
        url=f"/media/{content_hash[:16]}/{name}",
        width=width,
        height=height,
    )


def size_of(ending: str, content: bytes) -> tuple[int | None, int | None]:
    """Width and height in pixels where the file says so."""
    try:
        if ending == ".svg":
            return _svg(content)
        if ending == ".png" and content.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", content[16:24])
        if ending == ".gif" and content.startswith(b"GIF8"):
            return struct.unpack("<HH", content[6:10])
        if ending in {".jpg", ".jpeg"} and content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if ending == ".webp" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError, ValueError):
        pass
    return None, None


def _svg(content: bytes) -> tuple[int | None, int | None]:
    match = _VIEW_BOX.search(content[:4096])
    if not match:
        return None, None
    return round(float(match[2])), round(float(match[3]))


def _jpeg(content: bytes) -> tuple[int | None, int | None]:
    """Walk over the segments to the one that starts a frame."""
    place = 2
    while place + 9 < len(content):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + max(2, length)
    return None, None


def _webp(content: bytes) -> tuple[int | None, int | None]:
    kind = content[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None, None


def size_text(size: int, lang: str) -> str:
    """A file size for people: 840 B, 120 kB, 1,2 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    text = f"{size / 1_000_000:.1f} MB"
    return text.replace(".", ",") if lang == "nl" else text
