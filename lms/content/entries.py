"""Lists of a report file: an entry begins with `- `, what belongs to it is indented below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lms.content.documents import Part
from lms.content.problems import Report
from lms.grading.items.attributes import Braces, is_key, split_braces

_START = re.compile(r"^- +(?P<text>\S.*)$")
_BELOW = re.compile(r"^(?: {2,}|\t)\s*(?P<text>\S.*)$")
_QUOTE = re.compile(r"^> ?(?P<text>.*)$")


@dataclass(slots=True)
class Entry:
    """One entry of a list, with the lines below it and their numbers in the file."""

    line: int
    text: str
    below: list[tuple[int, str]] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(text for _, text in self.below)

    def values(self, keys: tuple[str, ...], report: Report) -> dict[str, str]:
        """The lines below as `key: value`; a line without a key goes on with the one above."""
        found: dict[str, str] = {}
        last = ""
        for number, text in self.below:
            name, colon, rest = text.partition(":")
            if colon and name in keys:
                last = name
                if name in found:
                    report.error(number, f"'{name}:' stands here twice: keep one")
                found[name] = rest.strip()
            elif last:
                found[last] = f"{found[last]} {text}".strip()
            else:
                report.error(number, f"begin this line with one of {': '.join(keys)}:")
        for name in keys:
            if not found.get(name):
                report.error(self.line, f"'{name}:' is missing below this line")
        return found

    def key(self, seen: set[str], report: Report) -> Braces:
        """The text with its key, reported when that is missing, malformed or used before."""
        braces = split_braces(self.text)
        if not braces.id:
            report.error(self.line, "this line has no key: put one behind it, like {#my-key}")
        elif not is_key(braces.id):
            report.error(
                self.line,
                f"the key '{braces.id}' is not usable: small letters, digits and hyphens only",
            )
        elif braces.id in seen:
            report.error(self.line, f"the key '{braces.id}' is used twice: choose another")
        seen.add(braces.id)
        return braces


@dataclass(slots=True)
class Entries:
    """A list, and the quote below it."""

    entries: list[Entry]
    quote: str


def read_entries(part: Part, report: Report, *, quote: bool = False) -> Entries:
    """The list under a heading; lines that belong to no entry are reported."""
    entries: list[Entry] = []
    quoted: list[str] = []
    for number, line in enumerate(part.source.split("\n")[1:], start=part.line + 1):
        start, below, said = _START.match(line), _BELOW.match(line), _QUOTE.match(line)
        if not line.strip():
            continue
        if start:
            entries.append(Entry(number, start["text"].strip()))
        elif below and entries:
            entries[-1].below.append((number, below["text"].strip()))
        elif said and quote:
            quoted.append(said["text"])
        else:
            advice = "begin an entry with '- '" + (" and the model text with '> '" if quote else "")
            report.error(number, f"this line belongs to nothing here: {advice}")
    return Entries(entries, "\n".join(quoted).strip())
