"""Quiz files: front matter and a question under every `##` heading."""

from __future__ import annotations

from lms.content.documents import Document, split_parts
from lms.content.links import Places
from lms.content.outline import CourseFolder
from lms.content.questions import check_ids, match_translation, read_item, with_media
from lms.content.schemas import QuizMeta, TitleMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Quiz
from lms.grading.items import Item
from lms.grading.items.building import text_hash


def read_quiz(shelf: Shelf, folder: CourseFolder, slug: str, places: Places) -> dict[str, Quiz]:
    """The quiz in every language; empty when the Dutch file cannot be used."""
    found: dict[str, Quiz] = {}
    rules: QuizMeta | None = None
    for lang, document in shelf.versions(folder.quizzes[slug]):
        if lang == SOURCE_LANGUAGE:
            rules = document.meta(QuizMeta)
            title = rules.title if rules else ""
        else:
            texts = document.meta(TitleMeta)
            title = texts.title if texts else ""
        if rules is None:
            return {}
        items, complete = _items(shelf, lang, document, places)
        if lang != SOURCE_LANGUAGE and SOURCE_LANGUAGE in found and complete:
            items = match_translation(found[SOURCE_LANGUAGE].items, items, document.report)
        if complete or lang != SOURCE_LANGUAGE:
            found[lang] = _quiz(slug, lang, title, rules, items)
        if lang == SOURCE_LANGUAGE:
            _check_size(document, rules, items)
    for lang in LANGUAGES if SOURCE_LANGUAGE in found else ():
        found.setdefault(lang, found[SOURCE_LANGUAGE])
    for quiz in {id(quiz): quiz for quiz in found.values()}.values():
        _keep(shelf, folder.slug, quiz)
    return found if SOURCE_LANGUAGE in found else {}


def _items(
    shelf: Shelf, lang: str, document: Document, places: Places
) -> tuple[tuple[Item, ...], bool]:
    """The questions that can be read, and whether that is all of them."""
    intro, parts = split_parts(document)
    if intro:
        document.report.warning(
            document.body_line, "text above the first question is not shown: put it in the question"
        )
    context = shelf.context(lang, document, "", places)
    read = [
        read_item(
            with_media(part.source, places.course, shelf.media),
            part.line,
            renderer=shelf.renderers[lang],
            context=context,
            report=document.report,
            in_quiz=True,
        )
        for part in parts
    ]
    items = tuple(item for item in read if item is not None)
    check_ids(items, document.report)
    return items, len(items) == len(parts)


def _check_size(document: Document, rules: QuizMeta, items: tuple[Item, ...]) -> None:
    if not items:
        document.report.error(1, "this quiz has no questions: begin each with ## and an id")
    elif rules.draw is not None and rules.draw > len(items):
        document.report.error(
            document.line_of("draw"),
            f"draw is {rules.draw}, but there are only {len(items)} questions: draw fewer",
        )
    if rules.wait_hours and rules.attempts == 1:
        document.report.warning(
            document.line_of("wait_hours"), "with one attempt there is nothing to wait for"
        )


def _quiz(slug: str, lang: str, title: str, rules: QuizMeta, items: tuple[Item, ...]) -> Quiz:
    draw = min(rules.draw or len(items), len(items))
    lines = [
        f"title: {title}",
        f"pass_mark: {rules.pass_mark}",
        f"draw: {draw}",
        f"attempts: {rules.attempts or 'unlimited'}",
        f"wait_hours: {rules.wait_hours or 0}",
        *(["confidence: yes"] if rules.confidence else []),
        "items:",
        *(f"- {item.id} {item.hash}" for item in items),
    ]
    source = "\n".join(lines) + "\n"
    return Quiz(
        slug=slug,
        lang=lang,
        title=title,
        pass_mark=rules.pass_mark / 100,
        draw=draw,
        attempts=rules.attempts,
        wait_hours=rules.wait_hours or None,
        items=items,
        hash=text_hash(source),
        source=source,
        confidence=rules.confidence,
    )


def _keep(shelf: Shelf, course: str, quiz: Quiz) -> None:
    key = f"{course}/quiz/{quiz.slug}"
    shelf.keep("quiz", key, quiz.lang, quiz.hash, quiz.source)
    for item in quiz.items:
        shelf.keep("item", f"{key}/{item.id}", item.lang, item.hash, item.source)
