"""Shapes of the forms about sites, organisations, seats and nominations."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from lms.i18n import lazy_gettext as _l
from lms.network.fields import (
    day_field,
    email_field,
    language_field,
    name_field,
    text_field,
)

SOMEBODY_ELSE = "new"


class SiteForm(FlaskForm):
    """A site: functions and numbers, never a person's name."""

    name = name_field(_l("Name"), missing=_l("Fill in the name of the site."), longest=80)
    municipalities = text_field(_l("Municipalities"), 200)
    address = text_field(_l("Address of the centre"), 200)
    route = text_field(_l("How to get there"), 500)
    contact = text_field(_l("Contact"), 200)


class OrganisationForm(FlaskForm):
    """Name and kind; `another` confirms a name that is known already."""

    name = name_field(_l("Name"), missing=_l("Fill in the name of the organisation."))
    kind = SelectField(_l("Kind"))
    another = BooleanField(_l("This is another organisation with the same name"))


class NewOrganisationForm(OrganisationForm):
    """Also where it takes part, and since when."""

    site = SelectField(_l("Site"))
    since = day_field(_l("Takes part since"))


class ParticipationForm(FlaskForm):
    """A site where an organisation begins to take part."""

    site = SelectField(_l("Site"))
    since = day_field(_l("Takes part since"))


class EndForm(FlaskForm):
    """The first day without; `holder` is who the page showed."""

    on = day_field(_l("Ends on"))
    holder = HiddenField()


class EndParticipationForm(FlaskForm):
    """`seats` answers the question whether the seats that are held end too."""

    on = day_field(_l("Ends on"))
    seats = BooleanField(_l("End these seats too"))


class SeatForm(FlaskForm):
    """Who gets a seat: somebody the organisation knows, or a name and an address."""

    person = RadioField(_l("Who?"), validators=[InputRequired(_l("Choose who."))])
    name = name_field(_l("Name"), missing=_l("Fill in the name."))
    email = email_field(_l("E-mail address"))
    language = language_field()
    since = day_field(_l("From"))
    invite = BooleanField(_l("Send an invitation now"), default=True)
    holder = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Name and address count only for somebody who is not in the list."""
        known = self.person.data not in {SOMEBODY_ELSE, None, ""}
        fine = super().validate(extra_validators)
        if known:
            self.name.errors, self.email.errors = [], []
            return not (self.person.errors or self.since.errors or self.language.errors)
        return fine


class AcceptForm(FlaskForm):
    """Which seat a candidate gets, from when."""

    seat = RadioField(_l("Which seat?"), validators=[InputRequired(_l("Choose a seat."))])
    since = day_field(_l("From"))
    invite = BooleanField(_l("Send an invitation now"), default=True)


class LinkForm(FlaskForm):
    """To whom the address of a nomination form goes; nobody, when it is copied."""

    email = email_field(_l("Send it to this e-mail address (may stay empty)"), required=False)
    language = language_field()


class CandidateForm(FlaskForm):
    """Somebody whom an organisation puts forward."""

    name = name_field(_l("Name"), missing=_l("Fill in the name."))
    email = email_field(_l("E-mail address at work"))
    language = language_field()


class NominateForm(CandidateForm):
    """By a POCO: for which organisation and site, and whether the candidate takes over."""

    place = RadioField(
        _l("For which seat?"), validators=[InputRequired(_l("Choose for which seat."))]
    )
