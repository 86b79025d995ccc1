"""An old attempt shows what was asked, also when lessons, pictures and terms have gone."""

from __future__ import annotations

from dataclasses import replace

from lms.content import Library, parse_stored_item
from lms.grading.items import Item
from tests.content.samples import QUIZ, QUIZ_PATH, library

WITH_PICTURE = QUIZ.replace(
    "- [x] Nummer. {#nummer}", "![Een zegel.](media/pallet.svg)\n\n- [x] Nummer. {#nummer}"
).replace("> Zo is het.", "> Een [boef](term:katvanger), [bel](contact:mma), [x](https://a.nl).")
ENGLISH = WITH_PICTURE.split("---\n", 2)[2]


def asked() -> tuple[Library, tuple[Item, ...]]:
    read = library(
        {
            QUIZ_PATH: WITH_PICTURE,
            "quizzes/basis/introductie.en.md": f"---\ntitle: T\n---\n{ENGLISH}",
        }
    )
    course = read.course("basis", "nl")
    quiz = course.quiz("introductie") if course else None
    assert quiz is not None
    return read, quiz.items


def test_with_everything_in_place_it_is_the_same_question() -> None:
    read, items = asked()
    for item in items:
        stored = parse_stored_item(
            read.texts[item.hash].text,
            lang="nl",
            contacts=read.contacts("nl"),
            course=read.course("basis", "nl"),
            glossary=read.glossary("nl"),
            media=read.media_by_url,
        )
        assert replace(stored, tags=item.tags) == item


def test_without_them_links_become_plain_text_and_the_picture_keeps_its_address() -> None:
    read, items = asked()
    empty = replace(read.contacts("nl"), entries=())
    seal, claim = (
        parse_stored_item(read.texts[item.hash].text, lang="nl", contacts=empty) for item in items
    )
    address = read.media["courses/basis/media/pallet.svg"].url
    assert f'src="{address}"' in seal.body
    assert "<a" not in seal.explanation
    assert "de les" in seal.explanation
    assert "<span>boef</span>" in claim.explanation
    assert "<span>bel</span>" in claim.explanation
    assert 'href="https://a.nl"' in claim.explanation
    assert seal.grade(["heel", "nummer"]).correct


def test_the_hash_of_a_stored_question_is_its_own() -> None:
    read, items = asked()
    for item in items:
        text = read.texts[item.hash].text
        stored = parse_stored_item(text, lang="nl", contacts=read.contacts("nl"))
        assert (stored.hash, stored.source) == (item.hash, text)
