"""Every column of every table is in the register, once; and nothing else is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import database  # noqa: F401  makes every table known
from lms.extensions import db
from lms.privacy import document, retention, terms
from lms.privacy.kinds import Entry, Erasure, Term
from lms.privacy.labels import LABELS
from lms.privacy.register import REGISTER

DOCS = Path(__file__).resolve().parents[2] / "docs/privacy.md"
FREE = (sa.String, sa.Text, sa.JSON, sa.LargeBinary)


def test_every_table_is_in_the_register_once() -> None:
    assert Counter(entry.table for entry in REGISTER) == Counter(list(db.metadata.tables))


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.table)
def test_every_column_is_classified_once(entry: Entry) -> None:
    assert Counter(entry.columns()) == Counter(column.name for column in entry.of.columns)


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.table)
def test_an_entry_only_names_what_is_there(entry: Entry) -> None:
    columns = {column.name for column in entry.of.columns}
    named = {*entry.blanks, *entry.free, *(name for shown in entry.acts.values() for name in shown)}
    assert named <= columns
    assert set(entry.choice) <= set(entry.personal)
    # What an actor may see of a row never names anybody else.
    for shown in entry.acts.values():
        assert not any(_refers_to_a_person(entry.of.c[name]) for name in shown)


def _refers_to_a_person(column: sa.Column[object]) -> bool:
    return any(key.column.table.name == "person" for key in column.foreign_keys)


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.table)
def test_a_reference_to_a_person_is_personal(entry: Entry) -> None:
    for column in entry.of.columns:
        if _refers_to_a_person(column):
            assert column.name in {*entry.personal, *entry.acts}, column.name


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.table)
def test_what_is_shown_has_a_name(entry: Entry) -> None:
    shown = {*entry.personal, *(name for shown in entry.acts.values() for name in shown)}
    assert {name for name in shown if not _refers_to_a_person(entry.of.c[name])} - set(LABELS) <= {
        "id"
    }


def test_personal_data_has_a_term_and_other_data_has_none() -> None:
    for entry in REGISTER:
        assert (entry.term is terms.NONE) == (not entry.is_personal), entry.table


def test_every_term_with_a_clock_is_carried_out() -> None:
    swept = {sweep.table for sweep in retention.SWEEPS} | set(retention.BY_OTHER_MEANS)
    # The rows of a file go with the file.
    swept |= {"upload_row"}
    assert {entry.table for entry in REGISTER if entry.term.after} <= swept


def test_the_figures_in_the_words_are_those_of_the_clock(app: Flask) -> None:
    names = {
        365: "year",
        730: "two",
        1095: "three years",
        180: "180",
        90: "90",
        30: "30",
        1: "day",
        0: "hour",
    }
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for term in vars(terms).values():
            if isinstance(term, Term) and term.after is not None:
                assert names[term.after.days] in str(term.words).lower()


def test_rows_that_stay_lose_what_was_written() -> None:
    """Where erasure blanks, it says with what; where rows stay, no text of one's own is in them."""
    for entry in REGISTER:
        if entry.erasure is Erasure.BLANK and entry.table != "response":
            assert entry.blanks, entry.table
        if entry.erasure is Erasure.KEEP:
            assert not entry.blanks


def test_the_document_is_the_register(app: Flask) -> None:
    text = DOCS.read_text("utf-8")
    start, end = document.MARKS
    assert text.count(start) == text.count(end) == 1
    written = text.partition(start)[2].partition(end)[0].strip()
    assert written == document.table(app), "run `lms privacy register` and put it in docs"
