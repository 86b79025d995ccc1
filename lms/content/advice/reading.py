"""A text file as an author sees it: passages with their lines, without the signs of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lms.content.frontmatter import FrontMatter, split_front_matter
from lms.content.problems import Report
from lms.content.scan import lines_outside_code
from lms.content.textfile import read_text
from lms.content.tree import Tree
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE
from lms.grading.items.attributes import split_braces

Kind = Literal["front", "heading", "title", "text", "item", "below", "cell", "quote"]
"""`item` is a point of a list or an option, `below` the indented text under it, `title` that of a
block, `front` a text between the lines of ---."""

_BLOCK = re.compile(r"^ {0,3}/{3,}[ ]*(?P<name>[\w-]*)[ ]*(?:\|(?P<title>.*))?$")
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<text>.*)$")
_ITEM = re.compile(r"^(?P<indent> {0,3})(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]?\]\s+)?(?P<text>.*)$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:\s*")
_TERM = re.compile(r"\[([^\[\]]*)\]\(term:[^)]*\)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)]*\)")
_SIGN = re.compile(r"[\[{*`_]")
_SIGNS = re.compile(r"\[\^[^\]]*\]|\{[.:#][^{}]*\}|[*`]+|(?<!\w)_|_(?!\w)")
_ACCEPTED = re.compile(r"^\s*(?:[-*+]\s+|\w+:\s).* \| |^\s*words:\s")
"""Words that an answer may use, as in a practice report: nobody reads them."""
_TEXTS = ("title", "summary", "why", "asks", "themes")


GLOSSED = "\N{PILCROW SIGN}"
"""Stands in `unexplained` for a word that explains itself."""


@dataclass(frozen=True)
class Passage:
    """A piece of text that is read in one go. `rows` are its lines as written; the other forms
    keep the ends of lines."""

    kind: Kind
    rows: tuple[tuple[int, str], ...]
    section: str = ""

    @property
    def line(self) -> int:
        return self.rows[0][0]

    @cached_property
    def source(self) -> str:
        return "\n".join(text for _number, text in self.rows)

    @cached_property
    def words(self) -> str:
        """The text without the signs of Markdown."""
        return _bare(self.source)

    @property
    def unexplained(self) -> str:
        """The same without the words that link to the glossary."""
        return _bare(_TERM.sub(GLOSSED, self.source)) if "(term:" in self.source else self.words

    def line_at(self, position: int, text: str = "") -> int:
        """The line of a place in `words`, or in another form."""
        if len(self.rows) == 1:
            return self.line
        return self.rows[(text or self.words).count("\n", 0, position)][0]


def _bare(text: str) -> str:
    return _SIGNS.sub("", _LINK.sub(r"\1", text)) if _SIGN.search(text) else text


@dataclass(frozen=True)
class Page:
    """One file in one language; `original` is the path of the Dutch one."""

    path: str
    lang: str
    original: str
    front: FrontMatter
    passages: tuple[Passage, ...]

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines below the front matter that are prose."""
        return tuple(lines_outside_code(self.front.body, self.front.body_line))


def read_pages(tree: Tree) -> dict[str, Page]:
    """Every text file that can be opened, by path."""
    found: dict[str, Page] = {}
    for path, content in tree.files.items():
        if not path.endswith(".md"):
            continue
        report = Report(path, [])
        text = read_text(content, report)
        front = split_front_matter(text, report) if text is not None else None
        if front is not None:
            found[path] = _page(path, front)
    return found


def _page(path: str, front: FrontMatter) -> Page:
    lang = next(
        (lang for lang in LANGUAGES[1:] if path.endswith(f".{lang}.md")),
        SOURCE_LANGUAGE,
    )
    original = path if lang == SOURCE_LANGUAGE else f"{path.removesuffix(f'.{lang}.md')}.md"
    return Page(path, lang, original, front, (*_front(front), *_body(front)))


def _front(front: FrontMatter) -> Iterator[Passage]:
    for key in _TEXTS:
        value = front.values.get(key)
        texts = value.items() if isinstance(value, dict) else [(key, value)]
        for name, text in texts:
            if isinstance(text, str):
                line = front.lines.get(str(name), front.lines.get(key, 1))
                yield Passage("front", ((line, " ".join(text.split())),))


def _body(front: FrontMatter) -> Iterator[Passage]:
    reader = _Reader()
    for number, line in lines_outside_code(front.body, front.body_line):
        yield from reader.take(number, line.rstrip())
    yield from reader.end()


class _Reader:
    """Gathers lines into passages."""

    def __init__(self) -> None:
        self._kind: Kind = "text"
        self._rows: list[tuple[int, str]] = []
        self._section = ""
        self._in_list = False

    def take(self, number: int, line: str) -> Iterator[Passage]:
        block, heading, item = _BLOCK.match(line), _HEADING.match(line), _ITEM.match(line)
        if not line.strip():
            yield from self.end()
        elif _ACCEPTED.match(line):
            yield from self.end()
            self._in_list = True
        elif block:
            yield from self._alone("title", number, [(block["title"] or "").strip()])
            self._in_list = False
        elif heading:
            braces = split_braces(heading["text"])
            if len(heading["marks"]) == 2:
                self._section = braces.id
            yield from self._alone("heading", number, [braces.text])
            self._in_list = False
        elif line.lstrip().startswith("|"):
            yield from self._alone("cell", number, _cells(line))
        elif item:
            yield from self.end()
            first, *others = re.split(r"\s+=>\s+|^=>\s+", item["text"])
            yield from self._alone("item", number, [split_braces(text).text for text in others])
            self._begin("item", number, split_braces(first).text)
            self._in_list = True
        elif _QUOTE.match(line):
            yield from self._join("quote", number, _QUOTE.sub("", line))
        elif line.startswith("    ") and self._in_list:
            yield from self._join("below", number, line.strip())
        else:
            self._in_list = self._in_list and line.startswith(" ")
            kind: Kind = self._kind if self._rows and self._kind != "quote" else "text"
            yield from self._join(kind, number, split_braces(_FOOTNOTE.sub("", line)).text)

    def end(self) -> Iterator[Passage]:
        if self._rows and any(text for _number, text in self._rows):
            yield Passage(self._kind, tuple(self._rows), self._section)
        self._rows = []

    def _begin(self, kind: Kind, number: int, text: str) -> None:
        self._kind, self._rows = kind, [(number, text)]

    def _join(self, kind: Kind, number: int, text: str) -> Iterator[Passage]:
        if self._rows and self._kind == kind:
            self._rows.append((number, text))
        else:
            yield from self.end()
            self._begin(kind, number, text)

    def _alone(self, kind: Kind, number: int, texts: list[str]) -> Iterator[Passage]:
        yield from self.end()
        for text in texts:
            if text:
                yield Passage(kind, ((number, text),), self._section)


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell for cell in cells if cell.strip("-: ")]
