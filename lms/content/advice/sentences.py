"""Sentences: how long they are, and whether one negation undoes another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.content.advice.base import Advice, Material, _
from lms.content.advice.reading import Passage

LONGEST = 20
"""Words. B1 texts have ten to fifteen on average; above this a reader has to go back."""

_END = re.compile(r"""[.!?…]+["”’')]*(?=\s+["“‘'(]?[A-ZÀ-Ý0-9])|[:;](?=\s)|[.!?…]+["”’')]*\n""")
_SHORT = re.compile(r"(?:\b(?:bijv|o\.a|d\.w\.z|enz|nr|art|ca|e\.g|i\.e|vs|Mr|Mrs|M)|\b[A-Z])\.$")
_WORD = re.compile(r"[\w€%’'./-]*\w[\w€%’'./-]*")

_NOT = {
    "nl": r"niet|geen|nooit|niemand|niets|nergens|noch",
    "en": r"not|no|never|nobody|nothing|nowhere|nor|cannot|\w+n['’]t",
}
_UNDONE = {
    "nl": r"zonder|on(?!der|tv|tst|th|tk|td|tl|ts|tz|geveer)\w*"
    r"(?:lijke?|ige?|baar|bare|ende?|gewoon|gewone|bekende?|verwachte?|zekere?|juiste?|schuldige?|veilige?)",
    "en": r"without|un(?!der|til|less|it|ion|ique)\w*"
    r"(?:able|ible|al|ed|ful|ing|common|fair|kind|known|likely|safe|sure|usual|wise)",
}
_BETWEEN = r"(?:\s+(?!en\b|of\b|maar\b|dat\b|die\b|als\b|and\b|or\b|but\b|that\b|who\b|if\b)\w+)"


def _double(lang: str) -> re.Pattern[str]:
    no, undone = _NOT[lang], _UNDONE[lang]
    return re.compile(
        rf"\b(?:{no}){_BETWEEN}{{0,2}}\s+(?:{no})\b|\b(?:niet|not|nooit|never)\s+(?:{undone})\b",
        re.IGNORECASE,
    )


_DOUBLE = {lang: _double(lang) for lang in _NOT}


def sentences(passage: Passage) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence."""
    text = passage.words
    start = 0
    for end in _END.finditer(text):
        if _SHORT.search(text[start : end.end()].rstrip()):
            continue
        yield _at(passage, text, start, end.end())
        start = end.end()
    if text[start:].strip():
        yield _at(passage, text, start, len(text))


def _at(passage: Passage, text: str, start: int, end: int) -> tuple[int, str]:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return passage.line_at(begin), " ".join(piece.split())


def plain_sentences(material: Material) -> Iterator[Advice]:
    for page in material.pages.values():
        for passage in page.passages:
            for line, sentence in sentences(passage):
                for message, values in (*_length(sentence), *_negations(sentence, page.lang)):
                    yield Advice(page.path, line, message, values)


def _length(sentence: str) -> Iterator[tuple[str, dict[str, object]]]:
    count = len(_WORD.findall(sentence))
    if count > LONGEST:
        yield (
            _("the sentence “%(start)s” has %(count)s words: make it two (at most %(most)s)"),
            {"start": _start(sentence), "count": count, "most": LONGEST},
        )


def _negations(sentence: str, lang: str) -> Iterator[tuple[str, dict[str, object]]]:
    found = _DOUBLE[lang].search(sentence)
    if found:
        yield (
            _("“%(words)s” says no twice: say it without the double negation"),
            {"words": found[0]},
        )


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:4]) + " …"
