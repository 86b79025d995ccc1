"""Text files from any program are read, row by row, and what is odd is named."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.imports.columns import HEADINGS
from lms.imports.reading import read_file
from lms.imports.rows import Sheet, Unreadable
from lms.imports.tidy import read_address, read_day, tidy
from tests.imports.sheets import (
    ALICE,
    CELLS,
    HEAD,
    codes,
    csv_file,
    csv_text,
    only_row,
    refused,
)


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


def test_what_was_read_survives_the_database() -> None:
    sheet = read_file(csv_file(ALICE, ("", "x", "", "gisteren")), "x.csv")
    assert Sheet.unpacked(sheet.packed()) == sheet
