"""Excel files are read as they look: dates, formulas, merged cells."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter import Workbook

from lms.imports.reading import read_file
from tests.imports.sheets import (
    ALICE,
    CELLS,
    HEAD,
    codes,
    only_row,
    xlsx_file,
)


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
