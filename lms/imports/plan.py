"""PURE: the network as it is known + the rows of a file → what becomes of each row.

A row is one POCO seat, or an organisation without a POCO (name and address empty). Rows are taken
in the order of the file; a row that is let in counts for those below it, a refused one does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from lms.imports.columns import DATES, Column
from lms.imports.known import Holder, Known, Organisation, Person, Place, Site, shape
from lms.imports.notes import Note, refuses, says
from lms.imports.outcomes import (
    CREATES,
    Action,
    Fate,
    NewOrganisation,
    NewParticipation,
    NewPerson,
    NewSeat,
    Outcome,
    SetKind,
    SetSince,
)  # fmt: skip
from lms.imports.rows import Row
from lms.network.models import SEATS, Kind
from lms.search import fold


@dataclass(slots=True)
class _Draft:
    """What a row would do, until it is sure that nothing refuses it."""

    notes: list[Note]
    actions: list[Action]
    site: Site | None = None
    organisation: Organisation | None = None
    place: Place | None = None
    since: date | None = None
    person: Person | None = None

    @property
    def refused(self) -> bool:
        return any(note.refuses for note in self.notes)


_KINDS = frozenset(kind.value for kind in Kind)


def _kind_of(row: Row) -> str:
    """The kind a row gives; empty when it gives none, or one that nobody knows."""
    kind = row.cells.get(Column.KIND, "")
    return kind if kind in _KINDS else ""


class Planner:
    """Plans rows one after the other. `known` is changed as rows are let in."""

    def __init__(self, known: Known, *, today: date) -> None:
        self._known = known
        self._own_sites = known.own_sites
        self._fold = lru_cache(maxsize=None)(fold)
        self._today = today
        self._last_id = 0
        self._seen: dict[tuple[str, int, str], Row] = {}
        self._called: dict[str, tuple[str, int]] = {}
        self._kinds: dict[int, tuple[str, int]] = {}
        self._sinces: dict[tuple[int, int], tuple[str, int]] = {}

    def plan(self, rows: Iterable[Row]) -> Iterator[Outcome]:
        """The outcomes, in the order of the rows."""
        return map(self.plan_row, rows)

    def plan_row(self, row: Row) -> Outcome:
        """What becomes of one row, given those before it."""
        draft = _Draft(list(row.notes), [])
        bad = {note.column for note in row.notes if note.refuses}
        if Column.SITE not in bad:
            draft.site = self._site(row, draft)
        twin = self._twin(row, draft)
        if twin is not None and twin.cells == row.cells and not draft.refused:
            draft.notes.append(says("repeated", row=twin.number))
            return Outcome(row, Fate.SAME, tuple(draft.notes), ())
        if twin is not None:
            draft.notes.append(refuses("twin", row=twin.number))
        if Column.ORGANISATION not in bad and draft.site is not None:
            self._organisation(row, draft)
            self._kind(row, draft)
            self._participation(row, draft)
        else:
            self._dates(row, draft)
        if Column.EMAIL not in bad:
            self._person(row, draft)
        if draft.person is not None and draft.place is not None and twin is None:
            self._seat(row, draft)
        return self._settle(row, draft)

    def _site(self, row: Row, draft: _Draft) -> Site | None:
        text = row.cells.get(Column.SITE, "")
        site = self._known.sites.get(self._fold(text))
        own = self._own_sites
        if site is None:
            draft.notes.append(refuses("no-site", Column.SITE, text=text[:80], sites=own))
        elif not site.own:
            draft.notes.append(refuses("not-your-site", Column.SITE, site=site.name, sites=own))
            return None
        return site

    def _twin(self, row: Row, draft: _Draft) -> Row | None:
        """An earlier row for the same seat."""
        return self._seen.get(self._identity(row, draft)) if draft.site else None

    def _identity(self, row: Row, draft: _Draft) -> tuple[str, int, str]:
        assert draft.site is not None
        name = self._fold(row.cells.get(Column.ORGANISATION, ""))
        return name, draft.site.id, row.cells.get(Column.EMAIL, "")

    def _organisation(self, row: Row, draft: _Draft) -> None:
        assert draft.site is not None
        name = row.cells[Column.ORGANISATION]
        found = self._known.organisations.get(self._fold(name), [])
        here = [o for o in found if self._takes_part(o.id, draft.site.id)]
        if len(here or found) > 1:
            draft.notes.append(refuses("ambiguous", Column.ORGANISATION, count=len(here or found)))
            return
        if found:
            draft.organisation = (here or found)[0]
            return
        kind = _kind_of(row) or Kind.OTHER.value
        draft.organisation = Organisation(self._new_id(), name, kind)
        draft.actions.append(NewOrganisation(draft.organisation.id, name, kind))
        draft.notes.append(says("organisation-new"))
        near = self._known.shapes.get(shape(name))
        if near is not None:
            draft.notes.append(says("looks-like", Column.ORGANISATION, name=near))

    def _takes_part(self, organisation_id: int, site_id: int) -> bool:
        place = self._known.places.get((organisation_id, site_id))
        return place is not None and place.since is not None

    def _kind(self, row: Row, draft: _Draft) -> None:
        kind, organisation = _kind_of(row), draft.organisation
        if not kind or organisation is None or organisation.kind == kind:
            return
        if (said := self._kinds.get(organisation.id)) is not None and said[0] != kind:
            draft.notes.append(refuses("differs-from", Column.KIND, row=said[1]))
        elif not organisation.own:
            draft.notes.append(says("kind-kept", Column.KIND, kind=organisation.kind))
        else:
            draft.actions.append(SetKind(organisation.id, kind))
            draft.notes.append(says("kind-set", Column.KIND, old=organisation.kind, new=kind))
            draft.organisation = replace(organisation, kind=kind)

    def _participation(self, row: Row, draft: _Draft) -> None:
        if draft.organisation is None or draft.site is None:
            return
        key = draft.organisation.id, draft.site.id
        draft.place = self._known.places.get(key) or Place()
        wanted = row.day(Column.SINCE)
        if draft.place.since is None:
            draft.since = wanted or row.day(Column.POCO_SINCE) or self._today
            if self._day_fits(Column.SINCE, draft.since, draft):
                draft.actions.append(NewParticipation(*key, draft.since))
                if draft.organisation.id > 0:
                    draft.notes.append(says("joins"))
            return
        draft.since = draft.place.since
        if wanted is None or wanted == draft.since:
            return
        said = self._sinces.get(key)
        if said is not None and said[0] != wanted.isoformat():
            draft.notes.append(refuses("differs-from", Column.SINCE, row=said[1]))
        elif self._day_fits(Column.SINCE, wanted, draft):
            draft.actions.append(SetSince(*key, wanted))
            told = {"old": draft.since.isoformat(), "new": wanted.isoformat()}
            draft.notes.append(says("since-set", Column.SINCE, **told))
            draft.since = wanted

    def _day_fits(self, column: Column, day: date, draft: _Draft) -> bool:
        """Whether an organisation may take part from this day on."""
        assert draft.place is not None
        place = draft.place
        if self._in_future(column, day, draft):
            return False
        if place.ended is not None and day < place.ended:
            draft.notes.append(refuses("before-end", column, day=place.ended.isoformat()))
            return False
        if place.first_seat is not None and day > place.first_seat:
            draft.notes.append(refuses("after-seat", column, day=place.first_seat.isoformat()))
            return False
        return True

    def _dates(self, row: Row, draft: _Draft) -> None:
        """What can be said of the dates without knowing where they are about."""
        for column in sorted(DATES):
            if (day := row.day(column)) is not None:
                self._in_future(column, day, draft)

    def _in_future(self, column: Column, day: date, draft: _Draft) -> bool:
        if day <= self._today:
            return False
        note = refuses("future", column, day=day.isoformat())
        if note not in draft.notes:
            draft.notes.append(note)
        return True

    def _person(self, row: Row, draft: _Draft) -> None:
        email, name = row.cells.get(Column.EMAIL), row.cells.get(Column.NAME, "")
        if not email:
            if name:
                draft.notes.append(refuses("missing", Column.EMAIL))
            elif row.cells.get(Column.POCO_SINCE):
                draft.notes.append(says("no-poco", Column.POCO_SINCE))
            return
        called = self._called.get(email)
        if called is not None and name and called[0] != self._fold(name):
            draft.notes.append(refuses("two-names", Column.NAME, row=called[1]))
        person = self._known.people.get(email)
        if person is None and not name:
            draft.notes.append(refuses("missing", Column.NAME))
        elif person is None:
            language = row.cells.get(Column.LANGUAGE) or "nl"
            draft.person = Person(self._new_id(), name)
            draft.actions.append(NewPerson(draft.person.id, email, name, language))
            draft.notes.append(says("person-new"))
        else:
            draft.person = person
            if name and self._fold(name) != self._fold(person.name) and called is None:
                told = {"name": person.name} if person.shown else {}
                draft.notes.append(says("name-kept", Column.NAME, **told))

    def _seat(self, row: Row, draft: _Draft) -> None:
        assert draft.place is not None
        assert draft.person is not None
        assert draft.organisation is not None
        assert draft.site is not None
        wanted = row.day(Column.POCO_SINCE)
        holders = draft.place.holders
        own = next((h for h in holders.values() if h.person_id == draft.person.id), None)
        if own is not None:
            if wanted is not None and wanted != own.since:
                note = says("seat-since-kept", Column.POCO_SINCE, day=own.since.isoformat())
                draft.notes.append(note)
            return
        if draft.person.blocked:
            draft.notes.append(refuses("blocked", Column.EMAIL))
        if len(holders) >= SEATS:
            draft.notes.append(refuses("seats-taken"))
            return
        since = wanted or max(self._today, draft.since or self._today)
        if self._in_future(Column.POCO_SINCE, since, draft):
            return
        if draft.since is not None and since < draft.since:
            day = draft.since.isoformat()
            draft.notes.append(refuses("before-organisation", Column.POCO_SINCE, day=day))
            return
        number = self._free_number(draft.place, since)
        if number is None:
            day = min(draft.place.freed.values()).isoformat()
            draft.notes.append(refuses("seat-was-held", Column.POCO_SINCE, day=day))
            return
        if any(
            self._fold(holder.name) == self._fold(draft.person.name) for holder in holders.values()
        ):
            draft.notes.append(says("same-name", Column.NAME))
        key = draft.organisation.id, draft.site.id
        draft.actions.append(NewSeat(*key, draft.person.id, number, since))
        draft.notes.append(says("seat-new", number=number, day=since.isoformat()))

    @staticmethod
    def _free_number(place: Place, since: date) -> int | None:
        """A seat that nobody held on that day or holds later."""
        for number in range(1, SEATS + 1):
            freed = place.freed.get(number)
            if number not in place.holders and (freed is None or freed <= since):
                return number
        return None

    def _settle(self, row: Row, draft: _Draft) -> Outcome:
        """Let the row in or keep it out."""
        notes = tuple(sorted(draft.notes, key=lambda note: not note.refuses))
        if draft.refused:
            return Outcome(row, Fate.REFUSE, tuple(n for n in notes if n.refuses), ())
        self._remember(row, draft)
        if any(isinstance(action, CREATES) for action in draft.actions):
            fate = Fate.CREATE
        else:
            fate = Fate.CHANGE if draft.actions else Fate.SAME
        return Outcome(row, fate, notes, tuple(draft.actions))

    def _remember(self, row: Row, draft: _Draft) -> None:
        assert draft.site is not None
        assert draft.organisation is not None
        assert draft.place is not None
        organisation, key = draft.organisation, (draft.organisation.id, draft.site.id)
        known = self._known
        named = known.organisations.get(self._fold(organisation.name), [])
        if not any(o.id == organisation.id for o in named):
            known.add_organisation(organisation)
        else:
            named[:] = [organisation if o.id == organisation.id else o for o in named]
        place = known.places.setdefault(key, draft.place)
        place.since = draft.since
        self._seen[self._identity(row, draft)] = row
        if kind := row.cells.get(Column.KIND):
            self._kinds.setdefault(organisation.id, (kind, row.number))
        if since := row.cells.get(Column.SINCE):
            self._sinces.setdefault(key, (since, row.number))
        email = row.cells.get(Column.EMAIL, "")
        if draft.person is not None:
            known.people[email] = draft.person
            name = row.cells.get(Column.NAME)
            if name:
                self._called.setdefault(email, (self._fold(name), row.number))
        for action in draft.actions:
            if isinstance(action, NewSeat) and draft.person is not None:
                name = draft.person.name
                place.holders[action.number] = Holder(draft.person.id, name, action.since)
                place.first_seat = min(place.first_seat or action.since, action.since)

    def _new_id(self) -> int:
        self._last_id -= 1
        return self._last_id
