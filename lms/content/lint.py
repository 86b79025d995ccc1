"""`lms check`: everything an author has to know about the files as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lms.content.advice import Advice, Counts, advise
from lms.content.library import load_library
from lms.content.problems import Problem
from lms.content.tree import read_tree


@dataclass(frozen=True, slots=True)
class Advised:
    """What is wrong, what could be better, and how much there is (None after an error)."""

    problems: tuple[Problem, ...]
    advice: tuple[Advice, ...]
    counts: Counts | None


def check(root: Path) -> tuple[Problem, ...]:
    """All problems under `root`, by file and line; empty when there is nothing to mend."""
    return load_library(read_tree(root)).problems


def check_with_advice(root: Path, today: date) -> Advised:
    """The same with advice, as of a day."""
    tree = read_tree(root)
    loaded = load_library(tree)
    return Advised(loaded.problems, *advise(tree, loaded, today))
