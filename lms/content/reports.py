"""Practice reports: a case to read, and what a good report about it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.content.documents import Document, Part, split_parts
from lms.content.lessons import front_image
from lms.content.links import Context, Places
from lms.content.outline import LessonFile
from lms.content.questions import with_media
from lms.content.report_checks import check_model, compare
from lms.content.report_parts import NEEDED, NOISE, OPINIONS, ROUTE, SELF, PartReader, by_id
from lms.content.scan import scan
from lms.content.schemas import LessonMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Term
from lms.grading.items.building import text_hash
from lms.grading.reports import FIELDS, Rubric


@dataclass(frozen=True, slots=True)
class ReportCase:
    """A case with its rubric. `source` is all of it as text; `html` is what is read first."""

    slug: str
    module: str
    number: int
    lang: str
    title: str
    summary: str
    minutes: int
    image: str
    html: str
    terms: tuple[Term, ...]
    rubric: Rubric
    hash: str
    source: str
    checked: date | None = None


def read_report(
    shelf: Shelf,
    module: str,
    file: LessonFile,
    places: Places,
    terms: dict[str, dict[str, Term]],
) -> dict[str, ReportCase]:
    """The case in every language; empty when the Dutch file cannot be used."""
    found: dict[str, ReportCase] = {}
    meta: LessonMeta | None = None
    for lang, document in shelf.versions(file.path):
        own: LessonMeta | TextsMeta | None
        if lang == SOURCE_LANGUAGE:
            own = meta = document.meta(LessonMeta)
        else:
            own = document.meta(TextsMeta)
        if meta is None:
            return {}
        if own is None:
            continue
        case = _Reading(shelf, lang, document, places, terms[lang]).case(module, file, meta, own)
        if case is None:
            continue
        if lang != SOURCE_LANGUAGE and SOURCE_LANGUAGE in found:
            compare(found[SOURCE_LANGUAGE].rubric, case.rubric, document.report)
        found[lang] = case
        shelf.keep("report", f"{places.course}/report/{file.slug}", lang, case.hash, case.source)
    for lang in LANGUAGES if SOURCE_LANGUAGE in found else ():
        found.setdefault(lang, found[SOURCE_LANGUAGE])
    return found if SOURCE_LANGUAGE in found else {}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file, open in one language."""

    shelf: Shelf
    lang: str
    document: Document
    places: Places
    terms: dict[str, Term]

    def case(
        self, module: str, file: LessonFile, meta: LessonMeta, own: LessonMeta | TextsMeta
    ) -> ReportCase | None:
        intro, listed = split_parts(self.document)
        report = self.document.report
        if not intro:
            report.error(self.document.body_line, "the case is missing: tell it above the first ##")
        parts = by_id(listed, report)
        context = self.shelf.context(self.lang, self.document, self.document.body, self.places)
        html = self._story(intro, context)
        if any(name not in parts for name in NEEDED):
            return None
        rubric = self._rubric(parts, context)
        check_model(rubric, parts, report)
        source = f"title: {own.title}\nsummary: {own.summary}\n\n{self._text(self.document.body)}\n"
        return ReportCase(
            slug=file.slug,
            module=module,
            number=file.number,
            lang=self.lang,
            title=own.title,
            summary=own.summary,
            minutes=meta.minutes,
            image=front_image(self.shelf, self.document, meta.image, self.places.course)
            if self.lang == SOURCE_LANGUAGE
            else self._image(meta),
            html=html,
            terms=tuple(self.terms[key] for key in context.used_terms if key in self.terms),
            rubric=rubric,
            hash=text_hash(source),
            source=source,
            checked=meta.checked,
        )

    def _story(self, intro: str, context: Context) -> str:
        blank = len(self.document.body) - len(self.document.body.lstrip("\n"))
        found = scan(intro, self.document.body_line + blank, self.document.report)
        for question in found.questions:
            self.document.report.error(question.line, "a case has no questions: leave this out")
        context.popovers = True
        html = self.shelf.renderers[self.lang].page(self._text(intro), context)
        context.popovers = False
        return html

    def _rubric(self, parts: dict[str, Part], context: Context) -> Rubric:
        contacts = self.shelf.contacts.get(self.lang, {})
        renderer = self.shelf.renderers[self.lang]
        reader = PartReader(renderer, context, contacts, self.document.report)
        return Rubric(
            lang=self.lang,
            fields=tuple(reader.field(name, parts[name]) for name in FIELDS),
            opinions=reader.advices(parts[OPINIONS]),
            noise=reader.advices(parts.get(NOISE)),
            routes=reader.routes(parts[ROUTE]),
            questions=reader.questions(parts[SELF]),
        )

    def _text(self, text: str) -> str:
        return with_media(text, self.places.course, self.shelf.media).strip()

    def _image(self, meta: LessonMeta) -> str:
        """The picture of the Dutch file, whose absence is reported there."""
        path = f"courses/{self.places.course}/{(meta.image or '').removeprefix('./')}"
        media = self.shelf.media.get(path)
        return media.url if media else ""
