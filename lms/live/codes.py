"""What people type and what phones carry: join words, codes to move, tokens."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass

from lms.accounts import vault
from lms.search import fold

CONSONANTS = "bdfklmnprst"
"""Letters that sound and look alike in Dutch, English and Polish; no c, v, w, j, y, z."""
VOWELS = "aeiou"
DIGITS = "23456789"
_UNFIT = re.compile(
    r"kak|kok|pip|pop|dup|kut|nep|pis|pet|pedo|sek|tit|fik|fok|fuk|lul|kil|dod|mor|rap|bom|nas|sat|"
    r"(.)(.)\1\2"
)


def new_word() -> str:
    """Six letters in syllables and two digits, like `lirosa48`: one of more than ten million."""
    while True:
        word = "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
        if not _UNFIT.search(word):
            return word + "".join(secrets.choice(DIGITS) for _ in range(2))


def typed(text: str) -> str:
    """A word as it is kept, however somebody typed it: capitals, spaces and hyphens are free."""
    return fold(text[:60])[:24]


def spoken(word: str) -> str:
    """A word in two parts, as it is shown: `lirosa 48`."""
    return f"{word[:-2]} {word[-2:]}"


def new_code() -> str:
    """Eight digits that move a participant to another phone: numbers are typed alike anywhere."""
    return f"{secrets.randbelow(10**8):08d}"


def spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return vault.keyed_hash(token, purpose="live-token")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a phone carries: the language it joined in, the kit, and a random secret.

    It is signed for one word, so a worker can tell its own phones from people who try words
    without asking the database.
    """

    lang: str
    kit: str
    secret: str

    def write(self, word: str) -> str:
        text = f"{self.lang}.{self.kit}.{self.secret}"
        return f"{text}.{_signature(text, word)}"


def new_secret() -> str:
    """What nobody can guess: of a phone, or of a remote control."""
    return secrets.token_urlsafe(18)


def read_ticket(text: str, word: str) -> Ticket | None:
    """None for one that was not written for this word."""
    plain, _dot, signature = text.rpartition(".")
    parts = plain.split(".")
    if len(parts) != 3 or not hmac.compare_digest(
        signature.encode(), _signature(plain, word).encode()
    ):
        return None
    return Ticket(*parts)


def _signature(text: str, word: str) -> str:
    return vault.keyed_hash(f"{word} {text}", purpose="live-ticket")[:24]
