"""Bytes to text: one encoding, one kind of line ending, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

from lms.content.problems import Report

MAX_BYTES = 1024 * 1024
MAX_LINE = 10_000

# Markdown keeps its own marks between U+0002 and U+0003; ours stand between U+F8F0 and U+F8F1.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uf8f0\uf8f1]")


def read_text(content: bytes, report: Report) -> str | None:
    """The text of a file, or None when it cannot be used (the report says why)."""
    if len(content) > MAX_BYTES:
        report.error(1, "this file is larger than 1 MB: split it, pictures go into media/")
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.error(1, "this file is not saved as UTF-8: save it again with encoding UTF-8")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report.error(line, "this file is not saved as UTF-8: save it again with encoding UTF-8")
        return None
    text = re.sub("\r\n?|[\x0c\x85\u2028\u2029]", "\n", text)
    unusable = _UNUSABLE.search(text)
    if unusable:
        line = text.count("\n", 0, unusable.start()) + 1
        report.error(line, f"there is an invisible sign here (U+{ord(unusable[0]):04X}): remove it")
        return None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MAX_LINE:
            report.error(number, "this line is too long: break the text into paragraphs")
            return None
    return unicodedata.normalize("NFC", text)
