"""Fields that several forms of the network share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, EmailField, Field, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from lms.i18n import lazy_gettext as _l

ADDRESS = r"^\s*[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+\s*$"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """The choices of a field: value and text."""
    return [SelectChoice(value, text) for value, text in pairs]


def strip(value: Any) -> Any:
    """Stray spaces are no part of a name."""
    return " ".join(value.split()) if isinstance(value, str) else value


def name_field(label: object, *, missing: object, longest: int = 120) -> Field:
    """A name in one line."""
    return StringField(
        label,
        filters=[strip],
        validators=[
            DataRequired(missing),
            Length(max=longest, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": longest},
    )


def text_field(label: object, longest: int) -> Field:
    """A line that may stay empty."""
    return StringField(
        label,
        filters=[strip],
        validators=[Length(max=longest, message=_l("This is too long."))],
        render_kw={"autocomplete": "off", "maxlength": longest},
    )


def email_field(label: object, *, required: bool = True) -> Field:
    """An e-mail address."""
    return EmailField(
        label,
        validators=[
            DataRequired(_l("Fill in the e-mail address.")) if required else Optional(),
            Length(max=254, message=_l("This e-mail address is too long.")),
            Regexp(
                ADDRESS, message=_l("This is no e-mail address. It looks like name@company.nl.")
            ),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "maxlength": 254},
    )


def day_field(label: object) -> Field:
    """A calendar day."""
    return DateField(label, validators=[DataRequired(_l("Fill in the day."))])


def language_field() -> Field:
    """In which language somebody gets letters, until they choose for themselves."""
    return SelectField(_l("Language of the letters"), choices=options(LANGUAGES))
