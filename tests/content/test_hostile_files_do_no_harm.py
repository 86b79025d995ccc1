"""Files from anywhere: a clear sentence or a working page, never a crash or a hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.content.links import Context
from lms.content.markdown import Renderer
from lms.content.svg import is_plain_svg
from tests.content.samples import GOOD, LESSON, LESSON_PATH, QUIZ_PATH, found, library, load

FRONT = "---\ntitle: T\nminutes: 1\nsummary: S\n---\n\n"


def read(content: bytes) -> str:
    return found({LESSON_PATH: content})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LESSON.encode("latin-1"), "this file is not saved as UTF-8"),
        (LESSON.encode("utf-16"), "this file is not saved as UTF-8"),
        (b"x" * 5_000_000, "this file is larger than 1 MB"),
        (b"", "this file is empty"),
        (b"\n\n\n", "this file is empty"),
        (LESSON.replace("Bel terug", "Bel\x00terug").encode(), "an invisible sign here (U+0000)"),
        (b"---\n: : :\n---\n", "cannot be read"),
        (b"---\n- a\n- b\n---\n", "write every line here as 'key: value'"),
        (b"---\n[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n---\n", "nested too deeply"),
        (b"---\na: &a [x]\nb: *a\n---\n", "goes between quotes"),
        (b"---\n!!python/object:os.system x\n---\n", "key: value"),
        (b"---\n? [a]\n: b\n---\n", "key: value"),
        (b"---\ntitle: 2026-99-99\n---\n", "cannot be read"),
        ((FRONT + "a" * 30_000).encode(), "this line is too long"),
    ],
)
def test_unusable_files_are_refused_with_a_reason(content: bytes, expected: str) -> None:
    assert expected in read(content)


def test_the_line_of_a_wrong_sign_is_told() -> None:
    assert f"{LESSON_PATH}:4: this file is not saved as UTF-8" in read(
        b"---\ntitle: x\nminutes: 1\nsummary: caf\xe9\n---\n"
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_a_byte_order_mark_and_other_line_endings_change_nothing(ending: str) -> None:
    foreign = {
        path: "\ufeff" + text.replace("\n", ending) if path.endswith(".md") else text
        for path, text in GOOD.items()
    }
    one, two = library().course("basis", "nl"), library(foreign).course("basis", "nl")
    assert one == two


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "*" * 5000,
        "`" * 4999,
        "> " * 2000 + "x",
        "![" * 2000,
        "<" * 5000,
        "{#" * 3000,
        "[a](" * 1500,
        "_a" * 3000,
        "- " * 2000,
        "/// tip\n" * 300,
        "\n".join("  " * n + "- x" for n in range(120)),
        "|" * 3000 + "\n" + "|-" * 1500,
        "**a *b " * 500,
        "'" * 4000,
        "0 " * 4000,
    ],
)
def test_odd_markdown_is_read_in_reasonable_time(text: str) -> None:
    # Processor time: on a busy machine the clock on the wall says nothing about the text.
    started = time.process_time()
    load({LESSON_PATH: FRONT + text, QUIZ_PATH: FRONT + "## " + text})
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "*x*{onclick=alert(1) style=color:red}",
        "## Kop {#kop onclick=alert(1)}",
        "<svg/onload=alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "`<script>`",
        "/// tip | <script>x</script>\n    attrs: {onclick: x, style: y}\nTekst\n///",
        "/// caption | <script>\nx\n///",
        "*[x]: <script>\n\nx",
        "| <script> |\n|---|\n| <script> |",
        "[^1]\n\n[^1]: <script>",
        '[x](https://a.nl "\\" onmouseover=alert(1)")',
    ],
)
def test_nothing_active_reaches_the_page(text: str) -> None:
    renderer = Renderer("nl")
    for html in (
        renderer.page(text, Context("nl")),
        renderer.part(text, Context("nl")),
        renderer.inline(text, Context("nl")),
    ):
        tags = [piece.split(">")[0] for piece in html.split("<")[1:]]
        for tag in tags:
            assert not tag.startswith(("script", "svg", "iframe", "style"))
            assert "javascript:" not in tag
            assert "data:" not in tag
            assert " on" not in tag.split('"')[0]
            assert "style=" not in tag
            assert "onclick" not in tag


PIECES = """---
title: T
summary: S
minutes: 3
## Kop {#kop}
/// question
///
/// tip
//// details | x
////
- [x] A {#a}
- [ ] B {#b}
> omdat
[](contact:mma)
| a | b |
|---|---|
```
[^1]
[^1]: noot
![x](media/pallet.svg)
/// caption
    vier
1. x
*[ab]: c
[x](lesson:zegel)
[y](term:katvanger)
<b>
## V {#v type=matching}
- => x {#x}
: d
***
\t
\\
&nbsp;
{.x}
's
## {#}""".split("\n")  # noqa: SIM905


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=15), max_size=25))
@settings(max_examples=150, deadline=None)
def test_any_lines_load_or_are_reported(lines: list[str]) -> None:
    body = "\n".join(lines)
    try:
        content = (FRONT + body).encode()
    except UnicodeEncodeError:
        return
    loaded = load({LESSON_PATH: content, QUIZ_PATH: b"---\ntitle: T\n---\n" + content[46:]})
    assert (loaded.library is None) is bool(loaded.errors)
    assert all(problem.line >= 1 for problem in loaded.problems)
    assert not any("cannot be read (" in problem.message for problem in loaded.problems)


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_load_or_are_reported(content: bytes) -> None:
    changes = {
        LESSON_PATH: content,
        QUIZ_PATH: b"---\ntitle: T\n---\n" + content,
        "courses/contacts.md": content,
        "courses/glossary.md": b"---\n" + content + b"\n---\n",
        "courses/basis/media/pallet.svg": content,
        "courses/basis/media/x.png": b"\x89PNG\r\n\x1a\n" + content,
        "courses/basis/media/x.jpg": b"\xff\xd8" + content,
        "courses/basis/media/x.webp": b"RIFF0000WEBP" + content,
    }
    loaded = load(changes)
    assert (loaded.library is None) is bool(loaded.errors)


@given(st.lists(st.text("abz019-./ _éA", max_size=12), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_file_name_loads_or_is_reported(parts: list[str]) -> None:
    load({"courses/" + "/".join(parts): "x", "quizzes/" + "/".join(parts) + ".md": "x"})


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<rect onclick='x()'/>",
        "<a href='java&#115;cript:alert(1)'><rect/></a>",
        "<a xlink:href='https://elsewhere.example'><rect/></a>",
        "<image href='//elsewhere.example/x.png'/>",
        "<set attributeName='href' to=' javascript:x'/>",
        "<foreignObject/>",
        "<style>@import 'https://elsewhere.example'</style>",
        "<rect style='fill:url(https://elsewhere.example)'/>",
        "<rect>",
    ],
)
def test_a_picture_that_does_more_than_draw_is_refused(inside: str) -> None:
    assert not is_plain_svg((SVG % inside).encode())
    assert not is_plain_svg((SVG % inside).encode("utf-16"))


def test_a_picture_that_only_draws_is_welcome() -> None:
    inside = (
        "<!-- x --><defs><linearGradient id='g'/></defs><style>.a{fill:url(#g)}</style>"
        "<use href='#g'/><image xlink:href='data:image/png;base64,AA'/><text>é</text>"
    )
    assert is_plain_svg((SVG % inside).encode())
    assert not is_plain_svg(b"<html/>")
