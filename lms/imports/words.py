"""What is said about files and rows, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from lms.i18n import day, language, ngettext, number
from lms.i18n import gettext as _
from lms.imports.columns import HEADINGS, KINDS, Column
from lms.imports.notes import Note
from lms.imports.outcomes import Fate
from lms.imports.rows import Unreadable
from lms.network.models import Kind

Told = dict[str, Any]


def new_things(counts: Told) -> str:
    """What a confirmation would add: `1 organisation, 2 people, 2 POCO seats`."""
    firms, people, seats = (counts.get(n, 0) for n in ("organisations", "people", "seats"))
    parts = [
        (
            firms,
            ngettext("%(num)s organisation", "%(num)s organisations", firms, num=number(firms)),
        ),
        (people, ngettext("%(num)s person", "%(num)s people", people, num=number(people))),
        (seats, ngettext("%(num)s POCO seat", "%(num)s POCO seats", seats, num=number(seats))),
    ]
    return _listed([text for count, text in parts if count])


def heading(column: str) -> str:
    """The heading of a column; empty for remarks on the whole row."""
    return HEADINGS[language()][Column(column)] if column else ""


def kind_name(kind: str) -> str:
    """What an organisation does, as the spreadsheet writes it."""
    return KINDS[language()][Kind(kind)]


def fate_name(fate: Fate) -> str:
    """What becomes of a row."""
    return {
        Fate.CREATE: _("New"),
        Fate.CHANGE: _("Changes"),
        Fate.SAME: _("Same"),
        Fate.REFUSE: _("Refused"),
    }[fate]


FATE_TONES = {Fate.CREATE: "ok", Fate.CHANGE: "info", Fate.SAME: "", Fate.REFUSE: "bad"}


def sentence(note: Note) -> str:
    """A remark on a row as a sentence, with the name of its column before it."""
    text = _SENTENCES[note.code](note.told)
    return f"{heading(note.column)}: {text}" if note.column else text


def problem(error: Unreadable) -> str:
    """Why a file cannot be read, and what to do."""
    return _PROBLEMS[error.reason](error.told)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _day(told: Told, name: str = "day") -> str:
    return day(date.fromisoformat(told[name]))


_SENTENCES: dict[str, Callable[[Told], str]] = {
    # What keeps a row out.
    "missing": lambda t: _("is missing."),
    "too-long": lambda t: _("is too long; at most %(most)s signs.", most=t["most"]),
    "no-letters": lambda t: _("has no letters or figures in it."),
    "no-date": lambda t: _(
        "“%(text)s” is no date. Write it like 31-01-2026: day, month, year.", text=t["text"]
    ),
    "too-early": lambda t: _(
        "%(day)s is too long ago. The earliest year is %(first)s.", day=_day(t), first=t["first"]
    ),
    "future": lambda t: _("%(day)s is still to come.", day=_day(t)),
    "no-address": lambda t: _("“%(text)s” is no e-mail address.", text=t["text"]),
    "no-kind": lambda t: _(
        "“%(text)s” is not known. Use one of these: %(known)s.",
        text=t["text"],
        known=_listed(list(KINDS[language()].values())),
    ),
    "no-language": lambda t: _("“%(text)s” is not known. Use nl or en.", text=t["text"]),
    "no-site": lambda t: _(
        "“%(text)s” is not known. Use one of these: %(known)s.",
        text=t["text"],
        known=_listed(t["sites"]),
    ),
    "not-your-site": lambda t: _(
        "%(site)s is not one of your sites. You may use: %(known)s.",
        site=t["site"],
        known=_listed(t["sites"]),
    ),
    "formula-empty": lambda t: _(
        "the formula has no outcome in the file. Put the text itself in the cell."
    ),
    "formula-text": lambda t: _("there is a formula here. Put the text itself in the cell."),
    "error-value": lambda t: _("the formula gives an error. Put the text itself in the cell."),
    "merged": lambda t: _("cells of more columns are merged here. Split them."),
    "open-quote": lambda t: _(
        "there is a quotation mark too many or too few, so rows run together."
    ),
    "twin": lambda t: _("Row %(row)s is about the same, but says something else.", row=t["row"]),
    "two-names": lambda t: _(
        "row %(row)s has another name with this e-mail address.", row=t["row"]
    ),
    "differs-from": lambda t: _(
        "row %(row)s says something else about this organisation.", row=t["row"]
    ),
    "ambiguous": lambda t: _(
        "there are %(count)s organisations with this name. Change this one by hand.",
        count=t["count"],
    ),
    "before-end": lambda t: _(
        "the organisation took part before, until %(day)s. Use that day or a later one.",
        day=_day(t),
    ),
    "after-seat": lambda t: _(
        "the organisation has had a POCO since %(day)s. Use that day or an earlier one.",
        day=_day(t),
    ),
    "before-organisation": lambda t: _(
        "the organisation takes part since %(day)s. Use that day or a later one.", day=_day(t)
    ),
    "seat-was-held": lambda t: _(
        "somebody else held the seat until %(day)s. Use that day or a later one.", day=_day(t)
    ),
    "seats-taken": lambda t: _(
        "Both POCO seats of this organisation are taken. Let one POCO hand over the seat on the"
        " organisation's page."
    ),
    "blocked": lambda t: _("the account with this address is blocked. Unblock it first."),
    # What is good to know.
    "tidied": lambda t: _("unusual spaces or invisible signs were taken out."),
    "filled-down": lambda t: _(
        "taken from the merged cell that begins in row %(row)s.", row=t["row"]
    ),
    "repeated": lambda t: _("Row %(row)s says the same.", row=t["row"]),
    "no-poco": lambda t: _("is not used, because the row has no POCO."),
    "organisation-new": lambda t: _("New organisation."),
    "looks-like": lambda t: _("looks like “%(name)s”. Is it the same?", name=t["name"]),
    "joins": lambda t: _("The organisation is there already; it now takes part at this site too."),
    "kind-set": lambda t: _(
        "from %(old)s to %(new)s.", old=kind_name(t["old"]), new=kind_name(t["new"])
    ),
    "kind-kept": lambda t: _(
        "stays %(kind)s, because the organisation also takes part at another site.",
        kind=kind_name(t["kind"]),
    ),
    "since-set": lambda t: _("from %(old)s to %(new)s.", old=_day(t, "old"), new=_day(t, "new")),
    "person-new": lambda t: _("New person."),
    "name-kept": lambda t: (
        _("this address belongs to “%(name)s”. That name stays.", name=t["name"])
        if "name" in t
        else _("this address is known under another name. That name stays.")
    ),
    "same-name": lambda t: _(
        "this organisation has a POCO of the same name with another address. Is it the same person?"
    ),
    "seat-new": lambda t: _(
        "Gets POCO seat %(number)s from %(day)s.", number=t["number"], day=_day(t)
    ),
    "seat-since-kept": lambda t: _("stays %(day)s.", day=_day(t)),
}

_SAVE_AS = lambda t: _(  # noqa: E731  a text like the others
    "This is not an XLSX or CSV file. Open it in Excel or LibreOffice and save it as"
    " “Excel workbook (.xlsx)”."
)
_PROBLEMS: dict[str, Callable[[Told], str]] = {
    "empty": lambda t: _("This file is empty."),
    "too-large": lambda t: _(
        "This file is larger than 5 MB. Keep only the sheet with the rows, or split it."
    ),
    "macros": lambda t: _(
        "This file has macros: small programs that we do not let in. Save it as “Excel workbook"
        " (.xlsx)”, without macros."
    ),
    "xls": _SAVE_AS,
    "ods": _SAVE_AS,
    "not-a-spreadsheet": _SAVE_AS,
    "encrypted": lambda t: _("This file has a password. Save it without one and choose it again."),
    "broken": lambda t: _(
        "This file cannot be opened: it is damaged or not a real XLSX file. Open it in Excel or"
        " LibreOffice and save it again."
    ),
    "broken-csv": lambda t: _(
        "This file cannot be read from row %(row)s on: a quotation mark is not closed.",
        row=t["row"],
    ),
    "unpacks-too-large": lambda t: _(
        "This file becomes far too large when it is unpacked. Copy only the rows into the template."
    ),
    "no-headings": lambda t: _(
        "We found no row with headings. The file needs at least the columns %(columns)s.",
        columns=_listed([heading(Column.ORGANISATION), heading(Column.SITE)]),
    ),
    "columns-missing": lambda t: _(
        "The file misses a column: %(columns)s.", columns=_listed([*map(heading, t["columns"])])
    ),
    "column-twice": lambda t: _(
        "The column %(column)s is in the file more than once. Keep one.",
        column=heading(t["column"]),
    ),
    "no-rows": lambda t: _("There are no rows below the headings."),
    "too-many-rows": lambda t: _(
        "The file has more than %(most)s rows. Split it into smaller files.",
        most=number(t["most"]),
    ),
    "too-many-columns": lambda t: _(
        "The file has more than %(most)s columns. Use the columns of the template.",
        most=number(t["most"]),
    ),
}
