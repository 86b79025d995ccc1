"""What all texts of one load share: the files, the renderers, contacts, terms, media."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lms.content.documents import Document, read_document
from lms.content.links import Context, Places, TermFacts
from lms.content.markdown import Renderer
from lms.content.outline import Outline, translated
from lms.content.problems import Problem, Report
from lms.content.tree import Tree
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, CanonicalText, Contact, Media, TextKind


@dataclass(slots=True)
class Shelf:
    """Filled step by step by library.py; readers take from it and report into `problems`."""

    tree: Tree
    outline: Outline
    problems: list[Problem] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    media_by_key: dict[str, Media] = field(default_factory=dict)
    contacts: dict[str, Mapping[str, Contact]] = field(default_factory=dict)
    terms: dict[str, Mapping[str, TermFacts]] = field(default_factory=dict)
    texts: dict[str, CanonicalText] = field(default_factory=dict)
    renderers: dict[str, Renderer] = field(
        default_factory=lambda: {lang: Renderer(lang) for lang in LANGUAGES}
    )

    def report(self, path: str) -> Report:
        return Report(path, self.problems)

    def document(self, path: str) -> Document | None:
        return read_document(self.tree, path, self.problems)

    def versions(self, path: str) -> Iterator[tuple[str, Document]]:
        """The file in every language it exists in, Dutch first; a missing one is a warning."""
        if path not in self.tree.files:
            return
        for lang in LANGUAGES:
            place = translated(path, lang)
            if place not in self.tree.files:
                name = place.rsplit("/", 1)[-1]
                self.report(path).warning(1, f"the translation {name} is missing: Dutch is shown")
                continue
            document = self.document(place)
            if document is not None:
                yield lang, document
            elif lang == SOURCE_LANGUAGE:
                return

    def context(
        self, lang: str, document: Document, text: str, places: Places | None = None
    ) -> Context:
        return Context(
            lang=lang,
            contacts=self.contacts.get(lang, {}),
            terms=self.terms.get(lang, {}),
            media=self.media_by_key,
            files=self.media,
            places=places,
            report=document.report,
            lines=list(enumerate(text.split("\n"), start=document.body_line)),
        )

    def keep(self, kind: TextKind, key: str, lang: str, text_hash: str, text: str) -> None:
        self.texts.setdefault(text_hash, CanonicalText(text_hash, kind, key, lang, text))
