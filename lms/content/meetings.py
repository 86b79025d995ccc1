"""What a course says about its training days: programme, preparation, what to bring."""

from __future__ import annotations

from dataclasses import replace

from lms.content.documents import Document
from lms.content.lessons import compare_sections
from lms.content.links import Places
from lms.content.outline import CourseFolder
from lms.content.questions import with_media
from lms.content.scan import Scan, check_headings, scan
from lms.content.schemas import MeetingMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, MeetingPage, Section, Term
from lms.grading.items.building import plain

_Version = tuple[Document, MeetingMeta | TextsMeta, Scan]


def read_meeting_pages(
    shelf: Shelf, folder: CourseFolder, places: Places, terms: dict[str, dict[str, Term]]
) -> dict[str, dict[str, MeetingPage]]:
    """By kind of meeting and language; Dutch stands in where a translation is missing."""
    found: dict[str, dict[str, MeetingPage]] = {}
    for kind, path in sorted(folder.meetings.items()):
        versions = _open(shelf, path)
        if SOURCE_LANGUAGE not in versions:
            continue
        compare_sections(versions)
        pages = {
            lang: _render(shelf, kind, lang, version, places, terms[lang])
            for lang, version in versions.items()
        }
        found[kind] = {lang: pages.get(lang, pages[SOURCE_LANGUAGE]) for lang in LANGUAGES}
    return found


def check_meeting_pages(shelf: Shelf, folder: CourseFolder, asked: tuple[str, ...]) -> None:
    """Every meeting that the course asks for has a page, and the other way round."""
    for kind in asked:
        if kind not in folder.meetings:
            shelf.report(folder.path).warning(
                1, f"there is no meetings/{kind}.md: nobody can read what that day brings"
            )
    for kind in sorted(set(folder.meetings) - set(asked)):
        shelf.report(folder.meetings[kind]).warning(
            1, f"course.md asks for no meeting '{kind}': this page is not shown"
        )


def _open(shelf: Shelf, path: str) -> dict[str, _Version]:
    versions: dict[str, _Version] = {}
    for lang, document in shelf.versions(path):
        meta = _meta(document, lang)
        found = scan(document.body, document.body_line, document.report)
        check_headings(found.headings, document.report)
        if not document.body.strip():
            document.report.error(document.body_line - 1, "this training day has no text")
        for question in found.questions:
            document.report.error(question.line, "a training day has no questions: use a lesson")
        if meta is not None and not found.questions:
            versions[lang] = (document, meta, found)
    return versions


def _meta(document: Document, lang: str) -> MeetingMeta | TextsMeta | None:
    if lang == SOURCE_LANGUAGE:
        return document.meta(MeetingMeta)
    return document.meta(TextsMeta)


def _render(
    shelf: Shelf,
    kind: str,
    lang: str,
    version: _Version,
    places: Places,
    terms: dict[str, Term],
) -> MeetingPage:
    document, meta, found = version
    text = with_media(document.body, places.course, shelf.media)
    context = shelf.context(lang, document, text, places)
    context.popovers = True
    context.sections = frozenset(heading.id for heading in found.headings if heading.id)
    renderer = shelf.renderers[lang]
    return MeetingPage(
        kind=kind,
        lang=lang,
        title=meta.title,
        summary=meta.summary,
        html=renderer.page(text, context),
        sections=tuple(
            Section(h.id, plain(renderer.inline(h.title, replace(context, report=None))))
            for h in found.headings
            if h.level == 2 and h.id
        ),
        terms=tuple(terms[key] for key in context.used_terms if key in terms),
    )
