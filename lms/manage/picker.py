"""Ticking people in a list that may be long, without JavaScript.

The ticks, what is looked for and the rest of the page stand in one form. Its buttons are named
`do`: looking for somebody sends the ticks along and shows them again, so none is lost.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from flask import request

from lms.i18n import gettext as _
from lms.meetings.people import Candidate
from lms.search import LONGEST_QUERY

SHOWN = 300
"""People on a page: who looks for more types a part of a name."""
MOST = 300
"""People that can be recorded at once: it takes some seconds, in which others wait to write."""


class Source(Protocol):
    """Where the people come from."""

    def count(self) -> int: ...
    def first(self, limit: int) -> list[Candidate]: ...
    def chosen(self, public_ids: Collection[str]) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Picker:
    """What is shown and what is ticked. `gone` counts ticks that this list knows no more."""

    query: str
    rows: list[Candidate]
    total: int
    chosen: list[Candidate]
    gone: int
    too_many: bool

    @property
    def ticked(self) -> set[str]:
        return {person.public_id for person in self.chosen}

    @property
    def elsewhere(self) -> list[Candidate]:
        """Who is ticked and not among what is shown."""
        shown = {person.public_id for person in self.rows}
        return [person for person in self.chosen if person.public_id not in shown]

    @property
    def everybody(self) -> list[Candidate]:
        return [*self.rows, *self.elsewhere]

    def problem(self) -> str:
        """Why the ticks cannot be recorded as they are; empty when they can."""
        if self.too_many:
            return _("Tick at most %(most)s people at once.", most=MOST)
        if self.gone:
            return _(
                "Somebody on your list cannot be recorded here any more. Nothing was recorded"
                " yet. Look at the list and send it again."
            )
        return "" if self.chosen else _("Tick at least one person.")


def wants_to_record() -> bool:
    """Whether the form was sent to record, and not to look for people."""
    return request.method == "POST" and request.form.get("do") == "record"


def query() -> str:
    """What is looked for."""
    return request.form.get("q", "").strip()[:LONGEST_QUERY]


def pick(source: Source, ticked: Collection[str] = ()) -> Picker:
    """The picker as this request asks for it; `ticked` is the beginning."""
    asked = set(request.form.getlist("person") if request.method == "POST" else ticked)
    do = request.form.get("do")
    rows = source.first(SHOWN)
    total = len(rows) if len(rows) < SHOWN else source.count()
    if do == "none":
        asked = set()
    elif do == "all":
        asked |= {person.public_id for person in rows}
    too_many = len(asked) > MOST
    asked = set(sorted(asked)[:MOST])
    chosen = source.chosen(asked) if asked else []
    return Picker(query(), rows, total, chosen, len(asked) - len(chosen), too_many)
