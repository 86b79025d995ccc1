"""A first look at Markdown by lines: headings, blocks between ///, questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.content.problems import Report
from lms.grading.items.attributes import is_key, split_braces

CALL_OUTS = ("signal", "tip", "watch-out", "own-company")
BLOCKS = (*CALL_OUTS, "details", "caption", "question")

PLACE = "\uf8f0{}\uf8f1"

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_OPEN = re.compile(r"^ {0,3}(/{3,})[ ]*([\w-]+)[ ]*(?:\|.*)?$")
_CLOSE = re.compile(r"^ {0,3}(/{3,})\s*$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Scan:
    """`text` is the body with a mark where each question stood."""

    text: str
    headings: tuple[Heading, ...]
    questions: tuple[Question, ...]


@dataclass(slots=True)
class _Open:
    slashes: int
    name: str
    line: int


def lines_outside_code(body: str, first_line: int) -> list[tuple[int, str]]:
    """The lines that are prose, with their numbers in the file."""
    prose: list[tuple[int, str]] = []
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            prose.append((number, line))
    return prose


def scan(body: str, first_line: int, report: Report) -> Scan:
    """Find the structure and report what does not close, is unknown or lacks an id."""
    lines = body.split("\n")
    stack: list[_Open] = []
    headings: list[Heading] = []
    questions: list[Question] = []
    kept = list(lines)
    for number, line in lines_outside_code(body, first_line):
        opening, closing, heading = _OPEN.match(line), _CLOSE.match(line), _HEADING.match(line)
        if opening:
            stack.append(_opened(opening, number, stack, report))
        elif closing:
            done = _closed(len(closing[1]), number, stack, report)
            if done and done.name == "question":
                start, end = done.line - first_line, number - first_line
                questions.append(_question(lines[start + 1 : end], done.line + 1))
                kept[start : end + 1] = ["", PLACE.format(len(questions) - 1)] + [""] * (
                    end - start - 1
                )
        elif heading and not any(block.name == "question" for block in stack):
            headings.append(_heading(heading, number))
    for block in stack:
        report.error(block.line, f"this block '{block.name}' is not closed: end it with ///")
    return Scan("\n".join(kept), tuple(headings), tuple(questions))


def _opened(match: re.Match[str], number: int, stack: list[_Open], report: Report) -> _Open:
    slashes, name = len(match[1]), match[2].lower()
    if name not in BLOCKS:
        report.error(number, f"there is no block '{name}': use {', '.join(BLOCKS)}")
    elif stack and name == "question":
        report.error(number, "a question cannot stand inside another block: close that first")
    elif any(block.slashes <= slashes for block in stack):
        report.error(
            number,
            f"the block '{stack[-1].name}' above is not closed: end it with ///, or give the "
            "outer block more slashes (////) than the one inside it",
        )
    return _Open(slashes, name, number)


def _closed(slashes: int, number: int, stack: list[_Open], report: Report) -> _Open | None:
    for place in range(len(stack) - 1, -1, -1):
        if stack[place].slashes == slashes:
            done = stack[place]
            del stack[place:]
            return done
    report.error(number, "this /// closes nothing: remove it, or begin a block above it")
    return None


def _question(lines: list[str], first_line: int) -> Question:
    """The source from its heading on: blank lines before it do not count."""
    skipped = 0
    while skipped < len(lines) and not lines[skipped].strip():
        skipped += 1
    return Question(first_line + skipped, "\n".join(lines[skipped:]).rstrip())


def _heading(match: re.Match[str], number: int) -> Heading:
    braces = split_braces(match[2].rstrip("#").strip())
    return Heading(len(match[1]), braces.text, braces.id, number)


def check_headings(headings: tuple[Heading, ...], report: Report) -> None:
    """Sections are `##` with an id that is used once; deeper headings may do without."""
    seen: set[str] = set()
    for heading in headings:
        if heading.level == 1:
            report.error(
                heading.line, "the title stands between the lines of ---: begin sections with ##"
            )
        elif heading.level == 2 and not heading.id:
            report.error(heading.line, "this section has no id: put one behind it, like {#my-id}")
        if heading.id and not is_key(heading.id):
            report.error(
                heading.line,
                f"the id '{heading.id}' is not usable: small letters, digits and hyphens only",
            )
        if heading.id in seen:
            report.error(heading.line, f"the id '{heading.id}' is used twice: choose another")
        seen.add(heading.id or f"line {heading.line}")
