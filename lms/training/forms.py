"""Shapes of the forms about sessions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.clock import local_date, utcnow
from lms.editions.store import library
from lms.i18n import day, language
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.network.fields import day_field, options, strip, text_field
from lms.network.queries import OwnSeat
from lms.training import words
from lms.training.models import CoTrainer, TrainingSession, Way
from lms.training.services import ENTERED_BACK, MOST_PEOPLE, PLANNED_AHEAD, Plan

MOST_NAMES = 300
_PEOPLE = {"inputmode": "numeric", "min": 1, "max": MOST_PEOPLE}


class PeopleField(IntegerField):
    """A number of people; what is no number is answered in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Fill in a number from 1 to 2000.")) from error


def _people(label: object, *, required: object = None) -> PeopleField:
    """A number of people."""
    wrong = _l("Fill in a number from 1 to 2000.")
    return PeopleField(
        label,
        validators=[
            InputRequired(required) if required else Optional(),
            NumberRange(1, MOST_PEOPLE, message=wrong),
        ],
        render_kw=_PEOPLE,
    )


class _Facts(FlaskForm):
    """What planning and entering afterwards ask both."""

    seat = SelectField(_l("For which organisation?"), validate_choice=True)
    kit = SelectField(_l("Which kit?"))
    language = SelectField(_l("In which language do you talk?"))
    day = day_field(_l("Day"))
    place = text_field(_l("Place"), 120)

    def __init__(self, *, seats: list[OwnSeat], **values: Any) -> None:
        super().__init__(**values)
        self._seats = {str(seat.seat_id): seat for seat in seats}
        self.seat.choices = options(
            (key, f"{seat.organisation}, {seat.site}") for key, seat in self._seats.items()
        )
        if len(seats) == 1:
            del self.seat
        self.kit.choices = options((kit.slug, kit.title) for kit in library().kits(language()))
        self.language.choices = options(
            (lang, words.language_name(lang)) for lang in library().kit_languages
        )

    @property
    def chosen_seat(self) -> OwnSeat:
        """The seat in whose name the session is."""
        if "seat" in self:
            return self._seats[self.seat.data]
        return next(iter(self._seats.values()))


class PlanForm(_Facts):
    """A session to come."""

    expected = _people(_l("How many colleagues do you expect?"))
    way = RadioField(_l("How do they answer?"), choices=lambda: list(words.ways().items()))
    ask = BooleanField(_l("Ask the programme team for somebody who comes along"))

    def __init__(self, *, seats: list[OwnSeat], **values: Any) -> None:
        super().__init__(seats=seats, **values)
        self.day.render_kw = {"min": _today().isoformat()}

    def fill_in(self, *, kit: str, session: TrainingSession | None = None) -> None:
        """What stands there before anything was sent."""
        self.kit.data, self.language.data, self.day.data = kit, language(), _today()
        self.way.data = Way.PHONES.value
        if session is None:
            return
        self.kit.data, self.language.data, self.day.data = (
            session.kit,
            session.language,
            session.day,
        )
        self.place.data, self.expected.data = session.place, session.expected
        self.way.data = session.way
        self.ask.data = session.co_trainer != CoTrainer.NO

    def validate_day(self, field: Any) -> None:
        if field.data < _today():
            raise ValidationError(
                _("This day has passed. Was the session held already? Then enter it afterwards.")
            )
        if field.data > _today() + PLANNED_AHEAD:
            raise ValidationError(_("This is more than a year away. Look at the year."))

    @property
    def plan(self) -> Plan:
        return Plan(
            kit=self.kit.data,
            language=self.language.data,
            day=self.day.data,
            place=self.place.data or "",
            expected=self.expected.data,
            way=Way(self.way.data),
            ask_co_trainer=self.ask.data,
        )


class PaperForm(_Facts):
    """A session that was held without the app. The counts per answer stand beside it."""

    language = SelectField(_l("In which language did you talk?"))
    headcount = _people(_l("How many colleagues were there?"), required=_l("Fill in how many."))

    def __init__(self, *, seats: list[OwnSeat], **values: Any) -> None:
        super().__init__(seats=seats, **values)
        self.day.render_kw = {"min": _oldest().isoformat(), "max": _today().isoformat()}

    def validate_day(self, field: Any) -> None:
        if field.data > _today():
            raise ValidationError(_("This day is still to come. Plan the session instead."))
        if field.data < _oldest():
            raise ValidationError(_("Choose a day from %(day)s on.", day=day(_oldest())))


class NoteForm(FlaskForm):
    """What the POCO wants to remember."""

    note = TextAreaField(
        _l("Your own note"),
        validators=[Length(max=1000, message=_l("Use at most 1000 characters."))],
        render_kw={"rows": 4, "maxlength": 1000},
    )


class NamesForm(FlaskForm):
    """Names, one a line."""

    names = TextAreaField(
        _l("Names, one a line"),
        validators=[Length(max=20_000, message=_l("This is too long."))],
        render_kw={"rows": 12, "autocomplete": "off", "spellcheck": "false"},
    )

    def validate_names(self, field: TextAreaField) -> None:
        if len(self.lines) > MOST_NAMES:
            raise ValidationError(_("Write at most %(most)d names.", most=MOST_NAMES))

    @property
    def lines(self) -> list[str]:
        return [name[:120] for line in (self.names.data or "").split("\n") if (name := strip(line))]


def _today() -> date:
    return local_date(utcnow())


def _oldest() -> date:
    return _today() - ENTERED_BACK
