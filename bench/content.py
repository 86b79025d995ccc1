"""How long content takes to load: the real one, and trees of up to a thousand lessons."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from bench.plan import Plan
from bench.report import Row
from lms.config import ROOT
from lms.content import load_library, read_tree

TITLE = "Content"
HOW = (
    "Reading, parsing, rendering and checking everything, in processor time. The large trees are"
    " the real course with copies of its lessons and translations under other names; their time"
    " a lesson is compared with that of the smallest, so 100 % is linear. 20 times the content is"
    " the whole course, with quizzes and exercises, under as many names. `lms check` is the whole"
    " command, with the start of Python."
)
SIZES = (250, 500, 1000)
MOST_SECONDS = 10.0
TIMES = 20
LINEAR = 1.25
"""What 1,000 lessons may cost a lesson more than 250 do before it is not called linear."""


def run(plan: Plan) -> Iterator[Row]:
    seconds = median(_timed(partial(_load, ROOT)) for _ in range(plan.repeats))
    count = _lessons(ROOT)
    yield Row(f"the real content ({count} lessons, two languages)", f"{seconds:.2f} s")
    for options in ([], ["--advice"]):
        yield Row(f"`{_name(options)}` of the real content", f"{_check(ROOT, options):.2f} s")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        root = Path(name)
        multiply(root)
        took = _timed(partial(_load, root))
        yield Row(
            f"{TIMES} times the real content ({count * TIMES:,} lessons, two languages)",
            f"{took:.2f} s",
            ratio=f"{took / seconds / TIMES:.0%} of {TIMES} × the time",
        )
        options = ["--advice"]
        yield Row(f"`{_name(options)}` of {TIMES} times as much", f"{_check(root, options):.2f} s")
    each: list[float] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            make_tree(Path(name), size)
            root = Path(name)
            took = min(_timed(partial(_load, root)) for _ in range(1 if plan.quick else 2))
        each.append(took / size)
        growth = each[-1] / each[0]
        yield Row(
            f"{size:,} lessons and as many translations",
            f"{took:.2f} s ({each[-1] * 1000:.2f} ms a lesson)",
            ratio="" if size == SIZES[0] else f"{growth:.0%} a lesson",
            target=f"≤ {MOST_SECONDS:.0f} s, ≤ {LINEAR:.0%}" if size == SIZES[-1] else "",
            met=took <= MOST_SECONDS and growth <= LINEAR if size == SIZES[-1] else None,
        )


def multiply(root: Path) -> None:
    """The real content, and every course with its quizzes again under other names."""
    for part in ("courses", "quizzes"):
        shutil.copytree(ROOT / part, root / part)
        for course in [path.parent for path in (ROOT / "courses").glob("*/course.md")]:
            for number in range(1, TIMES):
                copy = root / part / f"{course.name}-{number}"
                shutil.copytree(ROOT / part / course.name, copy)


def make_tree(root: Path, lessons: int) -> None:
    """The real content with copies of its lessons, so many lessons in all."""
    for part in ("courses", "quizzes"):
        shutil.copytree(ROOT / part, root / part)
    texts = _dutch(root)
    missing = lessons - len(texts)
    for number, text in zip(range(missing), itertools.cycle(texts), strict=False):
        stem = f"{text.name.removesuffix('.md')[:50].rstrip('-')}-{number}"
        shutil.copy(text, text.with_name(f"{stem}.md"))
        shutil.copy(text.with_suffix(".en.md"), text.with_name(f"{stem}.en.md"))


def _name(options: list[str]) -> str:
    return " ".join(["lms check", *options])


def _check(root: Path, options: list[str]) -> float:
    """Processor seconds of the command. With advice it ends with status 1 when there is any."""
    command = [str(Path(sys.executable).with_name("lms")), "check", *options, str(root)]
    before = os.times()
    subprocess.run(command, capture_output=True, check=not options)
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def _dutch(root: Path) -> list[Path]:
    """Lessons in Dutch that have a translation."""
    return [
        path
        for path in sorted(root.glob("courses/*/*/[0-9]*.md"))
        # A further dot is a translation, or an exercise.
        if "." not in path.stem and path.with_suffix(".en.md").exists()
    ]


def _lessons(root: Path) -> int:
    return len(_dutch(root))


def _load(root: Path) -> None:
    loaded = load_library(read_tree(root))
    if loaded.library is None:
        raise RuntimeError(f"the content is broken: {loaded.errors[0]}")


def _timed(work: Callable[[], object]) -> float:
    """Processor time, which other work on the machine does not lengthen much."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
