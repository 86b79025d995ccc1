"""Lessons: first their outline (so that links can be checked), then their text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lms.content.documents import Document
from lms.content.links import Places
from lms.content.media import PICTURES
from lms.content.outline import StepFile
from lms.content.questions import check_ids, match_translation, read_item, with_media
from lms.content.scan import PLACE, Scan, check_headings, scan
from lms.content.schemas import LessonMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Lesson, Section, Segment, Term
from lms.grading.items import Item
from lms.grading.items.building import plain, text_hash

_MARK = re.compile(f"<p>{PLACE.format('([0-9]+)')}</p>")


@dataclass(slots=True)
class LessonDraft:
    """A lesson whose files are open: enough to know what can be linked to."""

    file: StepFile
    module: str
    meta: LessonMeta
    versions: dict[str, tuple[Document, TextsMeta | LessonMeta, Scan]] = field(default_factory=dict)

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(h.id for h in self.versions[SOURCE_LANGUAGE][2].headings if h.id)


def open_lesson(shelf: Shelf, module: str, file: StepFile) -> LessonDraft | None:
    draft: LessonDraft | None = None
    for lang, document in shelf.versions(file.path):
        meta: LessonMeta | TextsMeta | None
        if lang == SOURCE_LANGUAGE:
            meta = own = document.meta(LessonMeta)
            draft = LessonDraft(file, module, own) if own else None
        else:
            meta = document.meta(TextsMeta)
        found = scan(document.body, document.body_line, document.report)
        check_headings(found.headings, document.report)
        if not document.body.strip():
            document.report.error(document.body_line - 1, "this lesson has no text")
        if draft is not None and meta is not None:
            draft.versions[lang] = (document, meta, found)
    if draft is not None:
        compare_sections(draft.versions)
    return draft


def compare_sections(versions: Mapping[str, tuple[Document, object, Scan]]) -> None:
    """A link to a section has to work in every language."""
    wanted = [h.id for h in versions[SOURCE_LANGUAGE][2].headings if h.level == 2]
    for lang, (document, _, found) in versions.items():
        mine = [h.id for h in found.headings if h.level == 2]
        if lang == SOURCE_LANGUAGE or mine == wanted:
            continue
        odd = sorted(set(mine) ^ set(wanted))
        detail = f": {', '.join(odd)}" if odd else ", or stand in another order"
        document.report.error(
            document.body_line, f"the sections are not those of the Dutch file{detail}"
        )


def render_lesson(
    shelf: Shelf, draft: LessonDraft, places: Places, terms: dict[str, dict[str, Term]]
) -> dict[str, Lesson]:
    found: dict[str, Lesson] = {}
    for lang in draft.versions:
        original = found.get(SOURCE_LANGUAGE)
        found[lang] = _render(shelf, draft, lang, places, terms[lang], original)
    for lang in LANGUAGES:
        found.setdefault(lang, found[SOURCE_LANGUAGE])
    for lang in draft.versions:
        _keep(shelf, places.course, found[lang])
    return found


def _render(
    shelf: Shelf,
    draft: LessonDraft,
    lang: str,
    places: Places,
    terms: dict[str, Term],
    original: Lesson | None,
) -> Lesson:
    document, meta, found = draft.versions[lang]
    body = with_media(document.body, places.course, shelf.media)
    context = shelf.context(lang, document, body, places)
    context.popovers = True
    context.sections = frozenset(heading.id for heading in found.headings if heading.id)
    renderer = shelf.renderers[lang]
    text = with_media(found.text, places.course, shelf.media)
    html = renderer.page(text, context)
    asked = [
        read_item(
            with_media(question.source, places.course, shelf.media),
            question.line,
            renderer=renderer,
            context=context,
            report=document.report,
            in_quiz=False,
        )
        for question in found.questions
    ]
    items = tuple(item for item in asked if item is not None)
    check_ids(items, document.report)
    if original is not None and len(items) == len(asked):
        ordered = match_translation(original.items, items, document.report)
        by_id = {item.id: item for item in ordered}
        asked = [by_id.get(item.id, item) if item else None for item in asked]
        items = ordered
    source = _canonical(meta.title, meta.summary, text, asked)
    return Lesson(
        slug=draft.file.slug,
        module=draft.module,
        number=draft.file.number,
        lang=lang,
        title=meta.title,
        summary=meta.summary,
        minutes=draft.meta.minutes,
        image=_image(shelf, draft, places.course) if lang == SOURCE_LANGUAGE else _same(original),
        segments=_segments(html, asked),
        sections=tuple(
            Section(h.id, plain(renderer.inline(h.title, replace(context, report=None))))
            for h in found.headings
            if h.level == 2 and h.id
        ),
        terms=tuple(terms[key] for key in context.used_terms if key in terms),
        items=items,
        hash=text_hash(source),
        source=source,
        checked=draft.meta.checked,
    )


def _segments(html: str, items: list[Item | None]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for place, piece in enumerate(_MARK.split(html)):
        if place % 2 == 0:
            if piece.strip():
                segments.append(piece.strip())
        else:
            number = int(piece)
            item = items[number] if number < len(items) else None
            if item is not None:
                segments.append(item)
    return tuple(segments)


def _canonical(title: str, summary: str, text: str, items: list[Item | None]) -> str:
    """What the learner reads, with questions by name: mending one does not renew the lesson."""
    for number, item in enumerate(items):
        name = item.id if item else number
        text = text.replace(PLACE.format(number), f"/// question | {name}\n///")
    body = re.sub(r"\n{3,}", "\n\n", text).strip()
    return f"title: {title}\nsummary: {summary}\n\n{body}\n"


def _image(shelf: Shelf, draft: LessonDraft, course: str) -> str:
    document = draft.versions[SOURCE_LANGUAGE][0]
    return front_image(shelf, document, draft.meta.image, course)


def _same(original: Lesson | None) -> str:
    return original.image if original else ""


def front_image(shelf: Shelf, document: Document, target: str | None, course: str) -> str:
    """The address of the picture in a front matter, "" when there is none."""
    if not target:
        return ""
    media = shelf.media.get(f"courses/{course}/{target.removeprefix('./')}")
    if media is None:
        document.report.error(
            document.line_of("image"),
            f"there is no file '{target}' in the media folder of this course",
        )
        return ""
    if media.mime not in PICTURES.values():
        document.report.error(document.line_of("image"), f"'{target}' is not a picture")
    return media.url


def _keep(shelf: Shelf, course: str, lesson: Lesson) -> None:
    key = f"{course}/lesson/{lesson.slug}"
    shelf.keep("lesson", key, lesson.lang, lesson.hash, lesson.source)
    for item in lesson.items:
        shelf.keep("item", f"{key}/{item.id}", item.lang, item.hash, item.source)
