"""Phone numbers, picture sizes, file sizes, and the order of problems."""

from __future__ import annotations

import struct

import pytest

from lms.content import Problem
from lms.content.media import size_of, size_text
from lms.content.reference import dial


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("112", "112"),
        ("0800-7000", "08007000"),
        ("0900-8844", "09008844"),
        ("088-66 177 34", "+31886617734"),
        ("(0297) 51 35 53", "+31297513553"),
        ("+31 34 357 8844", "+31343578844"),
        ("0031 34 3578844", "+31343578844"),
        ("+31 (0)34 3578844", "+31343578844"),
        ("14 0297", "140297"),
        ("", ""),
        ("geen", ""),
    ],
)
def test_numbers_are_dialled(written: str, dialled: str) -> None:
    assert dial(written) == dialled


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\0" * 9
WEBP = b"RIFF....WEBPVP8X" + b"\0" * 8 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("ending", "content", "size"),
    [
        (".png", PNG, (640, 480)),
        (".jpg", JPEG, (640, 480)),
        (".webp", WEBP, (640, 480)),
        (".gif", b"GIF89a" + struct.pack("<HH", 640, 480), (640, 480)),
        (".svg", b'<svg viewBox="0 0 640.4 480"/>', (640, 480)),
        (".svg", b"<svg viewBox='-1,-1,640,480'/>", (640, 480)),
        (".svg", b"<svg/>", (None, None)),
        (".png", b"nonsense", (None, None)),
        (".jpg", b"\xff\xd8\xff", (None, None)),
    ],
)
def test_picture_sizes_are_read(
    ending: str, content: bytes, size: tuple[int | None, int | None]
) -> None:
    assert size_of(ending, content) == size


@pytest.mark.parametrize(
    ("size", "dutch", "english"),
    [(840, "840 B", "840 B"), (120_400, "120 kB", "120 kB"), (1_234_567, "1,2 MB", "1.2 MB")],
)
def test_file_sizes_are_told_to_people(size: int, dutch: str, english: str) -> None:
    assert size_text(size, "nl") == dutch
    assert size_text(size, "en") == english


def test_problems_sort_by_file_and_line_and_print_as_compilers_do() -> None:
    second, first = Problem("b.md", 2, "x"), Problem("b.md", 1, "y", "warning")
    assert sorted([second, first]) == [first, second]
    assert str(second) == "b.md:2: x"
    assert str(first) == "b.md:1: warning: y"
