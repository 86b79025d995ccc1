"""Most lines of a lesson hold no Markdown at all: let the patterns pass them by.

Python-Markdown tries some twenty patterns on every piece of text. Marking the pieces that cannot
match as atomic makes a load three times as fast and changes no output.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_MARKDOWN = re.compile("[\\\\`*_\\[<&'\x02]|  \n")
_SMART = re.compile("[\"'\x02\x03]|--|\\.\\.\\.|<<|>>")

# What a text may hold to need no renderer: most answers and feedback are one plain line.
_PLAIN = re.compile(r"(?!\s|[-+#>:=|]|\d+[.)]\s)[^\\`*_\[\]<>&\"'{}|~^\n/]*")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


class _Passed(AtomicString):
    """Atomic for one step only."""


class _Mark(Treeprocessor):
    def __init__(self, md: Markdown, special: re.Pattern[str]) -> None:
        super().__init__(md)
        self._special = special

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            element.text = self._marked(element.text)
            element.tail = self._marked(element.tail)

    def _marked(self, text: str | None) -> str | None:
        if not text or isinstance(text, AtomicString) or self._special.search(text):
            return text
        return _Passed(text)


class _Unmark(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if isinstance(element.text, _Passed):
                element.text = str(element.text)
            if isinstance(element.tail, _Passed):
                element.tail = str(element.tail)


def pass_plain_text(md: Markdown) -> None:
    """Around the inline patterns (priority 20) and around the smart quotes (6)."""
    md.treeprocessors.register(_Mark(md, _MARKDOWN), "mark-inline", 20.5)
    md.treeprocessors.register(_Unmark(md), "unmark-inline", 19.5)
    md.treeprocessors.register(_Mark(md, _SMART), "mark-smart", 6.5)
    md.treeprocessors.register(_Unmark(md), "unmark-smart", 5.5)


def plain_html(text: str) -> str | None:
    """The HTML of a line without Markdown, None when it needs the renderer."""
    text = _APOSTROPHE.sub("’", text.strip())
    if _PLAIN.fullmatch(text) and "--" not in text and "..." not in text:
        return html.escape(text)
    return None
