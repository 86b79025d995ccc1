"""The last step on the tree of a rendered text: links, pictures, films, tables."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import PurePosixPath

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from lms.content.links import Context, Link
from lms.content.media import FILMS, PICTURES, SOUNDS, size_text
from lms.content.types import Media

_TABLE = {"nl": "Tabel", "en": "Table", "pl": "Tabela"}
_CAPTIONS = {"nl": "Nederlands", "en": "English"}


class Finish(Treeprocessor):
    """Turns the author's short forms into the markup of our pages; `context` is set per text."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.context = Context(lang="nl")

    def run(self, root: etree.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        heading = ""
        for element in list(root.iter()):
            if element.tag in {"h2", "h3"}:
                heading = "".join(element.itertext())
            elif element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element, parents)
            elif element.tag == "table":
                self._table(element, parents[element], heading)
            elif element.tag in {"td", "th"}:
                _alignment(element)

    def _link(self, element: etree.Element) -> None:
        target = element.get("href", "")
        if element.get("class") in {"footnote-ref", "footnote-backref"}:
            return
        link = self.context.resolve(target)
        _keep_class_only(element)
        if link is None:
            element.tag = "span"
        elif link.kind == "term":
            self._term(element, link)
        elif link.kind == "download":
            self._download(element, link)
        else:
            _anchor(element, link)
        if link is not None and not "".join(element.itertext()).strip():
            element.text = link.text

    def _term(self, element: etree.Element, link: Link) -> None:
        if self.context.popovers:
            element.tag = "button"
            element.set("type", "button")
            _add_class(element, "term")
            element.set("popovertarget", f"term-{link.href}")
        else:
            element.tag = "abbr"
            element.set("title", self.context.terms[link.href].plain)

    def _download(self, element: etree.Element, link: Link) -> None:
        element.set("href", link.href)
        _add_class(element, "download")
        element.set("download", "")
        media = self.context.media_at(link.href)
        if media is None:
            return
        kind = PurePosixPath(media.name).suffix[1:].upper()
        if not "".join(element.itertext()).strip():
            element.text = media.name
        size = etree.SubElement(element, "span", {"class": "download-size"})
        size.text = f" ({kind}, {size_text(media.size, self.context.lang)})"

    def _picture(self, element: etree.Element, parents: dict[etree.Element, etree.Element]) -> None:
        target, alt = element.get("src", ""), element.get("alt", "").strip()
        media = self.context.media_at(target)
        self._check_picture(target, alt, media)
        _keep_class_only(element)
        ending = PurePosixPath(target).suffix.lower()
        if not target.startswith("/media/"):
            element.tag = "span"
            element.text = alt
        elif ending in FILMS or ending in SOUNDS:
            self._film(element, target, alt, media, ending)
        else:
            self._image(element, target, alt, media)
        _into_figure(element, parents)

    def _check_picture(self, target: str, alt: str, media: Media | None) -> None:
        if not alt:
            self.context.problem(
                target, "this picture has no alternative text: say between [ ] what there is to see"
            )
        if media is None and self.context.report is not None:
            self.context.problem(
                target,
                f"there is no file '{target}' in the media folder of this course"
                if target.startswith("media/")
                else "a picture stands in the media folder of the course: write (media/name.svg)",
            )
        elif media and not media.mime.startswith(("image/", "video/", "audio/")):
            self.context.problem(target, "this file is no picture: link to it without the !")

    def _image(self, element: etree.Element, target: str, alt: str, media: Media | None) -> None:
        element.set("src", target)
        element.set("alt", alt)
        if media is not None and media.width and media.height:
            element.set("width", str(media.width))
            element.set("height", str(media.height))
        if self.context.pictures:
            element.set("loading", "lazy")
        element.set("decoding", "async")
        self.context.pictures += 1

    def _film(
        self, element: etree.Element, target: str, alt: str, media: Media | None, ending: str
    ) -> None:
        element.tag = "video" if ending in FILMS else "audio"
        element.set("src", target)
        element.set("controls", "")
        element.set("preload", "none")
        element.set("aria-label", alt)
        if media is None:
            return
        if ending in FILMS:
            poster = self._beside(media, PICTURES)
            if poster is not None:
                element.set("poster", poster.url)
        for lang, label in _CAPTIONS.items():
            captions = self._named(str(PurePosixPath(media.path).with_suffix(f".{lang}.vtt")))
            if captions is not None:
                self._track(element, captions, lang, label)
        if ending in FILMS and not len(element):
            self.context.warning(
                target,
                f"this film has no captions: put {PurePosixPath(media.name).stem}"
                f".{self.context.lang}.vtt beside it",
            )

    def _track(self, film: etree.Element, captions: Media, lang: str, label: str) -> None:
        attributes = {"kind": "captions", "src": captions.url, "srclang": lang, "label": label}
        if lang == self.context.lang:
            attributes["default"] = ""
        etree.SubElement(film, "track", attributes)

    def _beside(self, media: Media, endings: dict[str, str]) -> Media | None:
        stem = PurePosixPath(media.path)
        found = (self._named(str(stem.with_suffix(ending))) for ending in endings)
        return next((file for file in found if file), None)

    def _named(self, path: str) -> Media | None:
        return self.context.files.get(path)

    def _table(self, table: etree.Element, parent: etree.Element, heading: str) -> None:
        """A wide table scrolls by itself, also with the keyboard, instead of the whole page."""
        name = _TABLE.get(self.context.lang, _TABLE["en"])
        box = etree.Element(
            "div",
            {
                "class": "table-scroll",
                "tabindex": "0",
                "role": "region",
                "aria-label": f"{name}: {heading}" if heading else name,
            },
        )
        place = list(parent).index(table)
        parent.remove(table)
        box.tail, table.tail = table.tail, None
        box.append(table)
        parent.insert(place, box)


def _anchor(element: etree.Element, link: Link) -> None:
    if not link.href:
        element.tag = "span"
    else:
        element.set("href", link.href)
    if link.kind == "contact":
        _add_class(element, "contact")
    if link.href.startswith("https:"):
        _add_class(element, "external")
        element.set("rel", "noopener noreferrer")


def _keep_class_only(element: etree.Element) -> None:
    kept = element.get("class", "")
    element.attrib.clear()
    if kept:
        element.set("class", kept)


def _add_class(element: etree.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _alignment(cell: etree.Element) -> None:
    """The policy of our pages refuses inline styles, so alignment becomes a class."""
    style = cell.attrib.pop("style", "")
    for side in ("right", "center"):
        if side in style:
            cell.set("class", f"align-{side}")


def _into_figure(element: etree.Element, parents: dict[etree.Element, etree.Element]) -> None:
    """A picture alone in its paragraph is a figure; inside one, the paragraph goes."""
    paragraph = parents.get(element)
    if paragraph is None or paragraph.tag != "p" or len(paragraph) != 1:
        return
    if (paragraph.text or "").strip() or (element.tail or "").strip():
        return
    holder = parents.get(paragraph)
    if holder is not None and holder.tag == "figure":
        place = list(holder).index(paragraph)
        holder.remove(paragraph)
        element.tail = paragraph.tail
        holder.insert(place, element)
        parents[element] = holder
    else:
        paragraph.tag = "figure"
