"""What is noted has words that people can read on the page of the trail: action and details."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from lms.audit.actions import ACTIONS
from lms.audit.details import NAMES, VALUES
from lms.insight.fates import Deed
from lms.remarks.models import Outcome

ROOT = Path(__file__).resolve().parents[2] / "lms"
NOTED = re.compile(r'\bnote\(\s*"([a-z-]+\.[a-z-]+)"')


def test_every_action_that_is_noted_has_a_name() -> None:
    noted = {
        action for path in ROOT.rglob("*.py") for action in NOTED.findall(path.read_text("utf-8"))
    }
    assert len(noted) > 40
    assert noted | {f"people.{deed.value}" for deed in Deed} <= ACTIONS.keys()


def test_every_detail_that_is_noted_has_a_name() -> None:
    calls = [
        node
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note"
    ]
    details = {key.arg for call in calls for key in call.keywords if key.arg} - {"subject"}
    assert len(details) > 10
    assert details <= NAMES.keys()
    assert set(Outcome) == VALUES["outcome"].keys()
