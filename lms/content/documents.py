"""A text file opened: its front matter checked, its body with line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from lms.content.frontmatter import FrontMatter, check, split_front_matter
from lms.content.problems import Problem, Report
from lms.content.scan import lines_outside_code
from lms.content.textfile import read_text
from lms.content.tree import Tree

Model = TypeVar("Model", bound=BaseModel)

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_HANDLER = re.compile(r"\{[^{}]*\bon[a-z]+\s*=")
_CODE = re.compile(r"(`+).+?\1")
_PHONE = re.compile(r"(?<![\w.,-])(?:\+31[ -]?|0)(?:[89]00[ -]?\d{4}|(?:\d[ -]?){8,9}\d?)(?![\w-])")
_HEADING = re.compile(r"^ {0,3}##(?!#)\s")


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    front: FrontMatter
    report: Report

    @property
    def body(self) -> str:
        return self.front.body

    @property
    def body_line(self) -> int:
        return self.front.body_line

    def meta(self, model: type[Model]) -> Model | None:
        return check(self.front, model, self.report)

    def line_of(self, key: str) -> int:
        return self.front.lines.get(key, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one `##` heading, heading included."""

    line: int
    source: str

    @property
    def heading(self) -> str:
        return self.source.split("\n", 1)[0].strip().lstrip("#").strip()

    @property
    def text(self) -> str:
        return self.source.partition("\n")[2].strip("\n")


def read_document(tree: Tree, path: str, sink: list[Problem]) -> Document | None:
    content = tree.files.get(path)
    if content is None:
        return None
    report = Report(path, sink)
    text = read_text(content, report)
    front = split_front_matter(text, report) if text is not None else None
    if front is None:
        return None
    document = Document(path, front, report)
    _look_for_slips(document)
    return document


def split_parts(document: Document) -> tuple[str, list[Part]]:
    """The text before the first `##` heading, and a part for every heading."""
    return parts_of(document.body, document.body_line)


def parts_of(body: str, first_line: int) -> tuple[str, list[Part]]:
    """The same for a text that begins at a line of its file."""
    lines = body.split("\n")
    prose = lines_outside_code(body, first_line)
    starts = [number for number, line in prose if _HEADING.match(line)]
    ends = [*starts, first_line + len(lines)][1:]
    first = starts[0] - first_line if starts else len(lines)
    parts = [
        Part(start, "\n".join(lines[start - first_line : end - first_line]).rstrip())
        for start, end in zip(starts, ends, strict=True)
    ]
    return "\n".join(lines[:first]).strip(), parts


def expect_no_text(document: Document) -> None:
    if document.body.strip():
        first = next(n for n, line in enumerate(document.body.split("\n")) if line.strip())
        document.report.warning(
            document.body_line + first,
            "text below the second --- is not shown: write it in a lesson",
        )


def _look_for_slips(document: Document) -> None:
    """HTML and typed phone numbers: both work badly and both have a better way."""
    for number, line in lines_outside_code(document.body, document.body_line):
        prose = _CODE.sub("", line) if "`" in line else line
        if "<" in prose and _TAG.search(prose):
            document.report.warning(number, "HTML is shown as text, not carried out: use Markdown")
        if "{" in prose and _HANDLER.search(prose):
            document.report.warning(number, "scripts are not carried out: remove this")
        if "contacts" not in document.path and _PHONE.search(prose):
            document.report.warning(
                number, "a phone number seems to be typed here: link to it with (contact:…)"
            )
