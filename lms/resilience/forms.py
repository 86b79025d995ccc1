"""Shapes of the forms about measures and the plan."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from lms.content.tool_files import LONGEST_MEASURE, LONGEST_OWNER
from lms.i18n import lazy_gettext as _l
from lms.network.fields import name_field, strip


class MeasureForm(FlaskForm):
    """What, who, when, and where in the process."""

    text = TextAreaField(
        _l("What is going to happen?"),
        filters=[strip],
        validators=[
            DataRequired(_l("Write in one sentence what is going to happen.")),
            Length(max=LONGEST_MEASURE, message=_l("This is too long: use at most 200 signs.")),
        ],
        render_kw={"maxlength": LONGEST_MEASURE, "rows": 3, "autocomplete": "off"},
    )
    owner = name_field(
        _l("Who sees to it?"),
        missing=_l("Fill in a function, such as head of planning."),
        longest=LONGEST_OWNER,
    )
    due = DateField(_l("Ready on"), validators=[Optional()])
    step = SelectField(_l("Where in the process?"))
