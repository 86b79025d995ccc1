"""Which kit is the next one to give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.content.library import load_library
from lms.content.tree import read_tree
from lms.training.suggest import Reason, suggest
from tests.conftest import SAMPLE

TODAY = date(2026, 11, 25)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("given", "known", "expected"),
    [
        ({}, {}, ("dock", Reason.NEW)),
        ({"dock": ago(9)}, {}, ("pressure", Reason.NEXT)),
        ({"dock": ago(9), "pressure": ago(99)}, {}, ("office", Reason.NEW)),
        ({"dock": ago(9), "pressure": ago(99)}, {"pressure": 0.4}, ("pressure", Reason.WEAK)),
        ({"dock": ago(9), "pressure": ago(300)}, {}, ("pressure", Reason.NEXT)),
        ({"dock": ago(300), "pressure": ago(9), "office": ago(400)}, {}, ("office", Reason.OLD)),
        ({"dock": ago(9), "pressure": ago(9), "office": ago(9)}, {"dock": 0.9}, None),
        ({"gone": ago(9)}, {"gone": 0.1}, ("dock", Reason.NEW)),
    ],
)
def test_what_suits_comes_before_what_was_missed_and_what_is_new(
    given: dict[str, date], known: dict[str, float], expected: tuple[str, Reason] | None
) -> None:
    library = load_library(read_tree(SAMPLE)).library
    assert library is not None
    (kit,) = library.kits("nl")
    kits = [
        replace(kit, slug="dock", next=("pressure",)),
        replace(kit, slug="pressure", next=()),
        replace(kit, slug="office", next=()),
    ]
    found = suggest(kits, given, known, today=TODAY)
    assert (found and (found.kit.slug, found.reason)) == expected
