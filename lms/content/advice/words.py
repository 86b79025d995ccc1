"""Hard and official words, each with a plainer one. The lists stand in words.<language>.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from lms.content.advice.base import Advice, Material, _
from lms.content.types import LANGUAGES

_GLOSSED = "\N{PILCROW SIGN}"
"""Stands where a word explains itself: a link to the glossary."""


@lru_cache
def plainer(lang: str) -> Mapping[str, str]:
    """Hard word to plainer words, in small letters."""
    text = Path(__file__).with_name(f"words.{lang}.txt").read_text("utf-8")
    lines = (line.partition("=") for line in text.split("\n") if line and line[0] != "#")
    return {hard.strip().casefold(): plain.strip() for hard, _sign, plain in lines}


@lru_cache
def _pattern(lang: str, terms: tuple[str, ...]) -> re.Pattern[str]:
    """Terms come first: a hard word inside one is no hard word."""
    kept = sorted({term.casefold() for term in terms}, key=len, reverse=True)
    hard = sorted(plainer(lang), key=len, reverse=True)
    groups = [f"(?P<hard>{'|'.join(map(re.escape, hard))})"]
    if kept:
        groups.insert(0, "|".join(map(re.escape, kept)))
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


def hard_words(material: Material) -> Iterator[Advice]:
    patterns = {lang: _pattern(lang, material.terms(lang)) for lang in LANGUAGES}
    for page in material.pages.values():
        for passage in page.passages:
            text = passage.words(term=_GLOSSED)
            for found in patterns[page.lang].finditer(text):
                word = found["hard"]
                if word:
                    yield Advice(
                        page.path,
                        passage.line_at(found.start()),
                        _("“%(word)s” is a hard word: try “%(plain)s”"),
                        {"word": word, "plain": plainer(page.lang)[word.casefold()]},
                    )
