"""PURE: what people and programs put in cells, made plain."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_UNUSUAL = re.compile(r"[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\t\r\n\v\f]")
COMPUTES = frozenset("=+-@\t\r")

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "maart march mrt mar",
            "april apr", "mei may", "juni june jun", "juli july jul",
            "augustus august aug", "september sept sep", "oktober october okt oct",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:e|st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{4}|\d{2})", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_WEEKDAY = re.compile(r"^(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? +")
_CLOCK = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?", re.ASCII)
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def tidy(text: str) -> tuple[str, bool]:
    """The text without stray spaces and unseen signs, and whether any of those were unusual."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip(), False
    plain = unicodedata.normalize("NFC", text)
    seen = _UNSEEN.sub("", plain)
    seen = "".join(s for s in seen if s.isspace() or unicodedata.category(s) not in {"Cc", "Cs"})
    unusual = seen != plain or bool(_UNUSUAL.search(plain.strip()))
    return _SPACES.sub(" ", seen).strip(), unusual


def guard(text: str) -> str:
    """A text that a spreadsheet takes for text, whatever it begins with."""
    return f"'{text}" if text.lstrip("'")[:1] in COMPUTES else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in COMPUTES else text


def read_address(text: str) -> str | None:
    """An e-mail address in small letters; None when it is none."""
    address = text.lower().removeprefix("mailto:")
    if len(address) > 254 or ".." in address or not _ADDRESS.fullmatch(address):
        return None
    local = address.partition("@")[0]
    return None if local.startswith(".") or local.endswith(".") else address


def read_day(value: object) -> date | None:
    """A day as Excel, a program, a Dutchman or an Englishman writes it; None when it is none.

    Figures alone are read the Dutch way: the day before the month.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value)
    if not isinstance(value, str):
        return None
    text = _WEEKDAY.sub("", _CLOCK.sub("", value.strip()).lower())
    if _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")))
    return _written(text)


def _written(text: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _DAY_MONTH.fullmatch(text):
        day, month, year = int(found[1]), _MONTHS.get(found[2], 0), int(found[3])
    elif found := _MONTH_DAY.fullmatch(text):
        day, month, year = int(found[2]), _MONTHS.get(found[1], 0), int(found[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _serial(number: float) -> date | None:
    """Excel counts days; what is not between 1954 and 2119 is no date but a number."""
    if not 20_000 <= number < 80_000:
        return None
    return _EXCEL_DAY_ZERO + timedelta(days=int(number))
