"""Words that show that something is said: `dark coat | coat + dark* | 21:40`.

`|` stands between alternatives, ` + ` between words that all have to be there, in any order, and
`*` for any letters. Capitals and accents make no difference, nor how a time is written: 21.40,
21:40, 21u40 and 9.40 pm are one moment. It finds words. It does not understand them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?<![\w])(?:
        (?P<hour>\d{1,2})\s?[.:u]\s?(?P<minute>\d{2})(?![\w])(?:\s?(?P<half>[ap])\.?m\b)?
      | (?P<round>\d{1,2})\s?(?:(?P<side>[ap])\.?m\b|(?:uur|u|h)\b)
      | \d{1,3}(?:[.,]\d{3})+(?![\w])
      | [\w*]+
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text as it is compared, and where it stands."""

    word: str
    start: int
    end: int


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Alternatives; each is a set of word groups that all have to be there."""

    alternatives: tuple[tuple[Words, ...], ...]

    def find(self, text: str) -> str:
        """The words of the text that show it, as they were typed; "" when there are none."""
        tokens = tokens_of(text)
        for groups in self.alternatives:
            places = [place for group in groups if (place := _place(group, tokens))]
            if len(places) == len(groups):
                return " … ".join(text[start:end] for start, end in sorted(places))
        return ""


def read_evidence(text: str) -> Evidence:
    """Evidence as an author writes it. Raises ValueError for an alternative without a word."""
    alternatives: list[tuple[Words, ...]] = []
    for written in text.split("|"):
        parts = re.split(r"\s\+\s", written)
        groups = tuple(tuple(token.word for token in tokens_of(part)) for part in parts)
        if not all(any(word.strip("*") for word in group) for group in groups):
            raise ValueError("an alternative without a word")
        alternatives.append(groups)
        if len(parts) == 1 and "-" in written:
            alternatives.append((("".join(groups[0]),),))  # XX-000-X is also typed as XX000X
    return Evidence(tuple(alternatives))


@lru_cache(maxsize=64)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    return tuple(
        Token(_compared(match), match.start(), match.end()) for match in _TOKEN.finditer(text)
    )


def contains(text: str, words: Sequence[str]) -> bool:
    """Whether the words stand in the text, one after the other."""
    return _place(tuple(words), tokens_of(text)) is not None


def _compared(match: re.Match[str]) -> str:
    if match["hour"]:
        return _moment(int(match["hour"]), match["minute"], match["half"])
    if match["round"]:
        return _moment(int(match["round"]), "00", match["side"])
    letters = unicodedata.normalize("NFKD", match[0]).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.replace(".", "").replace(",", "")


def _moment(hour: int, minute: str, half: str | None) -> str:
    side = (half or "").lower()
    if side == "p" and hour < 12:
        hour += 12
    elif side == "a" and hour == 12:
        hour = 0
    return f"{hour}:{minute}"


def _place(group: Words, tokens: Sequence[Token]) -> tuple[int, int] | None:
    for first in range(len(tokens) - len(group) + 1):
        run = tokens[first : first + len(group)]
        if all(fnmatchcase(token.word, word) for token, word in zip(run, group, strict=True)):
            return run[0].start, run[-1].end
    return None
