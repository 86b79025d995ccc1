"""Kits: one file per kit and language, with the same slides and questions in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lms.content.documents import Document
from lms.content.kits.slides import Passage, RawSlide, cut
from lms.content.kits.types import Kit, Slide
from lms.content.lessons import front_image
from lms.content.links import Context, Places
from lms.content.markdown import Renderer
from lms.content.outline import KITS, translated
from lms.content.questions import check_ids, match_translation, read_item, with_media
from lms.content.schemas import KitMeta, KitTextsMeta
from lms.content.shelf import Shelf
from lms.content.types import SOURCE_LANGUAGE
from lms.grading.items import Item
from lms.grading.items.building import plain, text_hash

ASKED = ("single", "true-false")
"""Types of question that one tap answers."""
MOST_OPTIONS = 4
_PLACES = Places(KITS, {}, frozenset())


@dataclass(frozen=True, slots=True)
class _File:
    """A kit in one language while it is read."""

    shelf: Shelf
    slug: str
    lang: str
    document: Document
    rules: KitMeta
    texts: KitMeta | KitTextsMeta
    renderer: Renderer
    context: Context

    def html(self, passage: Passage) -> str:
        text = with_media(passage.text, KITS, self.shelf.media)
        return self.renderer.part(text, self._at(passage)) if text else ""

    def item(self, passage: Passage) -> Item | None:
        return read_item(
            with_media(passage.text, KITS, self.shelf.media),
            passage.line,
            renderer=self.renderer,
            context=self.context,
            report=self.document.report,
            in_quiz=True,
        )

    def _at(self, passage: Passage) -> Context:
        rows = list(enumerate(passage.text.split("\n"), start=passage.line))
        return replace(self.context, lines=rows, used_terms={}, pictures=0)


def read_kits(shelf: Shelf) -> dict[str, dict[str, Kit]]:
    """By slug and language. A kit that lacks a language is a warning: Dutch stands in."""
    renderers = {
        lang: shelf.renderers.get(lang) or Renderer(lang) for lang in shelf.outline.kit_languages
    }
    found = {slug: _read_kit(shelf, slug, renderers) for slug in sorted(shelf.outline.kits)}
    _check_next(shelf, found)
    return {slug: kits for slug, kits in found.items() if kits}


def _read_kit(shelf: Shelf, slug: str, renderers: Mapping[str, Renderer]) -> dict[str, Kit]:
    path = shelf.outline.kits[slug]
    rules: KitMeta | None = None
    kits: dict[str, Kit] = {}
    for lang, renderer in renderers.items():
        place = translated(path, lang)
        if place not in shelf.tree.files:
            name = place.rsplit("/", 1)[-1]
            shelf.report(path).warning(1, f"the translation {name} is missing: Dutch is shown")
            continue
        document = shelf.document(place)
        if document is None:
            continue
        texts: KitMeta | KitTextsMeta | None
        if lang == SOURCE_LANGUAGE:
            texts = rules = document.meta(KitMeta)
        else:
            texts = document.meta(KitTextsMeta)
        if rules is None or texts is None:
            continue
        context = _context(shelf, lang, document)
        file = _File(shelf, slug, lang, document, rules, texts, renderer, context)
        kits[lang] = _kit(file, kits.get(SOURCE_LANGUAGE))
        _keep(shelf, kits[lang])
    return kits if SOURCE_LANGUAGE in kits else {}


def _context(shelf: Shelf, lang: str, document: Document) -> Context:
    """Services are called what they are called: a language without contacts takes the Dutch."""
    known = lang if lang in shelf.contacts else SOURCE_LANGUAGE
    context = shelf.context(known, document, document.body, _PLACES)
    return replace(context, lang=lang, terms=shelf.terms.get(lang, {}))


def _kit(file: _File, original: Kit | None) -> Kit:
    rules, texts, report = file.rules, file.texts, file.document.report
    raw = cut(file.document.body, file.document.body_line, report)
    slides = _ask(file, raw, original)
    if original is None:
        _check_rules(file, slides)
    elif [slide.id for slide in slides] != [slide.id for slide in original.slides]:
        odd = sorted({s.id for s in slides} ^ {s.id for s in original.slides})
        detail = f": {', '.join(odd)}" if odd else ", or stand in another order"
        report.error(file.document.body_line, f"the slides are not those of the Dutch file{detail}")
    body = with_media(file.document.body, KITS, file.shelf.media)
    source = f"title: {texts.title}\nsummary: {texts.summary}\n\n{body.strip()}\n"
    line = file.document.line_of("follow_up")
    return Kit(
        slug=file.slug,
        lang=file.lang,
        title=texts.title,
        summary=texts.summary,
        audience=texts.audience,
        goal=texts.goal,
        minutes=rules.minutes,
        version=rules.version,
        day=rules.day,
        image=original.image if original else _image(file),
        remember=texts.remember,
        follow_up_html=file.html(Passage(line, texts.follow_up)),
        slides=slides,
        gain=rules.gain,
        next=rules.next,
        hash=text_hash(source),
        source=source,
        checked=rules.checked,
    )


def _image(file: _File) -> str:
    return front_image(file.shelf, file.document, file.rules.image, KITS)


def _ask(file: _File, raw: list[RawSlide], original: Kit | None) -> tuple[Slide, ...]:
    """The slides with their questions; a translation asks the same."""
    report = file.document.report
    asked = {
        slide.heading.id: item
        for slide in raw
        if "question" in slide.blocks and (item := file.item(slide.blocks["question"]))
    }
    check_ids(tuple(asked.values()), report)
    for item in asked.values():
        if item.type not in ASKED or len(item.options) > MOST_OPTIONS:
            report.error(
                item.line,
                f"a live question is answered with one tap: single or true-false, at most"
                f" {MOST_OPTIONS} answers",
            )
    if original is not None:
        same = match_translation(tuple(original.items.values()), tuple(asked.values()), report)
        by_id = {item.id: item for item in same}
        asked = {slide: by_id.get(item.id, item) for slide, item in asked.items()}
    return tuple(_slide(file, slide, asked.get(slide.heading.id), original) for slide in raw)


def _slide(file: _File, raw: RawSlide, item: Item | None, original: Kit | None) -> Slide:
    minutes = raw.heading.values.get("minutes", "1")
    if not minutes.replace(".", "", 1).isdigit():
        file.document.report.error(raw.line, "minutes is a number, like minutes=2")
        minutes = "1"
    if original is None and not raw.passage("notes").text:
        file.document.report.warning(
            raw.line, "this slide has no notes: a presenter without experience needs them"
        )
    title = plain(file.renderer.inline(raw.heading.text, replace(file.context, report=None)))
    return Slide(
        id=raw.heading.id,
        title=title,
        html=file.html(raw.body),
        more_html=file.html(raw.passage("more")),
        notes_html=file.html(raw.passage("notes")),
        minutes=float(minutes),
        item=item,
    )


def _check_rules(file: _File, slides: tuple[Slide, ...]) -> None:
    report, items = file.document.report, {slide.item.id for slide in slides if slide.item}
    if not slides:
        report.error(file.document.body_line, "this kit has no slides: begin each with ##")
    for odd in sorted(set(file.rules.gain) - items):
        report.error(file.document.line_of("gain"), f"there is no question '{odd}' in this kit")
    total = sum(slide.minutes for slide in slides)
    if total > file.rules.minutes:
        report.warning(
            file.document.line_of("minutes"),
            f"the slides take {total:g} minutes together, more than the kit says",
        )


def _check_next(shelf: Shelf, found: Mapping[str, Mapping[str, Kit]]) -> None:
    for slug, kits in found.items():
        for following in kits[SOURCE_LANGUAGE].next if kits else ():
            if following not in found or following == slug:
                shelf.report(shelf.outline.kits[slug]).error(
                    1, f"'next' names '{following}', which is no other kit"
                )


def _keep(shelf: Shelf, kit: Kit) -> None:
    shelf.keep("kit", f"{KITS}/{kit.slug}", kit.lang, kit.hash, kit.source)
    for item in kit.items.values():
        shelf.keep("item", f"{KITS}/{kit.slug}/{item.id}", kit.lang, item.hash, item.source)
