"""The empty spreadsheet to fill in, with a sheet that explains it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lms.i18n import gettext as _
from lms.imports.columns import HEADINGS, KINDS, REQUIRED, Column
from lms.imports.export import WIDTHS, csv_lines
from lms.imports.rows import MOST_ROWS
from lms.lazy import lazily
from lms.network.models import Kind

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazily("xlsxwriter")

_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def csv_template(language: str) -> str:
    """Only the headings."""
    return "".join(csv_lines(list(HEADINGS[language].values()), ()))


def xlsx_template(language: str, sites: Sequence[str]) -> bytes:
    """The headings, with lists to choose from, and the explanation."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, _SAFE)
    sheet = workbook.add_worksheet(_("Rows"))
    head = workbook.add_format({"bold": True, "bg_color": "#CFE6DA"})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    for number, (column, text) in enumerate(HEADINGS[language].items()):
        dated = column in {Column.SINCE, Column.POCO_SINCE}
        sheet.set_column(number, number, WIDTHS[column], day if dated else None)
        sheet.write_string(0, number, text, head)
    sheet.freeze_panes(1, 1)
    for column, choices in _choices(language, sites).items():
        # Excel takes lists of at most 255 signs; longer ones are in the explanation only.
        if choices and len(",".join(choices)) <= 255:
            place = list(HEADINGS[language]).index(column)
            sheet.data_validation(
                1, place, MOST_ROWS, place,
                {"validate": "list", "source": choices, "error_type": "warning"},
            )  # fmt: skip
    _explain(workbook, language, sites)
    workbook.close()
    return file.getvalue()


def _choices(language: str, sites: Sequence[str]) -> dict[Column, list[str]]:
    return {
        Column.KIND: list(KINDS[language].values()),
        Column.SITE: list(sites),
        Column.LANGUAGE: ["nl", "en"],
    }


def explanations(language: str, sites: Sequence[str]) -> list[tuple[str, bool, str, str]]:
    """For each column: heading, whether it must be filled in, what it is, an example."""
    kinds = ", ".join(KINDS[language].values())
    texts = {
        Column.ORGANISATION: (_("The name of the organisation."), "Kwekerij De Proef"),
        Column.KIND: (_("What it does: %(kinds)s.", kinds=kinds), KINDS[language][Kind.GROWER]),
        Column.SITE: (_("The site: %(sites)s.", sites=", ".join(sites)), sites[0] if sites else ""),
        Column.SINCE: (
            _("The first day it takes part. Empty: the first day of its POCO, or today."),
            "31-01-2026",
        ),
        Column.NAME: (
            _("First and last name. Empty: the organisation has no POCO yet."),
            _("First Last"),
        ),
        Column.EMAIL: (
            _("The address we write to. Each POCO has an own address."),
            _("name@company.nl"),
        ),
        Column.LANGUAGE: (_("nl or en. Empty: nl."), "nl"),
        Column.POCO_SINCE: (_("The first day as a POCO. Empty: today."), "31-01-2026"),
    }
    return [
        (heading, column in REQUIRED, *texts[column])
        for column, heading in HEADINGS[language].items()
    ]


def _explain(workbook: xlsxwriter.Workbook, language: str, sites: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(_("Explanation"))
    bold = workbook.add_format({"bold": True, "bg_color": "#CFE6DA"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    for number, width in enumerate((24, 12, 70, 20)):
        sheet.set_column(number, number, width, wrap)
    intro = (
        _("One row is one POCO seat. An organisation with two POCOs has two rows."),
        _("An organisation without a POCO has one row, with name and e-mail address empty."),
        _("Nothing is written before you have seen what each row would do."),
    )
    for number, text in enumerate(intro):
        sheet.write_string(number, 0, text, workbook.add_format({"text_wrap": False}))
    start = len(intro) + 1
    for number, text in enumerate((_("Column"), _("Required"), _("What it is"), _("Example"))):
        sheet.write_string(start, number, text, bold)
    for line, (heading, required, text, example) in enumerate(explanations(language, sites), 1):
        cells = (heading, _("yes") if required else _("no"), text, example)
        for number, cell in enumerate(cells):
            sheet.write_string(start + line, number, cell)
