"""The shape of what somebody tells about material."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from lms.i18n import lazy_gettext as _l
from lms.library.models import (
    LONGEST_DESCRIPTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Kind,
    Licence,
)


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class MaterialForm(FlaskForm):
    """`needs_file` is off when a file is there already."""

    kind = RadioField(
        _l("What do you share?"),
        choices=[kind.value for kind in Kind],
        default=Kind.SLIDES.value,
        validators=[InputRequired(_l("Choose what you share."))],
    )
    file = FileField(_l("File"))
    text = TextAreaField(
        _l("Your example"),
        filters=[_stripped],
        validators=[Length(max=LONGEST_TEXT, message=_l("Use at most 4,000 characters."))],
    )
    title = StringField(
        _l("Title"),
        filters=[_stripped],
        validators=[
            InputRequired(_l("Give it a title.")),
            Length(max=LONGEST_TITLE, message=_l("Use at most 100 characters.")),
        ],
    )
    description = TextAreaField(
        _l("What is it good for?"),
        filters=[_stripped],
        validators=[Length(max=LONGEST_DESCRIPTION, message=_l("Use at most 600 characters."))],
    )
    language = SelectField(_l("Language"))
    kit = SelectField(_l("Goes with the kit"))
    licence = RadioField(
        _l("Who may use it?"),
        choices=[licence.value for licence in Licence],
        default=Licence.NETWORK.value,
        validators=[InputRequired(_l("Choose who may use it."))],
    )
    named = BooleanField(_l("Show the name of our organisation"))
    nobody = BooleanField(
        _l("Nobody can be recognised: no faces, names, number plates, customers or addresses"),
        validators=[InputRequired(_l("Make sure that nobody can be recognised, and tick this."))],
    )
    mine = BooleanField(
        _l("We made it ourselves, or may share it"),
        validators=[InputRequired(_l("Share only what you may share, and tick this."))],
    )
    organisation = SelectField(_l("Of which organisation?"))

    def validate_text(self, field: TextAreaField) -> None:
        if self.kind.data == Kind.EXAMPLE.value and not field.data:
            raise ValidationError(str(_l("Write your example.")))
