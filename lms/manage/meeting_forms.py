"""Shapes of the forms about meetings. The people are ticked beside them: see `picker`."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from lms.clock import local_date, utcnow
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.learning.meetings import meeting_name
from lms.meetings.courses import kinds
from lms.meetings.models import Presence, key_of
from lms.meetings.services import OLDEST
from lms.meetings.words import presence_names


class PresenceForm(FlaskForm):
    """How the ticked people are recorded."""

    presence = RadioField(
        _l("They were"),
        choices=lambda: list(presence_names().items()),
        default=Presence.PRESENT.value,
        validate_choice=False,
    )

    def validate_presence(self, field: RadioField) -> None:
        if field.data not in presence_names():
            raise ValidationError(_("Choose present, excused or absent."))

    @property
    def chosen(self) -> Presence:
        return Presence(self.presence.data)


class MeetingForm(PresenceForm):
    """When and where it was."""

    day = DateField(
        _l("Day"), validators=[DataRequired(_l("Fill in the day: day, month and year."))]
    )
    place = StringField(
        _l("Place"),
        validators=[
            DataRequired(_l("Fill in where it was.")),
            Length(max=120, message=_l("Use at most 120 characters for the place.")),
        ],
        render_kw={"autocomplete": "off", "list": "places", "maxlength": 120},
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        today = local_date(utcnow())
        self.day.render_kw = {"max": today.isoformat(), "min": (today - OLDEST).isoformat()}

    def validate_day(self, field: DateField) -> None:
        today = local_date(utcnow())
        if field.data > today:
            raise ValidationError(_("This day is still to come. Record it when it has been."))
        if field.data < today - OLDEST:
            raise ValidationError(_("This is more than ten years ago. Look at the year."))

    def validate_place(self, field: StringField) -> None:
        if not key_of(field.data):
            raise ValidationError(_("Fill in where it was."))


class TrainingDayForm(MeetingForm):
    """A meeting of one person: also which one, and of which site."""

    kind = RadioField(_l("Which day?"), validate_choice=False)
    site = SelectField(_l("Site"), validate_choice=False)

    def __init__(self, *, sites: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.presence.label.text = _("This person was")
        self.kind.choices = [(kind, meeting_name(kind)) for kind in kinds()]
        self.site.choices = sites

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Choose which day it was."))

    def validate_site(self, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Choose a site."))


class CorrectionForm(PresenceForm):
    """What it should be, and why."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Write why you change this.")),
            Length(max=300, message=_l("Use at most 300 characters for the reason.")),
        ],
        render_kw={"rows": 3, "maxlength": 300},
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.presence.label.text = _("It should be")
