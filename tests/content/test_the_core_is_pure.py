"""Content and grading know nothing of the web or the database, and import one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "lms"
FILES = [
    *(ROOT / "content").rglob("*.py"),
    *(ROOT / "grading" / "items").glob("*.py"),
    *(ROOT / "grading" / "reports").glob("*.py"),
]


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    return modules | names


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_core_module_imports_only_what_it_may(file: Path) -> None:
    mine = {name for name in imported(file) if name.startswith("lms")}
    own = file.parent.name if file.parent.parent.name == "grading" else ""
    allowed = (f"lms.grading.{own}",) if own else ("lms.content", "lms.grading")
    assert all(name.startswith(allowed) for name in mine)
    assert not {name.split(".")[0] for name in imported(file)} & {"flask", "sqlalchemy", "werkzeug"}
