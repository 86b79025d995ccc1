"""One question as lines of Markdown: heading, text, options with feedback, explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lms.grading.items.attributes import Braces, split_braces

_HEADING = re.compile(r"^ {0,3}#{2,3}(?!#)\s*(?P<text>.*?)\s*$")
_BOX = re.compile(r"^\[\s*(?P<mark>[xX]?)\s*\](?:\s+|$)")
_LISTED = re.compile(r"^ {0,3}(?P<marker>[-*+]|\d{1,3}[.)])(?:\s+(?P<text>.*))?$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(slots=True)
class RawOption:
    """`ticked` is None where no box was written; `numbered` for `1.` rather than `-`."""

    line: int
    numbered: bool
    ticked: bool | None
    text: str
    feedback: list[str] = field(default_factory=list)

    def feedback_source(self) -> str:
        return _trim(self.feedback)


@dataclass(slots=True)
class RawItem:
    heading: Braces
    body: str
    options: list[RawOption]
    explanation: str
    stray: list[int]


def read_heading(source: str) -> Braces:
    first = source.split("\n", 1)[0]
    heading = _HEADING.match(first)
    return split_braces(heading["text"] if heading else first)


def read_source(source: str, starts_options: re.Pattern[str]) -> RawItem:
    """Split a question; `starts_options` tells the first option from a list in the text."""
    lines = source.expandtabs(4).split("\n")
    first, body = _read_body(lines, starts_options)
    options, explanation, stray = _read_options(lines, first)
    return RawItem(
        heading=read_heading(source),
        body=_trim(body),
        options=options,
        explanation=explanation,
        stray=stray,
    )


def _read_body(lines: list[str], starts_options: re.Pattern[str]) -> tuple[int, list[str]]:
    fence = ""
    for number, line in enumerate(lines[1:], start=1):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1][:3]
        elif fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif starts_options.match(line):
            return number, lines[1:number]
    return _explanation_start(lines)


def _explanation_start(lines: list[str]) -> tuple[int, list[str]]:
    """Without options the closing quote is still the explanation, the rest is text."""
    first = len(lines)
    while first > 1 and (lines[first - 1].startswith(">") or not lines[first - 1].strip()):
        first -= 1
    return first, lines[1:first]


def _read_options(lines: list[str], first: int) -> tuple[list[RawOption], str, list[int]]:
    options: list[RawOption] = []
    quote: list[str] = []
    stray: list[int] = []
    for number, line in enumerate(lines[first:], start=first + 1):
        listed = _LISTED.match(line)
        if not line.strip():
            _continue(quote, options)
        elif line.lstrip().startswith(">") and not line.startswith("    "):
            quote.append(re.sub(r"^\s*> ?", "", line))
        elif quote:
            stray.append(number)
        elif listed:
            options.append(_option(number, listed))
        elif options and line.startswith("  "):
            options[-1].feedback.append(line)
        else:
            stray.append(number)
    return options, _trim(quote), stray


def _continue(quote: list[str], options: list[RawOption]) -> None:
    """A blank line keeps paragraphs apart inside the part that is being read."""
    if quote:
        quote.append("")
    elif options:
        options[-1].feedback.append("")


def _option(number: int, listed: re.Match[str]) -> RawOption:
    text = (listed["text"] or "").strip()
    box = _BOX.match(text)
    return RawOption(
        line=number,
        numbered=listed["marker"][0].isdigit(),
        ticked=bool(box["mark"]) if box else None,
        text=text[box.end() :].strip() if box else text,
    )


def _trim(lines: list[str]) -> str:
    """Drop blank lines around and the indentation that all lines share."""
    kept = list(lines)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    indents = [len(line) - len(line.lstrip()) for line in kept if line.strip()]
    margin = min(indents, default=0)
    return "\n".join(_without_tail(line[margin:]) for line in kept)


def _without_tail(line: str) -> str:
    """Spaces at the end mean nothing, except two of them: a line break in Markdown."""
    text = line.rstrip()
    return f"{text}  " if text and line.endswith("  ") else text
