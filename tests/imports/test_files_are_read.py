"""Any spreadsheet people have is read, or refused with the reason."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask, g
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from lms.imports import words
from lms.imports.columns import HEADINGS, Column
from lms.imports.reading import read_file
from lms.imports.rows import MOST_ROWS, Row, Sheet, Unreadable
from lms.imports.tidy import read_address, read_day, tidy
from tests.imports.sheets import ALICE, HEAD, changed, csv_file, csv_text, xlsx_file, xlsx_rows

CELLS = {
    "organisation": "Kwekerij Proef",
    "kind": "grower",
    "site": "Aalsmeer",
    "since": "2026-01-05",
    "name": "Alice Proef",
    "email": "alice@x.nl",
    "language": "nl",
}
SHEET = "xl/worksheets/sheet1.xml"


def only_row(data: bytes, name: str = "x.csv") -> Row:
    (row,) = read_file(data, name).rows
    return row


def codes(row: Row) -> list[tuple[str, str]]:
    return [(note.code, note.column) for note in row.notes]


def refused(data: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data, name)
    return caught.value.reason


# --- text ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_gives_the_same_row(encoding: str, separator: str) -> None:
    row = (*ALICE[:4], "Álice Ørsted", *ALICE[5:])
    data = csv_text(row, separator=separator).encode(encoding)
    assert only_row(data).cells == CELLS | {"name": "Álice Ørsted"}


def test_a_file_from_an_old_excel_is_read_as_windows_1252() -> None:
    row = ("Kwekerij Één – zoon", *ALICE[1:])
    assert only_row(csv_text(row).encode("cp1252")).cells["organisation"] == "Kwekerij Één – zoon"


def test_a_line_that_names_the_separator_is_no_row() -> None:
    data = ("sep=|\r\n" + csv_text(ALICE, separator="|")).encode()
    row = only_row(data)
    assert (row.number, row.cells) == (2, CELLS)


def test_row_numbers_are_those_of_the_spreadsheet() -> None:
    head = ";".join(HEAD)
    data = f'Lijst van 2026;;\r\n\r\n{head}\r\n\r\n"Kwekerij\nProef";;Aalsmeer\r\nB;;Aalsmeer\r\n'
    rows = read_file(data.encode(), "x.csv").rows
    assert [(row.number, row.cells["organisation"]) for row in rows] == [
        (5, "Kwekerij Proef"),
        (6, "B"),
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_headings_are_known_in_both_languages_in_any_order(lang: str) -> None:
    head = list(HEADINGS[lang].values())[::-1]
    data = csv_text(ALICE[::-1], head=[f" {text.upper()} " for text in head]).encode()
    assert only_row(data).cells == CELLS


def test_columns_nobody_knows_are_named_and_passed_by() -> None:
    sheet = read_file(
        csv_text((*ALICE, "x", ""), head=(*HEAD, "Opmerking", "Begonnen")).encode(), "x.csv"
    )
    assert sheet.unused == ("Opmerking",)
    assert sheet.rows[0].cells == CELLS


def test_stray_spaces_and_unseen_signs_are_taken_out_and_named() -> None:
    row = only_row(
        csv_file(
            (
                "  Kwekerij\u00a0 Proef\u200b ",
                "",
                "Aalsmeer",
                "",
                "Al\x07ice",
                " ALICE@x.nl ",
                "",
                "",
            )
        )
    )
    assert row.cells["organisation"] == "Kwekerij Proef"
    assert row.cells["name"] == "Alice"
    assert row.cells["email"] == "alice@x.nl"
    assert codes(row) == [("tidied", "organisation"), ("tidied", "name")]


def test_nul_is_in_no_cell() -> None:
    row = only_row(csv_text(("Kwe\0kerij", "", "Aalsmeer")).encode())
    assert row.cells["organisation"] == "Kwekerij"


def test_a_formula_in_text_is_named_and_a_guarded_text_is_not() -> None:
    rows = read_file(
        csv_file(
            ("=SOM(1)", "", "Aalsmeer"),
            ("'=SOM(1)", "", "Aalsmeer"),
            ('="Kwekerij"', "", "Aalsmeer"),
        ),
        "x.csv",
    ).rows
    assert codes(rows[0]) == [("formula-text", "organisation")]
    assert rows[1].cells["organisation"] == "=SOM(1)"
    assert rows[2].cells["organisation"] == "Kwekerij"


def test_a_quotation_mark_that_swallows_a_row_is_named() -> None:
    data = csv_text(ALICE).replace("Alice Proef", '"Alice Proef') + 'B;;Aalsmeer;;"'
    assert ("open-quote", "name") in codes(read_file(data.encode(), "x.csv").rows[0])
    endless = csv_text(ALICE).replace("Kwekerij Proef", '"' + "a" * 200_000)
    assert refused(endless.encode(), "x.csv") == "broken-csv"


def test_several_problems_in_a_row_are_all_named() -> None:
    row = only_row(
        csv_file(("", "bloemist", "", "31-02-2026", "N" * 121, "alice", "duits", "gisteren"))
    )
    assert sorted(codes(row)) == [
        ("missing", "organisation"),
        ("missing", "site"),
        ("no-address", "email"),
        ("no-date", "poco_since"),
        ("no-date", "since"),
        ("no-kind", "kind"),
        ("no-language", "language"),
        ("too-long", "name"),
    ]


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_reader_stumble(data: bytes) -> None:
    for name in ("x.csv", "x.xlsx"):
        for body in (data, b"PK\x03\x04" + data, csv_file(ALICE) + data):
            with suppress(Unreadable):
                assert isinstance(read_file(body, name), Sheet)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    once = tidy(text)[0]
    assert tidy(once) == (once, False)


def test_a_file_that_is_no_text_at_all_is_refused() -> None:
    assert refused(bytes(range(256)) * 20, "x.csv") == "no-headings"


# --- dates and addresses ---


@pytest.mark.parametrize(
    "text",
    [
        "5-1-2026", "05-01-2026", "5/1/2026", "05.01.2026", "5-1-26", "2026-01-05", "2026/01/05",
        "2026-01-05 00:00:00", "2026-01-05T00:00:00Z", "5 januari 2026", "5 jan. 2026",
        "5 jan 2026", "5-jan-2026", "ma 5 januari 2026", "5th January 2026", "January 5, 2026",
        "Jan 5 2026", "46027", 46027, 46027.0, date(2026, 1, 5),
        datetime(2026, 1, 5, 12),  # noqa: DTZ001  as Excel has it
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: object) -> None:
    assert read_day(text) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    ["", "31-02-2026", "1-13-2026", "01/25/2026", "2026", "5 foo 2026", "٥-١-٢٠٢٦", True, 12, 1e9],
)
def test_what_is_no_day_is_none(text: object) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text", ["a@b", "a b@x.nl", "a@x..nl", "a@@x.nl", ".a@x.nl", "jan@x.nl, b@x.nl", "é@x.nl"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


def test_an_address_is_kept_in_small_letters_without_its_link() -> None:
    assert read_address("mailto:Alice@X.nl") == "alice@x.nl"


# --- XLSX ---


def test_an_excel_file_with_dates_numbers_and_a_title_is_read() -> None:
    def fill(workbook: Workbook, sheet: Any) -> None:
        sheet.merge_range("A1:H1", "POCO's van 2026")
        sheet.write_row(2, 1, HEAD)
        sheet.write_row(3, 1, ALICE)
        sheet.write_datetime(3, 4, date(2026, 1, 5), workbook.add_format({"num_format": "d mmm"}))
        sheet.write_number(3, 8, 46027)
        workbook.add_worksheet("Uitleg").write(0, 0, "Organisatie")

    row = only_row(xlsx_file(fill), "x.xlsx")
    assert (row.number, row.cells) == (4, CELLS | {"poco_since": "2026-01-05"})


def test_a_hidden_first_sheet_is_passed_by() -> None:
    def fill(workbook: Workbook, sheet: Any) -> None:
        second = workbook.add_worksheet("De rijen & meer")
        second.write_row(0, 0, HEAD)
        second.write_row(1, 0, ("Kwekerij Proef", "", "Aalsmeer"))
        second.write_formula(1, 4, "=A1", None, "")
        second.activate()
        sheet.hide()

    row = only_row(xlsx_file(fill), "x.xlsx")
    assert codes(row) == [("formula-empty", "name")]


def test_a_formula_counts_by_its_outcome_and_without_one_it_is_named() -> None:
    def fill(_workbook: Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ("", "kweker", "Aalsmeer"))
        sheet.write_formula(1, 0, '="Kwekerij "&"Proef"', None, "Kwekerij Proef")
        sheet.write_formula(1, 4, "=B9", None, "")
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")

    row = only_row(xlsx_file(fill), "x.xlsx")
    assert row.cells["organisation"] == "Kwekerij Proef"
    assert sorted(codes(row)) == [("error-value", "email"), ("formula-empty", "name")]


def test_a_cell_merged_over_rows_counts_for_each_and_over_columns_is_named() -> None:
    def fill(_workbook: Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        for line in (1, 2, 3):
            sheet.write_row(line, 1, ("kweker", "Aalsmeer", "", f"P {line}", f"p{line}@x.nl"))
        sheet.merge_range(1, 0, 2, 0, "Kwekerij Proef")
        sheet.merge_range(3, 0, 3, 1, "Kwekerij Breed")

    first, second, third = read_file(xlsx_file(fill), "x.xlsx").rows
    assert first.cells["organisation"] == second.cells["organisation"] == "Kwekerij Proef"
    assert codes(second) == [("filled-down", "organisation")]
    assert second.notes[0].told == {"row": 2}
    assert ("merged", "organisation") in codes(third)


def test_text_in_excel_that_looks_like_a_formula_is_text() -> None:
    def fill(_workbook: Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_string(1, 0, "=cmd|' /C calc'!A0")
        sheet.write_string(1, 2, "Aalsmeer")

    assert only_row(xlsx_file(fill), "x.xlsx").cells["organisation"] == "=cmd|' /C calc'!A0"


# --- what is refused whole ---


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


# --- every reason has its words ---


def test_what_was_read_survives_the_database() -> None:
    sheet = read_file(csv_file(ALICE, ("", "x", "", "gisteren")), "x.csv")
    assert Sheet.unpacked(sheet.packed()) == sheet


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
