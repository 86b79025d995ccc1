"""The planner alone, without a database: what becomes of each row, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.imports.columns import Column
from lms.imports.known import Holder, Known, Organisation, Person, Place, Site, shape
from lms.imports.notes import Note
from lms.imports.outcomes import (
    Digest,
    Fate,
    NewOrganisation,
    NewParticipation,
    NewPerson,
    NewSeat,
    Outcome,
    SetKind,
    SetSince,
)
from lms.imports.plan import Planner
from lms.imports.rows import Row, read_row

TODAY = date(2026, 11, 25)
JANUARY, MARCH = date(2026, 1, 5), date(2026, 3, 1)
FIRM, ALICE = 7, 11


def known() -> Known:
    """Kwekerij Proef takes part in Aalsmeer with Alice; Naaldwijk is another site."""
    network = Known()
    network.add_site(Site(1, "Aalsmeer", own=True), "aalsmeer")
    network.add_site(Site(2, "Naaldwijk", own=True), "naaldwijk")
    network.add_organisation(Organisation(FIRM, "Kwekerij Proef", "grower"))
    network.places[FIRM, 1] = Place(
        since=JANUARY, first_seat=MARCH, holders={1: Holder(ALICE, "Alice Proef", MARCH)}
    )
    network.people["alice@x.nl"] = Person(ALICE, "Alice Proef")
    return network


def row(number: int = 2, **cells: str) -> Row:
    wanted = {"organisation": "Kwekerij Proef", "site": "Aalsmeer", **cells}
    return read_row(number, {Column(name): text for name, text in wanted.items() if text})


def bob(number: int = 2, **cells: str) -> Row:
    return row(number, **{"name": "Bob Proef", "email": "bob@x.nl", **cells})


def alice(number: int = 2, **cells: str) -> Row:
    return row(number, **{"name": "Alice Proef", "email": "alice@x.nl", **cells})


def plan(*rows: Row, network: Known | None = None) -> list[Outcome]:
    return list(Planner(network or known(), today=TODAY).plan(rows))


def one(given: Row, network: Known | None = None) -> Outcome:
    return plan(given, network=network)[0]


def codes(outcome: Outcome) -> list[str]:
    return [note.code for note in outcome.notes]


def note(outcome: Outcome, code: str) -> Note:
    return next(found for found in outcome.notes if found.code == code)


def refused_for(outcome: Outcome) -> list[str]:
    assert outcome.fate is Fate.REFUSE
    assert outcome.actions == ()
    return codes(outcome)


def test_what_is_there_already_is_the_same() -> None:
    for given in (row(), alice(), alice(kind="kweker", since="5-1-2026", poco_since="1-3-2026")):
        assert one(given).fate is Fate.SAME
        assert one(given).actions == ()


def test_names_and_addresses_are_compared_without_case_and_signs() -> None:
    given = alice(
        organisation="KWEKERIJ-PROEF", site="aalsmeer", email="ALICE@X.NL", name="ALICE PROÉF"
    )
    assert (one(given).fate, codes(one(given))) == (Fate.SAME, [])


def test_a_new_organisation_with_a_poco_is_all_new() -> None:
    found = one(bob(organisation="Handel Nieuw", kind="handel", since="1-2-2026", language="en"))
    assert found.fate is Fate.CREATE
    february = date(2026, 2, 1)
    assert found.actions == (
        NewOrganisation(-1, "Handel Nieuw", "trader"),
        NewParticipation(-1, 1, february),
        NewPerson(-2, "bob@x.nl", "Bob Proef", "en"),
        NewSeat(-1, 1, -2, 1, TODAY),
    )


def test_a_second_poco_gets_the_free_seat_and_a_third_is_refused() -> None:
    second, third = plan(bob(), bob(3, name="Charlie Proef", email="charlie@x.nl"))
    assert second.actions[-1] == NewSeat(FIRM, 1, -1, 2, TODAY)
    assert refused_for(third) == ["seats-taken"]


def test_a_refused_row_does_not_count_for_those_below_it() -> None:
    bad, good = plan(bob(poco_since="1-1-2027"), bob(3, name="Charlie", email="charlie@x.nl"))
    assert refused_for(bad) == ["future"]
    assert good.fate is Fate.CREATE


def test_an_organisation_that_is_elsewhere_joins_this_site() -> None:
    found = one(row(site="Naaldwijk"))
    assert found.actions == (NewParticipation(FIRM, 2, TODAY),)
    assert codes(found) == ["joins"]


def test_a_near_name_is_hinted_at_and_taken_over_all_the_same() -> None:
    for name in ("Kwekery Prooef B.V.", "Proef Kwekerij", "De Kwekerij Proef"):
        found = one(row(organisation=name))
        assert found.fate is Fate.CREATE
        assert note(found, "looks-like").told == {"name": "Kwekerij Proef"}
    assert "looks-like" not in codes(one(row(organisation="Handel Anders")))
    assert shape("") == ""


def test_two_organisations_of_the_same_name_are_not_guessed_between() -> None:
    network = known()
    network.add_organisation(Organisation(8, "kwekerij proef", "trader"))
    assert one(row(), network).fate is Fate.SAME  # only one of them is in Aalsmeer
    assert refused_for(one(row(site="Naaldwijk"), network)) == ["ambiguous"]


def test_an_unknown_site_is_refused_with_the_known_ones() -> None:
    found = one(row(site="Alsmeer"))
    assert refused_for(found) == ["no-site"]
    assert found.notes[0].told["sites"] == ["Aalsmeer", "Naaldwijk"]


def test_a_site_of_somebody_else_is_refused() -> None:
    network = known()
    network.sites = {key: replace(site, own=site.id == 1) for key, site in network.sites.items()}
    found = one(bob(site="Naaldwijk"), network)
    assert refused_for(found) == ["not-your-site"]
    assert found.notes[0].told == {"site": "Naaldwijk", "sites": ["Aalsmeer"]}


def test_the_kind_of_an_organisation_changes_unless_it_is_also_elsewhere() -> None:
    found = one(row(kind="handel"))
    assert (found.fate, found.actions) == (Fate.CHANGE, (SetKind(FIRM, "trader"),))
    network = known()
    network.organisations["kwekerijproef"] = [Organisation(FIRM, "Kwekerij Proef", "grower", False)]
    kept = one(row(kind="handel"), network)
    assert (kept.fate, codes(kept)) == (Fate.SAME, ["kind-kept"])


def test_the_first_day_changes_within_what_the_seats_allow() -> None:
    assert one(row(since="1-1-2026")).actions == (SetSince(FIRM, 1, date(2026, 1, 1)),)
    assert refused_for(one(row(since="2-3-2026"))) == ["after-seat"]
    assert refused_for(one(row(since="1-1-2030"))) == ["future"]
    network = known()
    network.places[FIRM, 1].ended = JANUARY
    assert refused_for(one(row(since="1-1-2026"), network)) == ["before-end"]


def test_an_organisation_that_left_may_come_back_later_than_it_left() -> None:
    network = known()
    network.places[FIRM, 1] = Place(ended=MARCH, freed={1: MARCH, 2: MARCH})
    assert refused_for(one(bob(since="1-2-2026"), network)) == ["before-end"]
    back = one(bob(since="1-4-2026", poco_since="1-4-2026"), network)
    assert [type(action) for action in back.actions] == [NewParticipation, NewPerson, NewSeat]


def test_a_seat_begins_when_it_is_free_and_the_organisation_takes_part() -> None:
    network = known()
    network.places[FIRM, 1].freed = {2: date(2026, 6, 1)}
    found = one(bob(poco_since="1-5-2026"), network)
    assert refused_for(found) == ["seat-was-held"]
    assert found.notes[0].told == {"day": "2026-06-01"}
    assert one(bob(poco_since="1-6-2026"), network).fate is Fate.CREATE
    assert refused_for(one(bob(poco_since="1-1-2026"))) == ["before-organisation"]


def test_another_name_for_a_known_address_is_noted_and_never_written() -> None:
    found = one(alice(name="Alida Proef"))
    assert (found.fate, found.actions) == (Fate.SAME, ())
    assert note(found, "name-kept").told == {"name": "Alice Proef"}
    network = known()
    network.people["alice@x.nl"] = Person(ALICE, "Alice Proef", shown=False)
    assert note(one(alice(name="Alida Proef"), network), "name-kept").told == {}


def test_one_address_with_two_names_in_a_file_is_refused() -> None:
    first, second = plan(bob(), bob(3, site="Naaldwijk", name="Charlie Proef"))
    assert first.fate is Fate.CREATE
    assert refused_for(second) == ["two-names"]
    assert second.notes[0].told == {"row": 2}


def test_one_person_may_hold_seats_at_two_sites() -> None:
    first, second = plan(bob(), bob(3, site="Naaldwijk", name=""))
    assert second.actions == (NewParticipation(FIRM, 2, TODAY), NewSeat(FIRM, 2, -1, 1, TODAY))
    assert first.fate is second.fate is Fate.CREATE


def test_a_row_twice_is_the_same_and_a_contradiction_is_refused() -> None:
    first, again, other = plan(bob(), bob(3, email="BOB@x.nl"), bob(4, language="en"))
    assert first.fate is Fate.CREATE
    assert (again.fate, codes(again)) == (Fate.SAME, ["repeated"])
    assert refused_for(other) == ["twin"]


def test_rows_that_contradict_each_other_about_an_organisation_are_refused() -> None:
    new = {"organisation": "Handel Nieuw"}
    _first, second = plan(row(kind="handel", **new), bob(3, kind="vervoer", **new))
    assert refused_for(second) == ["differs-from"]
    _first, second = plan(row(since="1-2-2026", **new), bob(3, since="2-2-2026", **new))
    assert refused_for(second) == ["differs-from"]
    _first, second = plan(row(since="1-2-2026", **new), bob(3, since="1-2-2026", **new))
    assert second.fate is Fate.CREATE


def test_name_and_address_belong_together() -> None:
    assert refused_for(one(row(name="Bob Proef"))) == ["missing"]
    assert refused_for(one(row(email="bob@x.nl"))) == ["missing"]
    assert one(row(email="alice@x.nl")).fate is Fate.SAME
    assert codes(one(row(poco_since="1-3-2026"))) == ["no-poco"]


def test_a_blocked_account_gets_no_seat_and_keeps_the_one_it_has() -> None:
    network = known()
    network.people["alice@x.nl"] = Person(ALICE, "Alice Proef", blocked=True)
    assert one(alice(), network).fate is Fate.SAME
    assert refused_for(one(alice(site="Naaldwijk"), network)) == ["blocked"]


def test_the_same_name_under_another_address_is_hinted_at() -> None:
    found = one(bob(name="alice proef"))
    assert found.fate is Fate.CREATE
    assert "same-name" in codes(found)


def test_every_problem_of_a_row_is_named() -> None:
    found = one(bob(site="Nergens", kind="bloemist", since="31-2-2026", poco_since="1-1-2030"))
    assert sorted(refused_for(found)) == ["future", "no-date", "no-kind", "no-site"]
    assert codes(one(bob(site="Nergens", name="", email="bob"))) == ["no-address", "no-site"]


@pytest.mark.parametrize("size", [1, 7, 40])
def test_planning_in_portions_or_twice_gives_the_same(size: int) -> None:
    rows = [bob(n, organisation=f"Firma {n // 3}", email=f"p{n}@x.nl") for n in range(2, 42)]

    def hashed(portion: int) -> str:
        planner, digest = Planner(known(), today=TODAY), Digest()
        for start in range(0, len(rows), portion):
            for outcome in planner.plan(rows[start : start + portion]):
                digest.add(outcome)
        return digest.text

    assert hashed(size) == hashed(len(rows))
    other = Planner(known(), today=date(2026, 11, 26))
    digest = Digest()
    for outcome in other.plan(rows):
        digest.add(outcome)
    assert digest.text != hashed(size)
