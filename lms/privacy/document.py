"""The register as a document in English: the table in docs/privacy.md."""

from __future__ import annotations

from flask import Flask

from lms.privacy.kinds import Entry
from lms.privacy.register import REGISTER
from lms.privacy.terms import BASES

MARKS = ("<!-- register: begin -->", "<!-- register: end -->")
HEAD = (
    "| table | columns about people | why | ground | how long | erasing |",
    "|---|---|---|---|---|---|",
)


def table(app: Flask) -> str:
    """The tables with personal data, a row each, and the others by name."""
    with app.test_request_context(headers={"Accept-Language": "en"}):
        rows = [_row(entry) for entry in REGISTER if entry.is_personal]
    others = ", ".join(f"`{entry.table}`" for entry in REGISTER if not entry.is_personal)
    return "\n".join((*HEAD, *rows, "", f"Without personal data: {others}."))


def _row(entry: Entry) -> str:
    cells = (
        f"`{entry.table}`",
        _columns(entry),
        entry.purpose,
        BASES[entry.basis],
        entry.term.words,
        entry.erasure.value,
    )
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _columns(entry: Entry) -> str:
    parts = [
        ("", entry.personal),
        ("proof, never shown: ", entry.secret),
        ("about others: ", entry.others),
        ("who did it: ", tuple(entry.acts)),
    ]
    return "; ".join(
        label + ", ".join(f"`{name}`" for name in names) for label, names in parts if names
    )
