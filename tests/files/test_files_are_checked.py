"""What comes in is known by its content, cleaned, and refused when it could do harm."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lms.files.checking import check
from lms.files.kinds import MOST_BYTES, Fault, FileRefused
from lms.files.papers import MOST_PAGES
from tests.files.sending import CANARY, photo


def paper(pages: int = 2) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 100)
    writer.add_metadata({"/Author": CANARY.decode()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paper_with_photo() -> bytes:
    """A PDF that holds a photo as it came from the phone."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    picture = DecodedStreamObject()
    picture._data = photo()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/Width"): NumberObject(90),
            NameObject("/Height"): NumberObject(60),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    place = writer._add_object(picture)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): place})}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_photo_loses_its_place_and_stands_upright(kind: str, mime: str) -> None:
    data = photo(kind)
    assert CANARY in data
    found = check(data)
    assert found.mime == mime
    assert CANARY not in found.data + found.preview
    with Image.open(io.BytesIO(found.data)) as picture:
        assert picture.size == (60, 90)
        assert not picture.getexif()
        assert "icc_profile" not in picture.info


def test_what_is_see_through_stays_so() -> None:
    found = check(photo("PNG", mode="RGBA"))
    with Image.open(io.BytesIO(found.data)) as picture:
        assert picture.mode == "RGBA"


def test_a_pdf_keeps_its_pages_and_tells_nothing_of_its_maker() -> None:
    data = paper()
    assert CANARY in data
    found = check(data)
    assert (found.mime, found.pages) == ("application/pdf", 2)
    assert CANARY not in found.data
    assert len(PdfReader(io.BytesIO(found.data)).pages) == 2
    with Image.open(io.BytesIO(found.preview)) as picture:
        assert picture.format == "WEBP"


def test_a_photo_inside_a_pdf_loses_its_place_too() -> None:
    data = paper_with_photo()
    assert CANARY in data
    found = check(data)
    assert CANARY not in found.data
    (image,) = PdfReader(io.BytesIO(found.data)).pages[0].images
    assert image.image is not None
    assert image.image.size == (90, 60)


def bomb() -> bytes:
    """A small file that says it is a picture of 60,000 by 60,000."""
    data = photo("PNG")
    header = data[12:16] + struct.pack(">II", 60_000, 60_000) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hallo')"),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def carrying() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("lijst.txt", b"namen")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (bytes(MOST_BYTES + 1), Fault.TOO_LARGE),
        (b"PK\x03\x04 a presentation", Fault.UNKNOWN),
        (b"<svg onload='alert(1)'/>", Fault.UNKNOWN),
        (b"\xff\xd8\xff no photo", Fault.BROKEN),
        (photo()[:200], Fault.BROKEN),
        (bomb(), Fault.HUGE),
        (b"%PDF-1.7 no pdf", Fault.BROKEN),
        (locked(), Fault.LOCKED),
        (acting(), Fault.ACTIVE),
        (carrying(), Fault.ACTIVE),
        (paper(MOST_PAGES + 1), Fault.TOO_MANY_PAGES),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
def test_what_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(FileRefused) as refused:
        check(data)
    assert refused.value.fault is fault
