"""A file that cannot be read, or that would harm, is refused with the reason."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from contextlib import suppress

from flask import Flask, g

from lms.imports import words
from lms.imports.columns import HEADINGS, Column
from lms.imports.reading import read_file
from lms.imports.rows import MOST_ROWS, Unreadable
from tests.imports.sheets import (
    ALICE,
    SHEET,
    changed,
    refused,
    xlsx_rows,
)


def test_macros_are_refused_in_words_whatever_the_file_is_called() -> None:
    with_macros = changed(xlsx_rows(ALICE), lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))
    assert refused(with_macros) == "macros"
    assert refused(xlsx_rows(ALICE), "x.xlsm") == "macros"


def test_other_kinds_of_files_are_refused_in_words() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(old, "x.xls") == "xls"
    assert refused(old + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    ods = changed(
        xlsx_rows(ALICE), lambda parts: parts.update({"mimetype": b"x", "content.xml": b""})
    )
    assert refused(ods, "x.ods") == "ods"
    assert refused(b"%PDF-1.7", "x.pdf") == "not-a-spreadsheet"
    assert refused(b"<html><table>", "x.csv") == "not-a-spreadsheet"
    assert refused(b"", "x.csv") == "empty"
    assert refused(b"Organisatie;Terrein\r\n", "x.csv") == "no-rows"
    assert refused(b"a" * (5 * 2**20 + 1), "x.csv") == "too-large"


def test_a_zip_that_is_no_workbook_or_is_damaged_is_refused() -> None:
    good = xlsx_rows(ALICE)
    assert refused(b"not a zip") == "broken"
    assert refused(good[: len(good) // 2]) == "broken"
    start = good.find(b"xl/sharedStrings.xml") + 40
    assert refused(good[:start] + bytes(20) + good[start + 20 :]) == "broken"
    assert refused(changed(good, lambda parts: parts.pop("xl/workbook.xml"))) == "not-a-spreadsheet"
    assert refused(changed(good, lambda parts: parts.update({SHEET: b"<worksheet><"}))) in {
        "broken", "no-headings", "no-rows",
    }  # fmt: skip
    secret = bytearray(good)
    flags = secret.find(b"PK\x01\x02") + 8
    secret[flags] |= 1
    assert refused(bytes(secret)) == "encrypted"


def test_headings_that_miss_or_come_twice_are_named() -> None:
    assert refused(b"a;b\r\n1;2\r\n", "x.csv") == "no-headings"
    assert refused(b"Organisatie;Naam\r\nx;y\r\n", "x.csv") == "columns-missing"
    assert refused(b"Organisatie;Terrein;Bedrijf\r\nx;y;z\r\n", "x.csv") == "column-twice"


def test_too_many_rows_and_columns_are_refused() -> None:
    many = "Organisatie;Terrein\r\n" + "x;Aalsmeer\r\n" * (MOST_ROWS + 1)
    assert refused(many.encode(), "x.csv") == "too-many-rows"
    assert refused(("Organisatie;Terrein" + "\r\n" * 50_000).encode(), "x.csv") == "too-many-rows"
    wide = ";".join(["Organisatie", "Terrein", *["x"] * 90])
    assert refused(f"{wide}\r\nx;y\r\n".encode(), "x.csv") == "too-many-columns"


def far_cell(parts: dict[str, bytes]) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", far)


def test_one_cell_far_away_does_not_fill_the_memory() -> None:
    tracemalloc.start()
    assert refused(changed(xlsx_rows(ALICE), far_cell)) == "too-many-rows"
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_a_bomb_that_says_how_large_it_is_is_not_unpacked() -> None:
    bomb = changed(xlsx_rows(ALICE), lambda parts: parts.update({SHEET: b" " * (80 * 2**20)}))
    assert len(bomb) < 2**20
    tracemalloc.start()
    assert refused(bomb) == "unpacks-too-large"
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    bomb = changed(xlsx_rows(ALICE), lambda parts: parts.update({SHEET: b" " * (80 * 2**20)}))
    lying = bomb.replace(struct.pack("<I", 80 * 2**20), struct.pack("<I", 1000))
    assert lying != bomb
    tracemalloc.start()
    assert refused(lying) in {"broken", "unpacks-too-large"}
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_a_dense_part_that_unpacks_out_of_proportion_is_refused() -> None:
    bomb = changed(xlsx_rows(ALICE), lambda parts: parts.update({SHEET: b" " * (30 * 2**20)}))
    assert refused(bomb) == "unpacks-too-large"


def test_a_long_text_used_by_every_cell_is_refused() -> None:
    def change(parts: dict[str, bytes]) -> None:
        cells = b"".join(
            b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(2, 20_000)
        )
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cells + b"</sheetData>")
        texts = parts["xl/sharedStrings.xml"]
        parts["xl/sharedStrings.xml"] = texts.replace(b"Organisatie", b"Organisatie" * 3000)

    assert refused(changed(xlsx_rows(ALICE), change)) == "unpacks-too-large"


def test_too_many_parts_are_refused() -> None:
    file = io.BytesIO(xlsx_rows(ALICE))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(600):
            archive.writestr(f"x/{number}", b"")
    assert refused(file.getvalue()) == "unpacks-too-large"


def test_a_damaged_workbook_is_read_or_refused_and_never_a_crash() -> None:
    chance = random.Random(26)
    good = xlsx_rows(ALICE, ALICE)
    wedges = (b"<", b">", b"</row>", b"99999999999", b"-1", b"NaN", b"&#0;", b"\xff", b'<c r="A1">')

    def damage(parts: dict[str, bytes]) -> None:
        name = chance.choice([SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
        place = chance.randrange(len(parts[name]))
        gone = chance.choice([0, 1, 12])
        part = parts[name]
        parts[name] = part[:place] + chance.choice(wedges) + part[place + gone :]

    for _ in range(150):
        with suppress(Unreadable):
            assert read_file(changed(good, damage), "x.xlsx").packed()


def test_an_external_entity_is_not_followed() -> None:
    def change(parts: dict[str, bytes]) -> None:
        kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
        parts[SHEET] = parts[SHEET].replace(b"<worksheet", kind, 1)
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            b"Kwekerij Proef", b"&e;"
        )

    with suppress(Unreadable):
        rows = read_file(changed(xlsx_rows(ALICE), change), "x.xlsx").rows
        assert "root:" not in str(rows)


def test_every_heading_and_reason_has_words_in_both_languages(app: Flask) -> None:
    for lang in ("nl", "en"):
        with app.test_request_context():
            g.language = lang
            assert words.heading(Column.SITE) == HEADINGS[lang][Column.SITE]
            for reason in (
                "too-large",
                "macros",
                "xls",
                "encrypted",
                "broken",
                "unpacks-too-large",
            ):
                assert words.problem(Unreadable(reason)).endswith(".")
