"""What every kind of exercise shares: its files are opened here, and a `Kind` reads what is in it.

An exercise stands among the lessons of a module. Its file is told apart by a second extension,
the name of its kind: `40-my-slug.scenario.md`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, TypedDict

from lms.content.documents import Document
from lms.content.lessons import front_image
from lms.content.links import Context, Places
from lms.content.markdown import Renderer
from lms.content.outline import StepFile
from lms.content.problems import Report
from lms.content.questions import with_media
from lms.content.schemas import ExerciseMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Exercise, Term
from lms.grading.items.building import text_hash


class Common(TypedDict):
    """The fields that every exercise has, for `MyExercise(**page.common, …)`."""

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
    checked: date | None
    optional: bool


@dataclass(slots=True)
class Page:
    """One file of an exercise in one language, with what is needed to read it.

    `body` has its pictures by address; its first line is line `line` of the file. `meta` is the
    Dutch front matter. `original` is the Dutch exercise while a translation is read.
    """

    document: Document
    body: str
    meta: ExerciseMeta
    common: Common
    renderer: Renderer
    context: Context
    terms: dict[str, Term]
    original: Exercise | None

    @property
    def line(self) -> int:
        return self.document.body_line

    @property
    def report(self) -> Report:
        return self.document.report


class Kind(ABC):
    """A kind of exercise: how its file is read and checked.

    `name` is the second extension of its files, the first half of its activity key
    (`<name>/<slug>`), the scheme of links to it, and the name of the blueprint whose view
    `exercise(course, exercise)` shows it at /training/<course>/<name>/<exercise>.
    """

    name: ClassVar[str]
    meta: ClassVar[type[ExerciseMeta]] = ExerciseMeta

    @abstractmethod
    def read(self, page: Page) -> Exercise | None:
        """The exercise in one language; what is wrong goes to `page.report`. None after an error
        that leaves nothing to show."""


@dataclass(slots=True)
class ExerciseDraft:
    """An exercise whose files are open."""

    file: StepFile
    module: str
    kind: Kind
    meta: ExerciseMeta
    versions: dict[str, tuple[Document, TextsMeta | ExerciseMeta]] = field(default_factory=dict)


def open_exercise(shelf: Shelf, module: str, file: StepFile, kind: Kind) -> ExerciseDraft | None:
    draft: ExerciseDraft | None = None
    for lang, document in shelf.versions(file.path):
        meta: ExerciseMeta | TextsMeta | None
        if lang == SOURCE_LANGUAGE:
            meta = own = document.meta(kind.meta)
            draft = ExerciseDraft(file, module, kind, own) if own else None
        else:
            meta = document.meta(TextsMeta)
        if not document.body.strip():
            document.report.error(document.body_line - 1, "this exercise has no text")
        elif draft is not None and meta is not None:
            draft.versions[lang] = (document, meta)
    return draft


def render_exercise(
    shelf: Shelf, draft: ExerciseDraft, places: Places, terms: dict[str, dict[str, Term]]
) -> dict[str, Exercise]:
    """The exercise in every language; empty when the Dutch file cannot be used."""
    found: dict[str, Exercise] = {}
    for lang in draft.versions:
        original = found.get(SOURCE_LANGUAGE)
        if lang == SOURCE_LANGUAGE or original is not None:
            exercise = draft.kind.read(_page(shelf, draft, lang, places, terms[lang], original))
            if exercise is not None:
                found[lang] = exercise
    for exercise in found.values():
        key = f"{places.course}/{exercise.key}"
        shelf.keep("exercise", key, exercise.lang, exercise.hash, exercise.source)
    for lang in LANGUAGES if SOURCE_LANGUAGE in found else ():
        found.setdefault(lang, found[SOURCE_LANGUAGE])
    return found


def _page(
    shelf: Shelf,
    draft: ExerciseDraft,
    lang: str,
    places: Places,
    terms: dict[str, Term],
    original: Exercise | None,
) -> Page:
    document, meta = draft.versions[lang]
    body = with_media(document.body, places.course, shelf.media)
    source = _canonical(meta.title, meta.summary, body)
    return Page(
        document=document,
        body=body,
        meta=draft.meta,
        common=Common(
            slug=draft.file.slug,
            module=draft.module,
            number=draft.file.number,
            lang=lang,
            title=meta.title,
            summary=meta.summary,
            minutes=draft.meta.minutes,
            image=original.image if original else _image(shelf, draft, places.course),
            hash=text_hash(source),
            source=source,
            checked=draft.meta.checked,
            optional=draft.meta.optional,
        ),
        renderer=shelf.renderers[lang],
        context=shelf.context(lang, document, body, places),
        terms=terms,
        original=original,
    )


def _image(shelf: Shelf, draft: ExerciseDraft, course: str) -> str:
    document = draft.versions[SOURCE_LANGUAGE][0]
    return front_image(shelf, document, draft.meta.image, course)


def _canonical(title: str, summary: str, body: str) -> str:
    text = re.sub(r"\n{3,}", "\n\n", body).strip()
    return f"title: {title}\nsummary: {summary}\n\n{text}\n"
