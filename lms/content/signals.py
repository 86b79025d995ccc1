"""The signals that lessons name, collected: every call-out `/// signal` with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lms.content.types import Course, Lesson, Module

_PIECE = re.compile(
    r'<h2 [^>]*id="(?P<section>[^"]+)"'
    r'|<aside class="callout callout-signal"[^>]*>\s*<p class="callout-title">(?P<title>.*?)</p>'
    r"(?P<html>.*?)</aside>",
    re.DOTALL,
)
# A term explains itself on the page of its lesson only.
_TERM = re.compile(r"<button[^>]*>(.*?)</button>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Signal:
    """A call-out; `section` is the id of the section it stands in, empty before the first."""

    title: str
    html: str
    text: str
    lang: str
    lesson: str
    lesson_title: str
    section: str


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """The signals of a module, in the order of its lessons."""

    module: Module
    theme: str
    signals: tuple[Signal, ...]


def signals_of(course: Course) -> tuple[SignalGroup, ...]:
    """Every module that names signals."""
    themes = {theme.id: theme.name for theme in course.themes}
    groups = (
        SignalGroup(
            module,
            themes.get(module.theme, ""),
            tuple(signal for lesson in module.lessons for signal in _in_lesson(lesson)),
        )
        for module in course.modules
    )
    return tuple(group for group in groups if group.signals)


def _in_lesson(lesson: Lesson) -> Iterator[Signal]:
    section = ""
    known = {each.id for each in lesson.sections}
    for segment in lesson.segments:
        if not isinstance(segment, str):
            continue
        for found in _PIECE.finditer(segment):
            if found["section"]:
                section = found["section"] if found["section"] in known else section
                continue
            html = _TERM.sub(r"\1", found["html"]).strip()
            title = _plain(found["title"])
            yield Signal(title, html, _plain(html), lesson.lang, lesson.slug, lesson.title, section)


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
