"""The register: every column of every table, why it is held, for how long, and how it goes.

A test fails for a column that is not in it. docs/privacy.md, the page /privacy, the download, the
erasure and the retention are all made from it.
"""

from __future__ import annotations

import sqlalchemy as sa

from lms.extensions import db
from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.entries import ACCOUNTS, NETWORK
from lms.privacy.kinds import Basis, Entry, Erasure, Subject, by, words


def _own_attempts(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    attempt = db.metadata.tables["attempt"]
    return table.c.attempt_id.in_(sa.select(attempt.c.id).where(attempt.c.person_id == subject.id))


def _letters(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.person_id == subject.id, sa.func.lower(table.c.address) == subject.email)


def _by_public_id(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return table.c.subject == subject.public_id


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
        table="material_version",
        title=_l("Material you shared"),
        purpose=_l("To let POCOs learn from each other, and to know who put what in."),
        term=terms.SHARED,
        about=by("person_id"),
        personal=words(
            "person_id kind title description text language licence kit state changed_at reason"
            " decided_at"
        ),
        acts={"decided_by": words("title decided_at")},
        technical=words("id material_id number file_id search_key"),
    ),
    Entry(
        table="material",
        title=_l("Material of an organisation"),
        purpose=_l("To keep together the versions of what an organisation shares."),
        term=terms.NONE,
        technical=words("id public_id organisation_id named created_at withdrawn_at taken_down"),
    ),
    Entry(
        table="material_use",
        title=_l("Who used material"),
        purpose=_l("To show how often material was used: by organisations, never by persons."),
        term=terms.NONE,
        technical=words("material_id organisation_id day helpful"),
    ),
    Entry(
        table="stored_file",
        title=_l("Files of shared material"),
        purpose=_l("To hand out what was shared; nothing in it tells who made it, or where."),
        term=terms.NONE,
        technical=words("id hash mime ending size pages data preview created_at"),
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

RESILIENCE = (
    Entry(
        table="resilience_scan",
        title=_l("Scans of your organisation"),
        purpose=_l(
            "To let the POCOs of an organisation see what is strong and where a weak spot is."
            " Sealed: only they open it. It asks for no names."
        ),
        term=terms.RESILIENCE,
        erasure=Erasure.EXPIRE,
        others=("sealed",),
        technical=words("id public_id organisation_id started_at changed_at finished_at"),
    ),
    Entry(
        table="measure",
        title=_l("Measures of your organisation"),
        purpose=_l(
            "To let the POCOs of an organisation work on measures. Sealed: only they open it. It"
            " asks for functions, and a name that was written all the same goes with the person."
        ),
        term=terms.RESILIENCE,
        erasure=Erasure.EXPIRE,
        others=("sealed",),
        technical=words("id public_id organisation_id state created_at changed_at"),
    ),
    Entry(
        table="action_plan",
        title=_l("Your first 90 days"),
        purpose=_l("To show you what you did and what comes next. Only you see it."),
        term=terms.ACCOUNT,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id course started_on done"),
    ),
)

RUNNING = (
    Entry(
        table="outbox_mail",
        title=_l("Letters to you"),
        purpose=_l("To send you an invitation or a reminder, and to see that it left."),
        term=terms.MAIL,
        erasure=Erasure.DELETE,
        about=_letters,
        personal=words("person_id address kind language subject text state created_at sent_at"),
        technical=words("id public_id tries next_try_at held_until last_error"),
        free=words("subject text"),
    ),
    Entry(
        table="audit_entry",
        title=_l("Who looked at your data"),
        purpose=_l("To be able to see who saw, changed or exported data. It holds no names."),
        basis=Basis.ACCOUNTABILITY,
        term=terms.TRAIL,
        about=_by_public_id,
        personal=words("at action subject"),
        acts={"actor": words("at action detail")},
        technical=words("id detail"),
    ),
    Entry(
        table="audit_seal",
        title=_l("Seals of that list"),
        purpose=_l("To show that nobody changed it."),
        term=terms.NONE,
        technical=words("id first_entry_id last_entry_id count previous hash sealed_at removed_at"),
    ),
    Entry(
        table="erasure_request",
        title=_l("Requests to be erased"),
        purpose=_l("To carry out your request, and to show that we did."),
        basis=Basis.ACCOUNTABILITY,
        term=terms.REQUEST,
        about=by("person_id"),
        personal=words("person_id asked_at done_at"),
        acts={"done_by": ("done_at",)},
        technical=words("id public_id"),
    ),
    Entry(
        table="job_run",
        title=_l("Work in the background"),
        purpose=_l("To run what is due."),
        term=terms.NONE,
        technical=words("name last_run_at held_until last_error"),
    ),
    Entry(
        table="partner_table",
        title=_l("What partners see"),
        purpose=_l("To tell every partner the same rounded totals of a quarter."),
        term=terms.NONE,
        technical=words("id site_id quarter figures made_at"),
    ),
    Entry(
        table="content_blob",
        title=_l("Texts of the training"),
        purpose=_l("To show an old quiz as it was asked."),
        term=terms.NONE,
        technical=words("hash kind name language data created_at"),
    ),
    Entry(
        table="edition",
        title=_l("Editions of the training"),
        purpose=_l("To know which text was in force."),
        term=terms.NONE,
        technical=words("id tree_hash created_at"),
    ),
    Entry(
        table="edition_file",
        title=_l("Files of an edition"),
        purpose=_l("To know which text was in force."),
        term=terms.NONE,
        technical=words("edition_id path hash"),
    ),
)

REGISTER: tuple[Entry, ...] = (*ACCOUNTS, *NETWORK, *LEARNING, *RESILIENCE, *RUNNING)


def personal() -> tuple[Entry, ...]:
    """The entries that hold something about people."""
    return tuple(entry for entry in REGISTER if entry.is_personal)


def entry_of(table: str) -> Entry:
    """The entry of a table."""
    return next(entry for entry in REGISTER if entry.table == table)
