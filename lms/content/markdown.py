"""One renderer per language: Markdown to HTML that is safe to put on a page."""

from __future__ import annotations

import html
import re
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.util import Registry

from lms.content.callouts import CallOuts
from lms.content.finish import Finish
from lms.content.links import Context
from lms.content.plaintext import pass_plain_text, plain_html
from lms.content.sanitise import clean_page, clean_part

_BASE = [
    "attr_list",
    "def_list",
    "tables",
    "sane_lists",
    "smarty",
    "pymdownx.betterem",
    "pymdownx.superfences",
    "pymdownx.blocks.caption",
    "pymdownx.blocks.details",
]
_BACK = {"nl": "Terug naar voetnoot {} in de tekst", "en": "Back to footnote {} in the text"}


class _DutchApostrophe(InlineProcessor):
    """'s ochtends, 't: an apostrophe, where smart quotes would open a quotation."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return "’", m.start(0), m.end(0)


class Renderer:
    """Not for use by two threads at once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._page = self._build(["abbr", "footnotes"])
        self._block = self._build([])
        self._inline = self._build([])
        _only_paragraphs(self._inline)

    def page(self, text: str, context: Context) -> str:
        """A whole lesson."""
        return clean_page(self._run(self._page, text, context))

    def part(self, text: str, context: Context) -> str:
        """A text of some paragraphs that stands on a page with others."""
        plain = plain_html(text)
        if plain is not None:
            return f"<p>{plain}</p>"
        return clean_part(self._run(self._block, text, context))

    def inline(self, text: str, context: Context) -> str:
        """One line without a paragraph around it."""
        plain = plain_html(text)
        if plain is not None:
            return plain
        made = self._run(self._inline, text.strip(), context)
        made = re.sub(r"</(p|figure)>\s*<(p|figure)>", "<br>", made)
        return clean_part(re.sub(r"^<(p|figure)>|</(p|figure)>$", "", made.strip()))

    def _build(self, more: list[str]) -> Markdown:
        configs: dict[str, dict[str, Any]] = {
            "footnotes": {"BACKLINK_TITLE": _BACK.get(self.lang, _BACK["en"]), "SEPARATOR": ":"},
            "pymdownx.superfences": {},
            "pymdownx.highlight": {"use_pygments": False},
        }
        extensions: list[Any] = [*more, *_BASE, "pymdownx.highlight", CallOuts(self.lang)]
        md = Markdown(
            extensions=extensions,
            extension_configs={name: configs[name] for name in configs if name in extensions},
            output_format="html",
        )
        # HTML is no part of the format: shown as written, it can do nothing.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_DutchApostrophe(r"(?<!\w)'(?=[stnk]\b)", md), "dutch", 31)
        md.treeprocessors.register(Finish(md), "finish", 4)
        pass_plain_text(md)
        return md

    def _run(self, md: Markdown, text: str, context: Context) -> str:
        finish = md.treeprocessors["finish"]
        assert isinstance(finish, Finish)
        finish.context = context
        md.reset()
        try:
            return md.convert(text)
        except Exception as error:
            # The library has its odd corners; one text must not take the whole edition down.
            context.broken(type(error).__name__)
            return f"<p>{html.escape(text)}</p>"


def _only_paragraphs(md: Markdown) -> None:
    """One line is never a list, a heading or a table, whatever it begins with."""
    md.parser.blockprocessors = Registry()
    md.parser.blockprocessors.register(ParagraphProcessor(md.parser), "paragraph", 10)
    md.preprocessors = Registry()
    md.preprocessors.register(NormalizeWhitespace(md), "normalize_whitespace", 30)
