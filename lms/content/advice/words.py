"""Hard and official words, each with a plainer one. The lists stand in words.<language>.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from lms.content.advice.base import Advice, Material, _
from lms.content.types import LANGUAGES

_WORD = re.compile(r"\w+")


@lru_cache
def plainer(lang: str) -> Mapping[str, str]:
    """Hard word to plainer words, in small letters."""
    text = Path(__file__).with_name(f"words.{lang}.txt").read_text("utf-8")
    lines = (line.partition("=") for line in text.split("\n") if line and line[0] != "#")
    return {hard.strip().casefold(): plain.strip() for hard, _sign, plain in lines}


def _by_first_word(lang: str, terms: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """What may begin with a word, longest first, with what is plainer: nothing for a term."""
    known = {**plainer(lang), **{term.casefold(): "" for term in terms}}
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase in sorted(known, key=len, reverse=True):
        first = _WORD.search(phrase)
        if first:
            found.setdefault(first[0], []).append((phrase, known[phrase]))
    return found


def hard_words(material: Material) -> Iterator[Advice]:
    index = {lang: _by_first_word(lang, material.terms(lang)) for lang in LANGUAGES}
    for page in material.pages.values():
        for passage in page.passages:
            text = passage.unexplained
            for place, word, plain in _hard(text.casefold(), index[page.lang]):
                yield Advice(
                    page.path,
                    passage.line_at(place, text),
                    _("“%(word)s” is a hard word: try “%(plain)s”"),
                    {"word": word, "plain": plain},
                )


def _hard(text: str, index: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[int, str, str]]:
    done = 0
    for word in _WORD.finditer(text):
        if word.start() < done or word[0] not in index:
            continue
        for phrase, plain in index[word[0]]:
            end = word.start() + len(phrase)
            if text.startswith(phrase, word.start()) and not text[end : end + 1].isalnum():
                done = end
                if plain:
                    yield word.start(), phrase, plain
                break
