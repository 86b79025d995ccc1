"""Nicknames: never needed, and harmless before they are on a screen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from lms.search import fold

LONGEST = 20
MOST_DIGITS = 2
"""More of them could be a phone number, a birthday or a staff number."""

_SHAPE = re.compile(r"[^\W\d_](?:[^\W_]|[ '’-](?=[^\W_]))+")
_LOOKS_LIKE = str.maketrans("013457@$!|", "oieastasil")
_WORDS = Path(__file__).parent / "coarse.txt"


def clean(text: str) -> str | None:
    """The nickname as it is shown, empty for none; None for one that is refused."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not name:
        return ""
    digits = sum(sign.isdigit() for sign in name)
    if not 2 <= len(name) <= LONGEST or digits > MOST_DIGITS or not _SHAPE.fullmatch(name):
        return None
    if not all(sign.isdigit() or _is_latin(sign) for sign in name if sign.isalnum()):
        return None
    return None if _is_coarse(name) else name


def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("LATIN")


def _is_coarse(name: str) -> bool:
    anywhere, alone = _coarse()
    plain = name.casefold().translate(_LOOKS_LIKE)
    words = {fold(word) for word in re.split(r"[ '’-]+", plain)}
    # Letters that are doubled to slip through count once.
    whole = fold(plain)
    squeezed = re.sub(r"(.)\1+", r"\1", whole)
    return bool(words & alone) or any(word in whole or word in squeezed for word in anywhere)


@cache
def _coarse() -> tuple[frozenset[str], frozenset[str]]:
    lines = _WORDS.read_text("utf-8").split("\n")
    words = [line for line in lines if line and not line.startswith("#")]
    alone = frozenset(word[1:] for word in words if word.startswith("="))
    return frozenset(word for word in words if not word.startswith("=")), alone
