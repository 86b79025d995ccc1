"""Call-outs: signal, tip, watch out, in your own company."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block  # type: ignore[import-untyped]

from lms.content.scan import CALL_OUTS

TITLES = {
    "nl": {
        "signal": "Signaal",
        "tip": "Tip",
        "watch-out": "Let op",
        "own-company": "In je eigen bedrijf",
    },
    "en": {
        "signal": "Signal",
        "tip": "Tip",
        "watch-out": "Watch out",
        "own-company": "In your own company",
    },
    "pl": {
        "signal": "Sygnał",
        "tip": "Wskazówka",
        "watch-out": "Uwaga",
        "own-company": "W twojej firmie",
    },
}


class CallOut(Block):  # type: ignore[misc]
    """`role=note`: a page full of call-outs would otherwise be a page full of landmarks."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        title = self.argument or TITLES.get(self.config["lang"], TITLES["en"])[self.NAME]
        box = etree.SubElement(
            parent, "aside", {"class": f"callout callout-{self.NAME}", "role": "note"}
        )
        etree.SubElement(box, "p", {"class": "callout-title"}).text = title
        return box


_KINDS = [type(f"CallOut_{name}", (CallOut,), {"NAME": name}) for name in CALL_OUTS]


class CallOuts(BlocksExtension):  # type: ignore[misc]
    def __init__(self, lang: str) -> None:
        self.lang = lang
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for kind in _KINDS:
            block_mgr.register(kind, {"lang": self.lang})
