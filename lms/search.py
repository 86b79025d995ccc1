"""Finding names by a part of them, the same way on every database.

A name is kept folded beside the name itself: without case, accents, spaces and signs. Every word
that is looked for must be in it somewhere, so `rozen kwek` finds *Rozenkwekerij*.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa

LONGEST_QUERY = 80
_SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """Letters and digits only, in small letters without accents."""
    if text.isascii():  # the same in a third of the time
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED_OUT))
    return "".join(sign for sign in plain if sign.isalnum())


def words_of(query: str) -> list[str]:
    """The folded words of what somebody looks for."""
    return [word for part in query[:LONGEST_QUERY].split() if (word := fold(part))]


def finds(key: Any, query: str) -> sa.ColumnElement[bool]:
    """Whether a folded column holds every word; everything for a query without words."""
    return sa.and_(sa.true(), *(key.contains(word, autoescape=True) for word in words_of(query)))
