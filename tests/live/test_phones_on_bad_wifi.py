"""Thirty phones, one connection in twenty cut, two workers, one of them killed: nothing is lost,
nothing counts twice."""

from __future__ import annotations

import pytest

from bench.live import load
from tests.conftest import SAMPLE

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("sessions", [3])
def test_nothing_is_lost_and_nothing_counts_twice(sessions: int) -> None:
    outcome = load("", sessions=sessions, phones=30, content=SAMPLE, kit="perron")
    assert outcome.wrong == 0
    assert outcome.answers == 30 * 3
    assert outcome.cut > 0
