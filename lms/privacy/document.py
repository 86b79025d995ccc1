"""The register as a document in English: the table in docs/privacy.md."""

from __future__ import annotations

from flask import Flask

from lms.privacy.kinds import Basis, Entry
from lms.privacy.register import REGISTER
from lms.privacy.terms import BASES, CHOICE

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
    ground, term = str(BASES[entry.basis]), str(entry.term.words)
    if entry.choice:
        chosen = ", ".join(f"`{name}`" for name in entry.choice)
        ground += f" For {chosen}: {BASES[Basis.CHOICE]}"
        term += f" For {chosen}: {CHOICE.words}"
    cells = (
        f"`{entry.table}`",
        _columns(entry),
        entry.purpose,
        ground,
        term,
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
