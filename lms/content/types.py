"""What the content files say, as frozen objects: one set per language.

Every object carries `lang`, the language its text is really in: where a translation is missing,
the English course holds Dutch lessons and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import ceil
from typing import ClassVar, Literal

from lms.content.kits.types import Kit, KitWords
from lms.content.tools import Card, Plan, Scan
from lms.grading.items import Item

LANGUAGES = ("nl", "en")
SOURCE_LANGUAGE = LANGUAGES[0]

Segment = str | Item
TextKind = Literal["lesson", "exercise", "item", "quiz", "kit"]


@dataclass(frozen=True, slots=True)
class Theme:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside a lesson that links can point at."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    title: str
    html: str
    lang: str


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or download; `url` holds its hash, so it may be cached for ever."""

    path: str
    hash: str
    name: str
    mime: str
    size: int
    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """The text behind a hash, kept for good; `key` says which lesson, quiz or item it was."""

    hash: str
    kind: TextKind
    key: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A file of a module that people do: `key` is what the ledger calls it, `<kind>/<slug>`.

    What is `optional` is extra practice: recorded when it is done, and needed for nothing.
    """

    kind: ClassVar[str]

    slug: str
    module: str
    number: int
    lang: str
    title: str
    summary: str
    minutes: int
    image: str
    hash: str
    source: str
    checked: date | None = None
    optional: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Step):
    kind: ClassVar[str] = "lesson"

    segments: tuple[Segment, ...]
    sections: tuple[Section, ...]
    terms: tuple[Term, ...]
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(Step):
    """Something to do among the lessons. Each kind is a class from this one that adds its own
    fields (see `lms.content.exercises`)."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts of its text that a reader can say something of."""
        return ()


@dataclass(frozen=True)
class Quiz:
    """`pass_mark` is a fraction 0-1; `draw` is how many items an attempt gets. With `confidence`
    every question also asks how sure one is."""

    kind: ClassVar[str] = "quiz"

    slug: str
    lang: str
    title: str
    pass_mark: float
    draw: int
    attempts: int | None
    wait_hours: int | None
    items: tuple[Item, ...]
    hash: str
    source: str
    confidence: bool = False

    @property
    def key(self) -> str:
        return f"quiz/{self.slug}"

    @property
    def minutes(self) -> int:
        """About half a minute for every question drawn."""
        return ceil(self.draw / 2)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item | None:
        return self._by_id.get(item_id)


@dataclass(frozen=True, slots=True)
class Module:
    """Of an `optional` module every part is extra practice, the quiz too."""

    slug: str
    number: int
    lang: str
    title: str
    summary: str
    theme: str
    image: str
    steps: tuple[Step, ...]
    quiz: Quiz | None
    optional: bool = False

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(step for step in self.steps if isinstance(step, Lesson))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(step for step in self.steps if isinstance(step, Exercise))

    @property
    def parts(self) -> tuple[Step | Quiz, ...]:
        """All there is to do, in order; the quiz comes last."""
        return (*self.steps, self.quiz) if self.quiz else self.steps

    @property
    def required(self) -> tuple[Step | Quiz, ...]:
        """What has to be done before the module is; empty when all of it is extra practice."""
        if self.optional:
            return ()
        return tuple(part for part in self.parts if isinstance(part, Quiz) or not part.optional)

    @property
    def extra(self) -> tuple[Step | Quiz, ...]:
        """Extra practice."""
        required = {part.key for part in self.required}
        return tuple(part for part in self.parts if part.key not in required)

    @property
    def minutes(self) -> int:
        """Minutes of what has to be done."""
        return sum(part.minutes for part in self.required)

    @property
    def extra_minutes(self) -> int:
        return sum(part.minutes for part in self.extra)

    @property
    def activities(self) -> tuple[str, ...]:
        """The keys of all parts."""
        return tuple(part.key for part in self.parts)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What is read before a meeting of this kind; where and when is not content."""

    kind: str
    lang: str
    title: str
    summary: str
    html: str
    sections: tuple[Section, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Course:
    slug: str
    lang: str
    title: str
    summary: str
    due_days: int | None
    themes: tuple[Theme, ...]
    modules: tuple[Module, ...]
    meetings: tuple[str, ...]
    modules_rule: Literal["all"] = "all"
    meeting_pages: tuple[MeetingPage, ...] = ()
    scan: Scan | None = None
    plan: Plan | None = None
    minutes: int | None = None
    """How long all that is required is meant to take."""

    @cached_property
    def required_modules(self) -> tuple[Module, ...]:
        """The modules that count: those with something that has to be done."""
        return tuple(module for module in self.modules if module.required)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def activities(self) -> tuple[str, ...]:
        return tuple(activity for module in self.modules for activity in module.activities)

    @cached_property
    def _parts(self) -> dict[str, Step | Quiz]:
        return {part.key: part for module in self.modules for part in module.parts}

    @cached_property
    def _modules(self) -> dict[str, Module]:
        return {module.slug: module for module in self.modules}

    @cached_property
    def _neighbours(self) -> dict[str, tuple[str | None, str | None]]:
        """The way goes past extra practice, which has a way of its own in each module."""
        ways = [tuple(part.key for module in self.modules for part in module.required)]
        ways += [tuple(part.key for part in module.extra) for module in self.modules]
        return {
            key: (way[place - 1] if place else None, (*way, None)[place + 1])
            for way in ways
            for place, key in enumerate(way)
        }

    def is_extra(self, key: str) -> bool:
        """Whether a part of the course is extra practice."""
        return key in self._extra

    @cached_property
    def _extra(self) -> frozenset[str]:
        return frozenset(part.key for module in self.modules for part in module.extra)

    def part(self, key: str | None) -> Step | Quiz | None:
        """A lesson, exercise or quiz by its key, `<kind>/<slug>`."""
        return self._parts.get(key or "")

    def lesson(self, slug: str) -> Lesson | None:
        found = self.part(f"lesson/{slug}")
        return found if isinstance(found, Lesson) else None

    def quiz(self, slug: str) -> Quiz | None:
        found = self.part(f"quiz/{slug}")
        return found if isinstance(found, Quiz) else None

    def module(self, slug: str) -> Module | None:
        return self._modules.get(slug)

    def meeting_page(self, kind: str) -> MeetingPage | None:
        return next((page for page in self.meeting_pages if page.kind == kind), None)

    def neighbours(self, key: str) -> tuple[str | None, str | None]:
        """The keys of the activities before and after one, on the same way."""
        return self._neighbours.get(key, (None, None))


@dataclass(frozen=True, slots=True)
class Contact:
    """A place to report; `tel` is the number as a `tel:` link needs it."""

    id: str
    title: str
    html: str
    name: str
    phone: str
    tel: str
    url: str
    email: str
    hours: str
    lang: str


@dataclass(frozen=True, slots=True)
class Contacts:
    lang: str
    title: str
    intro: str
    checked: date | None
    entries: tuple[Contact, ...]

    def get(self, contact_id: str) -> Contact | None:
        return next((entry for entry in self.entries if entry.id == contact_id), None)


@dataclass(frozen=True)
class Library:
    """Everything that is taught, in every language, as it stood when the files were read."""

    tree_hash: str
    by_language: Mapping[str, Mapping[str, Course]]
    contacts_by_language: Mapping[str, Contacts]
    glossary_by_language: Mapping[str, Mapping[str, Term]]
    media: Mapping[str, Media]
    texts: Mapping[str, CanonicalText]
    languages: tuple[str, ...] = LANGUAGES
    cards: Mapping[str, Card] = field(default_factory=dict)
    """The reporting card by language, which may be one that nothing else is in."""
    kits_by_slug: Mapping[str, Mapping[str, Kit]] = field(default_factory=dict)
    words_of_kits: Mapping[str, KitWords] = field(default_factory=dict)

    def course(self, slug: str, lang: str) -> Course | None:
        return self.by_language[self._known(lang)].get(slug)

    def courses(self, lang: str) -> tuple[Course, ...]:
        return tuple(self.by_language[self._known(lang)].values())

    def contacts(self, lang: str) -> Contacts:
        return self.contacts_by_language[self._known(lang)]

    def glossary(self, lang: str) -> Mapping[str, Term]:
        return self.glossary_by_language[self._known(lang)]

    @property
    def kit_languages(self) -> tuple[str, ...]:
        """The languages that kits may be in, Dutch first: more than those of the interface."""
        return tuple(self.words_of_kits)

    def kit(self, slug: str, lang: str) -> Kit | None:
        """A kit in that language, or else in Dutch."""
        versions = self.kits_by_slug.get(slug, {})
        return versions.get(lang) or versions.get(SOURCE_LANGUAGE)

    def kits(self, lang: str) -> tuple[Kit, ...]:
        """All kits, each in that language or else in Dutch."""
        return tuple(v.get(lang, v[SOURCE_LANGUAGE]) for v in self.kits_by_slug.values())

    def kit_words(self, lang: str) -> KitWords:
        """The words around a kit in that language, or else in Dutch. Only where there are kits."""
        return self.words_of_kits.get(lang) or self.words_of_kits[SOURCE_LANGUAGE]

    @cached_property
    def media_by_url(self) -> Mapping[str, Media]:
        """Media by its first 16 hash characters, the key that stands in the address."""
        return {media.hash[:16]: media for media in self.media.values()}

    def _known(self, lang: str) -> str:
        return lang if lang in self.languages else SOURCE_LANGUAGE
