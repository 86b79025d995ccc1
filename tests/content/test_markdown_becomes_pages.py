"""What the author writes and what the learner gets."""

from __future__ import annotations

import pytest

from tests.content.samples import LESSON, LESSON_PATH, lesson_html, library


def test_call_outs_have_a_title_of_their_own_or_of_their_kind() -> None:
    html = lesson_html("/// signal | Let **op**\nTekst.\n///\n\n/// own-company\nJij?\n///")
    assert '<aside class="callout callout-signal" role="note">' in html
    assert '<p class="callout-title">Let <strong>op</strong></p>' in html
    assert '<p class="callout-title">In je eigen bedrijf</p>' in html


def test_details_hide_a_text_behind_their_title() -> None:
    html = lesson_html("/// details | Waarom?\nDaarom.\n///")
    assert "<details>" in html
    assert "<summary>Waarom?</summary>" in html


def test_a_picture_with_caption_is_one_figure_with_its_size() -> None:
    body = "![Een doos.](media/pallet.svg)\n\n/// caption\nOnderschrift. *Foto: x*{.credit}\n///"
    html = lesson_html(body)
    assert html.count("<figure>") == 1
    assert 'alt="Een doos."' in html
    assert 'width="320"' in html
    assert 'height="180"' in html
    assert 'class="credit"' in html
    assert "<figure>\n<img" in html or "<figure><img" in html


def test_only_later_pictures_are_lazy() -> None:
    html = lesson_html("![A.](media/pallet.svg)\n\n![B.](media/pallet.svg)")
    assert html.count('loading="lazy"') == 1
    assert html.count('decoding="async"') == 2


def test_a_film_has_controls_and_captions() -> None:
    media: dict[str, str | bytes | None] = {
        "courses/basis/media/film.mp4": b"film",
        "courses/basis/media/film.nl.vtt": b"WEBVTT",
        "courses/basis/media/film.en.vtt": b"WEBVTT!",
        "courses/basis/media/film.jpg": b"\xff\xd8",
    }
    html = lesson_html("![Een rondgang](media/film.mp4)", media)
    assert "<video" in html
    assert 'preload="none"' in html
    assert 'aria-label="Een rondgang"' in html
    assert 'poster="/media/' in html
    assert html.count("<track") == 2
    assert html.count("default") == 1


def test_a_file_becomes_a_download_with_kind_and_size() -> None:
    html = lesson_html(
        "[Meldkaart](media/kaart.pdf)", {"courses/basis/media/kaart.pdf": b"%" * 1_234_567}
    )
    assert 'class="download"' in html
    assert "(PDF, 1,2 MB)" in html


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("[a](lesson:zegel)", '<a href="/training/basis/lesson/zegel">a</a>'),
        ("[a](lesson:zegel#nummer)", '<a href="/training/basis/lesson/zegel#nummer">a</a>'),
        ("[a](quiz:introductie)", '<a href="/training/basis/quiz/introductie">a</a>'),
        ("[](contact:mma)", 'href="tel:08007000">0800-7000</a>'),
        ("[bel M.](contact:mma)", 'href="tel:08007000">bel M.</a>'),
        ("[boef](term:katvanger)", 'popovertarget="term-katvanger"'),
        ("[](term:katvanger)", ">katvanger</button>"),
        ("[x](https://a.nl)", 'rel="noopener noreferrer"'),
    ],
)
def test_links_resolve(written: str, made: str) -> None:
    assert made in lesson_html(f"Tekst {written} tekst.")


def test_a_link_to_a_section_of_the_lesson_itself_works() -> None:
    assert '<a href="#hier">' in lesson_html("## Hier {#hier}\n\n[Terug](#hier).")


def test_a_term_in_a_question_explains_itself_without_a_pop_up() -> None:
    course = library().course("basis", "nl")
    lesson = course.lesson("een-pallet") if course else None
    assert lesson is not None
    explanation = lesson.items[0].explanation
    assert '<abbr title="Iemand die op papier eigenaar is.">katvanger</abbr>' in explanation


def test_tables_scroll_by_themselves_and_align_without_styles() -> None:
    html = lesson_html("## Hoeveel? {#hoeveel}\n\n| A | B |\n|---|--:|\n| 1 | 2 |")
    assert 'class="table-scroll"' in html
    assert 'tabindex="0"' in html
    assert 'aria-label="Tabel: Hoeveel?"' in html
    assert "style=" not in html
    assert '<td class="align-right">2</td>' in html


def test_footnotes_say_where_they_lead_in_dutch() -> None:
    html = lesson_html("Bewering.[^1]\n\n[^1]: De noot.")
    assert 'id="fn:1"' in html
    assert "Terug naar voetnoot 1 in de tekst" in html


def test_abbreviations_explain_themselves_also_in_plain_lines() -> None:
    html = lesson_html("Een POCO helpt.\n\n*[POCO]: Point of contact")
    assert '<abbr title="Point of contact">POCO</abbr>' in html


def test_dutch_apostrophes_and_quotes_are_set_well() -> None:
    html = lesson_html("""'s Ochtends zie je foto's. "Ja", zegt 't meisje -- echt... """)
    assert "’s Ochtends" in html
    assert "foto’s" in html
    assert "“Ja”" in html
    assert "’t meisje – echt…" in html


def test_html_is_shown_as_text_and_not_carried_out() -> None:
    html = lesson_html(
        'Tekst <script>alert(1)</script> <b onclick="x()">vet</b>\n\n'
        "<img src=x onerror=alert(1)>\n\n*nu*{onclick=alert(1)}\n\n`<i>`"
    )
    assert "<script" not in html
    assert "<b" not in html.replace("<br", "")
    assert "<img" not in html
    assert "onclick=" not in html.replace("&lt;b onclick=", "")
    assert "&lt;script&gt;" in html


def test_a_question_that_follows_a_footnote_or_list_keeps_its_place() -> None:
    body = LESSON.split("---\n", 2)[2]
    front = LESSON[: -len(body)]
    question = body[body.index("/// question") : body.index("/// tip")]
    text = f"{front}\n- een\n- twee\n{question}\nTekst.[^a]\n\n[^a]: Noot.\n"
    course = library(
        {
            LESSON_PATH: text,
            LESSON_PATH.replace(".md", ".en.md"): None,
            "quizzes/basis/introductie.md": None,
            "quizzes/basis/introductie.en.md": None,
            "courses/basis/10-introductie/module.md": "---\ntitle: T\nsummary: S\n"
            "theme: start\n---\n",
        }
    ).course("basis", "nl")
    lesson = course.lesson("een-pallet") if course else None
    assert lesson is not None
    first, item, last = lesson.segments
    assert isinstance(first, str)
    assert first.endswith("</ul>")
    assert item == lesson.items[0]
    assert isinstance(last, str)
    assert 'class="footnote"' in last
