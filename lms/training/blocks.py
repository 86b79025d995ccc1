"""A rendered text as blocks for a sheet of paper, which knows no HTML.

A block is {"kind": "text" | "item" | "title", "runs": […]}; a run is {"text", "strong", "url"}.
Pictures and what belongs to the screen only are left out.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TypedDict


class Run(TypedDict):
    text: str
    strong: bool
    url: str


class Block(TypedDict):
    kind: str
    runs: list[Run]


_BLOCKS = {"p": "text", "li": "item", "td": "text", "th": "text", "dt": "title", "dd": "text"}
_TITLES = {"h2", "h3", "h4", "summary"}
_SPACES = re.compile(r"\s+")
_LEFT_OUT = {"figure", "figcaption", "svg", "video", "audio", "style", "script"}


def blocks_of(html: str) -> list[Block]:
    """The blocks in their order, none of them empty."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if _words(block)]


def _words(block: Block) -> str:
    return "".join(run["text"] for run in block["runs"]).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._strong = self._hidden = 0
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._hidden += 1
        elif tag in _BLOCKS:
            # A paragraph inside an item of a list goes on with that item.
            if not (tag == "p" and self._is_fresh_item()):
                self._begin(_BLOCKS[tag])
        elif tag in _TITLES:
            self._begin("title")
        elif tag == "br":
            self._add(" ")
        elif tag in {"strong", "b", "em"}:
            self._strong += tag != "em"
        elif tag == "a":
            self._url = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._hidden = max(0, self._hidden - 1)
        elif tag in {"strong", "b"}:
            self._strong = max(0, self._strong - 1)
        elif tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._add(data)

    def _is_fresh_item(self) -> bool:
        return (
            bool(self.blocks) and self.blocks[-1]["kind"] == "item" and not self.blocks[-1]["runs"]
        )

    def _begin(self, kind: str) -> None:
        if not self._hidden:
            self.blocks.append({"kind": kind, "runs": []})

    def _add(self, text: str) -> None:
        words = _SPACES.sub(" ", text)
        if not self.blocks:
            if not words.strip():
                return
            self._begin("text")
        run = Run(text=words, strong=bool(self._strong), url=self._paper_url())
        self.blocks[-1]["runs"].append(run)

    def _paper_url(self) -> str:
        """Only what works from paper or from a file: numbers, mail and the web."""
        return self._url if self._url.startswith(("tel:", "mailto:", "https://")) else ""
