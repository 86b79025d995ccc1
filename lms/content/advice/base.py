"""What every rule of advice works with, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.content.advice.reading import Page
from lms.content.types import SOURCE_LANGUAGE, Contact, Library
from lms.grading.items import Item


def _(message: str) -> str:
    """Marks an English message for translation; the command shows it in the author's language."""
    return message


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that could be better: `message` is English, with a place for each of `values`.

    `path` is relative to the content root, `line` counts from 1.
    """

    path: str
    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = _) -> str:
        return translate(self.message) % dict(self.values)

    @property
    def place(self) -> tuple[str, int, str]:
        return self.path, self.line, self.message


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the page that asks it."""

    page: Page
    item: Item
    in_quiz: bool


@dataclass(frozen=True, slots=True)
class Material:
    """All that a rule may look at. Without a library the files have errors: then only text."""

    pages: Mapping[str, Page]
    library: Library | None
    today: date
    asked: tuple[Asked, ...] = ()

    def contacts(self) -> tuple[Contact, ...]:
        return self.library.contacts(SOURCE_LANGUAGE).entries if self.library else ()

    def terms(self, lang: str) -> tuple[str, ...]:
        if self.library is None:
            return ()
        return tuple(term.title for term in self.library.glossary(lang).values())

    def translations(self) -> Iterator[tuple[Page, Page]]:
        """Every Dutch page with its translation."""
        for page in self.pages.values():
            if page.lang != SOURCE_LANGUAGE:
                original = self.pages.get(page.original)
                if original is not None:
                    yield original, page


Rule = Callable[[Material], Iterator[Advice]]
