"""Shapes of the account forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from lms.i18n import lazy_gettext as _l

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
LONGEST_CREDENTIAL = 20_000


def _email_field(autocomplete: str) -> StringField:
    return StringField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Fill in your e-mail address.")),
            Length(max=254, message=_l("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": autocomplete, "inputmode": "email", "autocapitalize": "none"},
    )


def _known_password() -> PasswordField:
    return PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Fill in your password.")),
            Length(max=LONGEST_PASSWORD, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


def _code_field() -> StringField:
    return StringField(
        _l("Code"),
        validators=[
            DataRequired(_l("Fill in the code.")),
            Length(max=40, message=_l("This code is too long.")),
        ],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class SignInForm(FlaskForm):
    """E-mail and password."""

    # "webauthn" lets the browser offer a passkey in this field.
    email = _email_field("username webauthn")
    password = _known_password()


class RecoveryForm(FlaskForm):
    """Where to send a sign-in link."""

    email = _email_field("email")


class PasskeyForm(FlaskForm):
    """What the browser says about a passkey, filled in by static/js/passkey.js."""

    credential = HiddenField(validators=[DataRequired(), Length(max=LONGEST_CREDENTIAL)])


LONGEST_NAME = 60
"""Characters of the name of a passkey."""


class NewPasskeyForm(PasskeyForm):
    """A new passkey, and what its owner calls it."""

    name = StringField(
        _l("Name of the passkey"),
        validators=[Length(max=LONGEST_NAME, message=_l("Use at most 60 characters."))],
        render_kw={"autocomplete": "off"},
    )


class CodeForm(FlaskForm):
    """A code from an app or from paper."""

    code = _code_field()


class ConfirmForm(FlaskForm):
    """The password once more."""

    password = _known_password()


class ConfirmWithCodeForm(ConfirmForm):
    """The password once more, and a code."""

    code = _code_field()


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
