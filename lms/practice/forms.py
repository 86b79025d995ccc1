"""The shape of a practice report, and of the look back at it."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from lms.content.exercises.report import ReportCase
from lms.grading.reports import FIELDS, Rubric
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.network.fields import options
from lms.practice.models import LONGEST, ReportDraft


def _text() -> TextAreaField:
    too_long = _l("This text is too long: at most %(max)d signs.")
    return TextAreaField(
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
        validators=[Length(max=LONGEST, message=too_long)],
        # Spell checkers of some browsers send what is typed elsewhere.
        render_kw={"rows": 3, "autocomplete": "off", "spellcheck": "false"},
    )


class ReportForm(FlaskForm):
    """Everything may stay empty while somebody writes."""

    who = _text()
    what = _text()
    where = _text()
    when = _text()
    how = _text()
    vehicle = _text()
    unknown = _text()
    route = RadioField(validators=[Optional()], default="")
    revision = IntegerField(validators=[NumberRange(min=0)], widget=HiddenInput(), default=0)

    @property
    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FIELDS}

    def renew(self, draft: ReportDraft | None) -> None:
        """The page is shown again with what was typed, as a change to what is saved now."""
        self.revision.raw_data = None
        self.revision.data = draft.revision if draft is not None else 0

    def ask_what_is_missing(self) -> None:
        """Errors for what a review cannot do without."""
        if not any(self.texts.values()):
            self["what"].errors = [_("Write at least one answer: what happened?")]
        if not self["route"].data:
            self["route"].errors = [_("Choose what you would do with it.")]


def report_form(case: ReportCase, draft: ReportDraft | None) -> ReportForm:
    """The form of a case, filled in with what was written before."""
    form = ReportForm(obj=draft)
    for field in case.rubric.fields:
        form[field.id].label.text = field.title
    form.route.choices = options((route.id, route.label) for route in case.rubric.routes)
    return form


def self_form(rubric: Rubric) -> FlaskForm:
    """One choice for each question that writers ask of their own report. Nothing of it is kept."""
    answers = options([("yes", _("Yes")), ("partly", _("Partly")), ("no", _("Not yet"))])
    fields: dict[str, Any] = {
        f"self-{question.key}": RadioField(
            Markup(question.text),  # noqa: S704  rendered and cleaned when the content was read
            choices=answers,
            validators=[InputRequired(_("Choose an answer."))],
            description=Markup(question.hint),  # noqa: S704
        )
        for question in rubric.questions
    }
    return type("SelfForm", (FlaskForm,), fields)()  # type: ignore[no-any-return]
