"""What people did in the training and at meetings."""

from __future__ import annotations

import sqlalchemy as sa

from lms.extensions import db
from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Entry, Erasure, Subject, by, words


def _own_attempts(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    attempt = db.metadata.tables["attempt"]
    return table.c.attempt_id.in_(sa.select(attempt.c.id).where(attempt.c.person_id == subject.id))


LEARNING = (
    Entry(
        table="fact",
        title=_l("What you did"),
        purpose=_l("To show how far you are, and to prove it."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words("person_id course kind subject passed at recorded_at"),
        acts={"recorded_by": words("kind recorded_at")},
        technical=words("id reference edition_id content_hash"),
    ),
    Entry(
        table="course_progress",
        title=_l("How far you are"),
        purpose=_l("A summary of what you did, so that pages are quick."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words(
            "person_id course named_at invited_at signed_in_at started_at online_done_at"
            " complete_at last_activity_at done modules"
        ),
    ),
    Entry(
        table="active_quarter",
        title=_l("Quarters you took part in"),
        purpose=_l("To show how many people took part in a quarter."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words("person_id quarter course"),
    ),
    Entry(
        table="attempt",
        title=_l("Your quizzes"),
        purpose=_l("To show your result, and what was asked at the time."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words(
            "public_id person_id course quiz quiz_title language started_at submitted_at score"
            " passed pass_mark"
        ),
        technical=words("id quiz_hash edition_id drawn"),
    ),
    Entry(
        table="response",
        title=_l("Your answers in quizzes"),
        purpose=_l("To explain your answers to you. What you wrote yourself is erased."),
        term=terms.ANSWERS,
        erasure=Erasure.BLANK,
        about=_own_attempts,
        personal=words("attempt_id number value sure saved_at"),
        technical=words("revision key"),
        blanks={"sure": None},
    ),
    Entry(
        table="sureness_total",
        title=_l("How sure people were, counted per question"),
        purpose=_l("To see which questions mislead. It names nobody."),
        term=terms.NONE,
        technical=words("course quiz item sure_right sure_wrong unsure_right unsure_wrong"),
    ),
    Entry(
        table="check_response",
        title=_l("Your answers in lessons"),
        purpose=_l("To show you the answer again when you come back."),
        term=terms.ANSWERS,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id course lesson item value correct answered_at"),
        technical=("item_hash",),
    ),
    Entry(
        table="report_draft",
        title=_l("Your practice reports"),
        purpose=_l("To let you write on until the review is done. Nobody else reads them."),
        term=terms.PRACTICE,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words(
            "person_id course report who what where when how vehicle unknown route started_at"
            " saved_at"
        ),
        technical=("revision",),
        free=words("who what where when how vehicle unknown"),
    ),
    Entry(
        table="scenario_run",
        title=_l("Your way through stories"),
        purpose=_l("To let you go on in a story where you were, and look back on your choices."),
        term=terms.ANSWERS,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id course scenario path endings started_at saved_at"),
        technical=("content_hash",),
    ),
    Entry(
        table="self_check",
        title=_l("Your answers to the three questions about yourself"),
        purpose=_l("To show you what changed, and the programme team totals per site."),
        term=terms.ANSWERS,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id course moment recognise route act answered_at"),
    ),
    Entry(
        table="remark",
        title=_l("What you said of the training"),
        purpose=_l(
            "To mend what is unclear or wrong. The authors see what was said and where, never who."
        ),
        term=terms.REMARK,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words(
            "person_id course part place language kind line changed_at outcome answer answered_at"
        ),
        acts={"answered_by": ("answered_at",)},
        technical=words("id public_id content_hash"),
        free=words("line answer"),
    ),
    Entry(
        table="meeting",
        title=_l("Meetings you recorded"),
        purpose=_l("To keep when and where a meeting was."),
        term=terms.LEDGER,
        acts={"recorded_by": words("kind site_id day place created_at")},
        technical=words("id public_id kind site_id day place place_key created_at"),
        free=("place",),
        keys={"place": "place_key"},
    ),
    Entry(
        table="attendance",
        title=_l("Meetings you were at"),
        purpose=_l("To know who followed the training days."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words("meeting_id person_id presence recorded_at"),
        acts={"recorded_by": words("meeting_id recorded_at")},
        technical=("version",),
    ),
    Entry(
        table="attendance_correction",
        title=_l("Attendance put right"),
        purpose=_l("To be able to explain a correction."),
        term=terms.CORRECTION,
        erasure=Erasure.BLANK,
        about=by("person_id"),
        personal=words("meeting_id person_id before after reason at"),
        acts={"corrected_by": words("meeting_id at")},
        technical=("id",),
        blanks={"reason": ""},
        free=("reason",),
    ),
)
