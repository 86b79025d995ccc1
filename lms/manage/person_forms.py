"""Shapes of the forms about one account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from lms.i18n import lazy_gettext as _l

LANGUAGES = [SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")]


class PersonForm(FlaskForm):
    """What an account says of a person."""

    name = StringField(
        _l("Name"),
        validators=[
            DataRequired(_l("Fill in the name.")),
            Length(max=120, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Fill in the e-mail address.")),
            Length(max=254, message=_l("This e-mail address is too long.")),
            Regexp(
                r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$",
                message=_l("This is not an e-mail address: something like name@company.nl."),
            ),
        ],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )
    language = SelectField(_l("Language"), choices=LANGUAGES, default="nl")


class NewPersonForm(PersonForm):
    """A person with a role. Choices are filled in for who is signed in."""

    role = SelectField(_l("Role"))
    site = SelectField(
        _l("Site"), description=_l("Only for a site coordinator or a partner."), default=""
    )
    invited = BooleanField(_l("Send the invitation right away"), default=True)


class RoleForm(FlaskForm):
    """A role to give."""

    role = SelectField(_l("Role"))
    site = SelectField(
        _l("Site"), description=_l("Only for a site coordinator or a partner."), default=""
    )
