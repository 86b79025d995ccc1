"""PDF: nothing that acts, nothing that tells who made it, no place in the photos inside.

Loaded at the first file that somebody sends (see checking.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from lms.files.kinds import Checked, Fault, FileRefused
from lms.files.pictures import PREVIEW_SIDE, preview_of

MOST_PAGES = 100
ACTS = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFile",
    "/RichMedia",
    "/SubmitForm",
    "/ImportData",
)
"""Names of what a page could do by itself, or carry along."""
TELLS = ("/Metadata", "/PieceInfo", "/LastModified")


def clean(data: bytes) -> Checked:
    """Raises FileRefused for what is broken, locked, acts, or has more than MOST_PAGES pages."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused(Fault.LOCKED)
        pages = len(reader.pages)
        writer = PdfWriter(clone_from=reader)
        if pages > MOST_PAGES:
            raise FileRefused(Fault.TOO_MANY_PAGES)
        if any(_acts(part) for part in _parts(writer)):
            raise FileRefused(Fault.ACTIVE)
        for part in _parts(writer):
            _silence(part)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
        bare = out.getvalue()
        return Checked("application/pdf", "pdf", bare, _first_page(bare), pages)
    except (PyPdfError, pdfium.PdfiumError, ValueError, KeyError, TypeError, RecursionError):
        raise FileRefused(Fault.BROKEN) from None


def _parts(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, those inside others too."""
    stack: list[PdfObject] = [*writer._objects, writer.root_object]  # type: ignore[list-item]
    seen: set[int] = set()
    while stack:
        each = stack.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, DictionaryObject):
            yield each
            stack.extend(each.values())
        elif isinstance(each, ArrayObject):
            stack.extend(each)


def _acts(part: DictionaryObject) -> bool:
    names = {*part, *(value for value in part.values() if isinstance(value, NameObject))}
    return not names.isdisjoint(ACTS)


def _silence(part: DictionaryObject) -> None:
    for name in TELLS:
        part.pop(name, None)
    if isinstance(part, StreamObject) and part.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        part._data = without_exif(part._data)


def without_exif(data: bytes) -> bytes:
    """A JPEG without its segments of words (EXIF, XMP, comments); the picture is not touched."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        # APP0 and APP14 say how the pixels are kept; the colours are told by the PDF.
        words = 0xE0 < data[at + 1] <= 0xEF and data[at + 1] != 0xEE
        if not words and data[at + 1] != 0xFE:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _first_page(data: bytes) -> bytes:
    document = pdfium.PdfDocument(data)
    try:
        page = document[0]
        longest = max(page.get_size())
        return preview_of(page.render(scale=PREVIEW_SIDE / longest).to_pil().convert("RGB"))
    finally:
        document.close()
