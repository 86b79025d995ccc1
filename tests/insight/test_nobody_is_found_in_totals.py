"""No two published figures differ by a group of one to four that can be worked out.

An attacker knows the method, every published figure, and what always holds: who completed the
training also did the online part, and so on. `bounds` works out the most that follows from that
about the difference of two true counts.
"""

from __future__ import annotations

import math
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lms.insight.disclosure import BASE, LEAST, STEP, possible, publish, share

NESTED = (
    ("people", "online"),
    ("online", "complete"),
    ("people", "active"),
    ("organisations", "covered"),
)
"""In one quarter the second is a part of the first."""


@st.composite
def quarters(draw: st.DrawFn) -> dict[tuple[int, str], int]:
    """True counts of some quarters; small groups and small changes are the interesting ones."""
    counts: dict[tuple[int, str], int] = {}
    people, firms = draw(st.integers(0, 40)), draw(st.integers(0, 25))
    for quarter in range(draw(st.integers(1, 4))):
        online = draw(st.integers(0, people))
        counts |= {
            (quarter, "people"): people,
            (quarter, "online"): online,
            (quarter, "complete"): draw(st.integers(0, online)),
            (quarter, "active"): draw(st.integers(0, people)),
            (quarter, "organisations"): firms,
            (quarter, "covered"): draw(st.integers(0, firms)),
        }
        people = max(0, people + draw(st.integers(-4, 9)))
        firms = max(0, firms + draw(st.integers(-2, 5)))
    return counts


def bounds(shown: dict[tuple[int, str], int | None]) -> dict[object, dict[object, float]]:
    """most[a][b]: the most by which the true count of a can exceed that of b.

    Everything known has the form "x is at most y + d", so shortest ways give exact answers. The
    node 0 stands for nought.
    """
    nodes: list[object] = [0, *shown]
    most: dict[object, dict[object, float]] = {
        a: {b: 0 if a == b else math.inf for b in nodes} for a in nodes
    }
    for cell, figure in shown.items():
        reach = possible(figure)
        most[cell][0], most[0][cell] = reach[-1], -reach[0]
    for quarter in {quarter for quarter, _name in shown}:
        for whole, part in NESTED:
            most[quarter, part][quarter, whole] = 0
    for via in nodes:
        for a in nodes:
            for b in nodes:
                most[a][b] = min(most[a][b], most[a][via] + most[via][b])
    return most


@given(quarters())
def test_no_difference_gives_a_small_group_away(counts: dict[tuple[int, str], int]) -> None:
    shown = {cell: publish(count) for cell, count in counts.items()}
    most = bounds(shown)
    for a, b in permutations(shown, 2):
        largest, smallest = most[a][b], -most[b][a]
        assert smallest <= counts[a] - counts[b] <= largest
        known_small = smallest >= 1 and largest <= LEAST - 1
        assert not known_small, (a, b, shown[a], shown[b])


@given(quarters())
def test_no_published_figure_is_a_small_group(counts: dict[tuple[int, str], int]) -> None:
    for count in counts.values():
        figure = publish(count)
        assert figure is None or (figure >= LEAST and figure % STEP == 0)
        assert count in possible(figure)


@given(st.integers(0, 500), st.integers(0, 500))
def test_published_figures_differ_by_nothing_or_by_five_and_more(a: int, b: int) -> None:
    difference = abs((publish(a) or 0) - (publish(b) or 0))
    assert difference == 0 or difference >= LEAST


@given(st.integers(0, 500), st.data())
def test_shares_tell_nothing_that_the_counts_do_not(whole: int, data: st.DataObject) -> None:
    """They are a function of what is published, they stay below 1, and small bases have none."""
    part = data.draw(st.integers(0, whole))
    found = share(publish(part), publish(whole))
    if found is not None:
        assert whole >= BASE - STEP // 2
        assert 0 < found <= 1
        twin = next(count for count in possible(publish(part)))
        assert share(publish(twin), publish(whole)) == found
