"""Links, pictures and phone numbers, for those who hear the page or call the number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.content.advice.base import Advice, Material, _
from lms.content.advice.reading import Page
from lms.content.outline import CONTACTS
from lms.content.reference import dial

_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<to>[^()\s]*)\)")
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<to>[^()\s]*)\)")
_CAPTION = re.compile(r"^ {0,3}/{3,}\s*caption\b")
_VAGUE = {
    *("hier", "klik hier", "lees hier", "deze link", "link", "lees meer", "meer", "deze pagina"),
    *("klik", "zie hier", "here", "click here", "read here", "this link", "read more", "more"),
    *("this page", "click", "see here", "this", "deze", "dit"),
}
_SAYS_PICTURE = re.compile(
    r"^(?:(?:een |a |an )?(?:afbeelding|plaatje|foto|tekening|illustratie|picture|image|photo"
    r"|drawing|illustration) (?:van|of|met|with)\b)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,/€-])(?!\d\d-\d\d-\d{4})(?:\+\d{1,3}[ -]?\(?\d(?:[ -]?\d){6,11}"
    r"|0(?:[ -]?\d){6,9}|14[ -]\d{3}|112|144)(?![\w%€/-]|[.,:]\d| ?(?:kg|kilo|km|meter|euro)\b)"
)
_SAME = 0.7
"""The share of the words of the alternative text that stand in the caption too."""


def vague_links(material: Material) -> Iterator[Advice]:
    for page in material.pages.values():
        for number, line in page.lines:
            for link in _LINK.finditer(line) if "](" in line else ():
                text = " ".join(re.sub(r"[*_`.…!]", "", link["text"]).split()).casefold()
                if text in _VAGUE:
                    yield Advice(
                        page.path,
                        number,
                        _("the link “%(text)s” does not say where it leads: name what is there"),
                        {"text": link["text"]},
                    )


def alternative_text(material: Material) -> Iterator[Advice]:
    for page in material.pages.values():
        for place, (number, line) in enumerate(page.lines):
            for picture in _PICTURE.finditer(line) if "![" in line else ():
                alt = picture["alt"].strip()
                if _SAYS_PICTURE.match(alt):
                    yield Advice(
                        page.path,
                        number,
                        _("“%(alt)s”: that it is a picture is said already, begin with what"
                          " there is to see"),
                        {"alt": alt},
                    )  # fmt: skip
                if _repeats(alt, _caption(page, place + 1)):
                    yield Advice(
                        page.path,
                        number,
                        _(
                            "the alternative text repeats the caption: say what there is to see,"
                            " the caption says what it means"
                        ),
                    )


def _caption(page: Page, place: int) -> str:
    """The first line of the caption that follows directly, "" when there is none."""
    following = [line for _number, line in page.lines[place : place + 4] if line.strip()]
    return following[1] if len(following) > 1 and _CAPTION.match(following[0]) else ""


def _repeats(alt: str, caption: str) -> bool:
    mine, other = (set(re.findall(r"\w+", text.casefold())) for text in (alt, caption))
    return bool(mine) and len(mine & other) >= _SAME * len(mine)


def phone_numbers(material: Material) -> Iterator[Advice]:
    if material.library is None:
        return  # which numbers are known is not known
    known = {contact.tel: contact.id for contact in material.contacts() if contact.tel}
    for page in material.pages.values():
        if page.original == CONTACTS:
            continue
        for passage in page.passages:
            text = passage.words
            for phone in _PHONE.finditer(text):
                contact = known.get(dial(phone[0]))
                yield Advice(page.path, passage.line_at(phone.start()), *_about(phone[0], contact))


def _about(phone: str, contact: str | None) -> tuple[str, dict[str, object]]:
    if contact:
        return _("%(phone)s is typed: write [](contact:%(contact)s)"), {
            "phone": phone,
            "contact": contact,
        }
    return _("%(phone)s is not in contacts.md: put it there and link to it, or leave it out"), {
        "phone": phone
    }
