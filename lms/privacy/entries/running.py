"""Letters, the audit trail, and what holds nothing about people."""

from __future__ import annotations

import sqlalchemy as sa

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Basis, Entry, Erasure, Subject, by, words


def _letters(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.person_id == subject.id, sa.func.lower(table.c.address) == subject.email)


def _by_public_id(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return table.c.subject == subject.public_id


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
