"""Which passwords are guessed first. Pure: texts in, yes or no out.

A password is judged by what is left of it without the words that everybody uses, the words of
this site, and the person's own name and address. Figures and signs around it do not help.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

ENOUGH = 6
"""Letters and figures that must be left."""
MORE_SIGNS = 5
"""Different signs that there must be."""

_SWAPS = str.maketrans("013457@$!€", "oieastasie")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# Words of the passwords that lead the public lists of stolen ones, and of this site.
_WORDS = """
    password passwort passw pass wachtwoord wachtwoorden welkom welcome geheim secret letmein
    login inloggen account admin administrator beheer beheerder root user gebruiker guest gast
    test tester testing demo default changeme verander master super superman batman sunshine
    princess prinses dragon monkey football voetbal ajax feyenoord baseball iloveyou ikhouvanjou
    liefde schatje hallo hello qwerty qwertyuiop azerty asdf asdfghjkl zxcv zxcvbnm abc trustno
    whatever starwars pokemon computer internet security veilig veiligheid beveiliging nederland
    holland amsterdam rotterdam lente zomer herfst winter spring summer autumn januari februari
    maart april juni juli augustus september oktober november december maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag
    poco pocos academie academy ondermijning weerbaar weerbare sierteelt sierteeltsector
    floraholland royal bloem bloemen bloemenveiling veiling aalsmeer naaldwijk rijnsburg eelde
    training
    """.split()  # noqa: SIM905  a list of words reads best as words


def is_weak(password: str, *, own: tuple[str, ...] = ()) -> bool:
    """Whether a password is guessed early; `own` are the name and address of the person."""
    plain = _fold(password)
    return (
        len(set(plain)) < MORE_SIGNS
        or _repeats(plain)
        or _mostly_runs(plain)
        or _left(plain, own) < ENOUGH
    )


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _repeats(plain: str) -> bool:
    """Whether a short piece fills the whole: `hallohallohallo`."""
    return re.fullmatch(r"(.{1,8}?)\1+.{0,7}", plain, re.S) is not None and len(set(plain)) <= 8


def _mostly_runs(plain: str) -> bool:
    """Whether most signs stand beside their neighbour of the alphabet or the keyboard."""
    pairs = [f"{one}{other}" for one, other in itertools.pairwise(plain)]
    neighbours = sum(
        pair[0] == pair[1] or any(pair in run or pair[::-1] in run for run in _RUNS)
        for pair in pairs
    )
    return neighbours > len(pairs) * 0.7


def _left(plain: str, own: tuple[str, ...]) -> int:
    """How many signs are left without common and own words, read with and without swaps."""
    words = {part for text in own for part in re.findall(r"[^\W\d_]{3,}", _fold(text))}
    by_length = sorted(words.union(_WORDS), key=len, reverse=True)
    pattern = "|".join(map(re.escape, by_length))
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return min(
        sum(sign.isalnum() for sign in re.sub(pattern, " ", reading))
        for reading in (core, core.translate(_SWAPS))
    )
