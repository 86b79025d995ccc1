"""Every action that is noted has a name that people can read on the page of the trail."""

from __future__ import annotations

import re
from pathlib import Path

from lms.audit.actions import ACTIONS
from lms.insight.fates import Deed

ROOT = Path(__file__).resolve().parents[2] / "lms"
NOTED = re.compile(r'\bnote\(\s*"([a-z-]+\.[a-z-]+)"')


def test_every_action_that_is_noted_has_a_name() -> None:
    noted = {
        action for path in ROOT.rglob("*.py") for action in NOTED.findall(path.read_text("utf-8"))
    }
    assert len(noted) > 40
    assert noted | {f"people.{deed.value}" for deed in Deed} <= ACTIONS.keys()
