"""Shapes of the account forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from lms.i18n import lazy_gettext as _l

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = StringField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Fill in your e-mail address.")),
            Length(max=254, message=_l("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Fill in your password.")),
            Length(max=LONGEST_PASSWORD, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        description=_l("At least 12 characters. A short sentence works well."),
        validators=[
            DataRequired(_l("Choose a password.")),
            Length(min=SHORTEST_PASSWORD, message=_l("Use at least 12 characters.")),
            Length(max=LONGEST_PASSWORD, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[EqualTo("password", _l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )
