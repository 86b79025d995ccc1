"""The braces behind a heading or an option: `{#id type=single tags="a b"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
KEY_MAX = 60

_BRACES = re.compile(r"\s*\{:?\s*(?P<inside>[^{}]*#[^{}]*)\}\s*$")
_TOKEN = re.compile(
    r"""#(?P<id>[^\s#]+)|(?P<name>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))"""
)
_CURLY_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\N{NO-BREAK SPACE}": " "})


@dataclass(frozen=True, slots=True)
class Braces:
    """A line without its braces, and what stood in them; `junk` is what made no sense."""

    text: str
    id: str = ""
    values: dict[str, str] = field(default_factory=dict)
    junk: tuple[str, ...] = ()


def split_braces(line: str) -> Braces:
    """Braces count only at the end of a line and only with an id: `*em*{.x}` stays text."""
    match = _BRACES.search(line)
    if match is None:
        return Braces(text=line.strip())
    inside = match["inside"].translate(_CURLY_QUOTES)
    ids: list[str] = []
    values: dict[str, str] = {}
    junk: list[str] = _TOKEN.sub(" ", inside).split()
    for token in _TOKEN.finditer(inside):
        if token["id"]:
            ids.append(token["id"])
        elif token["name"] in values:
            junk.append(token["name"])
        else:
            values[token["name"]] = (token["quoted"] or token["bare"] or "").strip()
    junk.extend(f"#{extra}" for extra in ids[1:])
    return Braces(line[: match.start()].strip(), ids[0] if ids else "", values, tuple(junk))


def is_key(text: str) -> bool:
    return len(text) <= KEY_MAX and KEY.fullmatch(text) is not None
