"""What a file is, by what stands in it; its name says nothing."""

from __future__ import annotations

from lms.files.kinds import MOST_BYTES, Checked, Fault, FileRefused


def check(data: bytes) -> Checked:
    """The file, clean. JPEG, PNG, WebP and PDF are taken. Raises FileRefused."""
    if not data:
        raise FileRefused(Fault.EMPTY)
    if len(data) > MOST_BYTES:
        raise FileRefused(Fault.TOO_LARGE)
    if b"%PDF-" in data[:1024]:
        from lms.files import papers  # large, and few workers ever need it

        return papers.clean(data)
    if data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or _is_webp(data):
        from lms.files import pictures

        return pictures.clean(data)
    raise FileRefused(Fault.UNKNOWN)


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
