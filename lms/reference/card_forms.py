"""The company's own numbers for the reporting card: up to four posts, never people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, Regexp

from lms.content.reference import dial
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

LINES = range(1, 5)
LONGEST_LABEL = 28
LONGEST_NUMBER = 20
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English", "pl": "Polski"}

_PHONE = re.compile(r"\+?[0-9() -]*[0-9][0-9() -]*")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A post of the company and its number; `tel` is the number as a phone dials it."""

    label: str
    phone: str
    tel: str


def _tidy(value: str | None) -> str:
    return " ".join((value or "").split())


class CardForm(FlaskForm):
    """The language, and per line who and which number. All of it may stay empty."""

    lang = SelectField(
        _l("Language of the card"),
        choices=[SelectChoice(lang, name) for lang, name in LANGUAGE_NAMES.items()],
    )

    def validate(self, extra_validators: object = None) -> bool:
        valid = bool(super().validate())
        for number in LINES:
            label, phone = self.pair(number)
            if label.data and not phone.data:
                phone.errors = [_("Line %(number)s has no number.", number=number)]
                valid = False
            elif phone.data and not label.data:
                label.errors = [_("Line %(number)s does not say who it is.", number=number)]
                valid = False
        return valid

    def pair(self, number: int) -> tuple[StringField, StringField]:
        return self[f"label{number}"], self[f"phone{number}"]

    @property
    def pairs(self) -> list[tuple[StringField, StringField]]:
        return [self.pair(number) for number in LINES]

    def own_lines(self) -> list[OwnLine]:
        """What was filled in, of a form that is valid."""
        filled = ((label.data, phone.data) for label, phone in self.pairs if label.data)
        return [OwnLine(label, phone, dial(phone)) for label, phone in filled]


for _number in LINES:
    setattr(
        CardForm,
        f"label{_number}",
        StringField(
            _l("Who, line %(number)s", number=_number),
            filters=[_tidy],
            validators=[Length(max=LONGEST_LABEL, message=_l("Use at most 28 signs."))],
            render_kw={"autocomplete": "off", "maxlength": LONGEST_LABEL},
        ),
    )
    setattr(
        CardForm,
        f"phone{_number}",
        StringField(
            _l("Number, line %(number)s", number=_number),
            filters=[_tidy],
            validators=[
                Optional(),
                Length(max=LONGEST_NUMBER, message=_l("Use at most 20 signs.")),
                Regexp(_PHONE.pattern + r"\Z", message=_l("This is not a phone number.")),
            ],
            render_kw={"type": "tel", "autocomplete": "off", "maxlength": LONGEST_NUMBER},
        ),
    )
