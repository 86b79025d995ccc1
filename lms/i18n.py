"""Language of the interface, and dates and numbers as people here write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from babel.support import LazyProxy, Translations
from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from lms.clock import AMSTERDAM
from lms.extensions import who_asks

LANGUAGES = ("nl", "en")
COOKIE = "language"
NO_BREAK = "\u00a0"
CATALOGUES = Path(__file__).parent / "translations"


@lru_cache
def catalogue(lang: str) -> Translations:
    """The texts of a language. English is what the code says, and has no catalogue."""
    return Translations.load(CATALOGUES, [lang])


def gettext(message: str, **variables: object) -> str:
    """The message in the language of the request, with its %(names)s filled in."""
    text: str = catalogue(language()).gettext(message)
    return text % variables if variables else text


def text_in(lang: str, message: str, **variables: object) -> str:
    """The message in a language that is not that of the request: for letters to other people.

    Callers mark the message for translation by giving it as a plain text: Babel knows the name.
    """
    text: str = catalogue(lang).gettext(message)
    return text % variables if variables else text


def ngettext(one: str, many: str, count: int, **variables: object) -> str:
    """The form that fits `count`, which is also the variable %(num)d."""
    text: str = catalogue(language()).ngettext(one, many, count)
    return text % {"num": count, **variables}


def lazy_gettext(message: str, **variables: object) -> LazyProxy:
    """A message that is translated when it is shown: for forms and tables made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **variables)


def language() -> str:
    """The language of this request, `nl` or `en`."""
    if not has_request_context():
        return LANGUAGES[0]
    known: str | None = g.get("language")
    if known is None:
        known = g.language = _choose()
    return known


def _choose() -> str:
    """The person's own choice, then the cookie, then what the browser asks for."""
    person = who_asks()
    if person.is_authenticated and person.language in LANGUAGES:
        return str(person.language)
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return str(cookie)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


@lru_cache
def translator(lang: str) -> Callable[..., Markup]:
    """`_` for the templates of one language, without asking for the language at every text."""

    def translate(message: str, **variables: object) -> Markup:
        text = _text(lang, message)
        return text % variables if variables else text

    return translate


def init_app(app: Flask) -> None:
    """Give templates their texts, and the filters day, moment, percent and number."""
    app.jinja_env.globals.update(_=_markup, ngettext=_markup_plural)
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(percent)
    app.add_template_filter(number)


def _markup(message: str, **variables: object) -> Markup:
    """`gettext` for macros: the message may hold mark-up, the variables are escaped."""
    return translator(language())(message, **variables)


@lru_cache(maxsize=2048)
def _text(lang: str, message: str) -> Markup:
    return Markup(catalogue(lang).gettext(message))  # noqa: S704  our own texts


def _markup_plural(one: str, many: str, count: int, **variables: object) -> Markup:
    text = Markup(catalogue(language()).ngettext(one, many, count))  # noqa: S704  our own texts
    return text % {"num": count, **variables}


def day(value: date | datetime) -> str:
    """`zo 22 nov 2026`"""
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return _format_day(value, language())


def day_in(lang: str, value: date | datetime) -> str:
    """`day` in a language that is not that of the request: for letters to other people."""
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return _format_day(value, lang)


@lru_cache(maxsize=4096)
def _format_day(value: date, locale: str) -> str:
    return format_date(value, "EEE d MMM y", locale=locale).replace(".", "")


def moment(value: datetime) -> str:
    """`zo 22 nov 2026, 14:00`, in Dutch time"""
    local = value.astimezone(AMSTERDAM)
    clock = format_datetime(local, "HH:mm", locale=language())
    return f"{day(local)}, {clock}"


def percent(value: float) -> str:
    """`71 %` in Dutch, `71%` in English; never rounded up to 100."""
    shown = 0.99 if 0.99 < value < 1 else value
    pattern = f"#,##0{NO_BREAK}%" if language() == "nl" else "#,##0%"
    return format_percent(shown, pattern, locale=language())


def number(value: float) -> str:
    """`12.345,6` in Dutch"""
    return format_decimal(value, locale=language())
