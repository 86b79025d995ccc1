"""`lms check`: everything an author has to know about the files as they stand."""

from __future__ import annotations

from pathlib import Path

from lms.content.library import load_library
from lms.content.problems import Problem
from lms.content.tree import read_tree


def check(root: Path) -> tuple[Problem, ...]:
    """All problems under `root`, by file and line; empty when there is nothing to mend."""
    return load_library(read_tree(root)).problems
