"""`lms datakey`, run as an operator runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import lms, place

__all__ = ["place"]
pytestmark = pytest.mark.processes


def test_the_key_is_checked_and_renewed(place: Path) -> None:
    lms(place, "demo", "--people", "3", LMS_CONTENT=str(Path(__file__).parents[1] / "sample"))
    key = place / "instance/data_key"
    assert len(key.read_text().split()) == 1
    assert " rows were sealed under the new key" in lms(place, "datakey", "rotate").stdout
    new, old = key.read_text().split()
    assert "0 of them under an older key" in lms(place, "datakey", "check").stdout
    key.write_text(old)
    gone = lms(place, "datakey", "check")
    assert gone.returncode == 1
    assert "do not open" in gone.stderr
    assert new not in gone.stderr + gone.stdout
