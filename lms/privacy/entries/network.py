"""Seats, nominations and files that are imported."""

from __future__ import annotations

import sqlalchemy as sa

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Entry, Erasure, Subject, by, words


def _by_address(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return sa.func.lower(table.c.email) == subject.email


NETWORK = (
    Entry(
        table="seat",
        title=_l("Your POCO seats"),
        purpose=_l("To know who is the point of contact of an organisation, and since when."),
        term=terms.LEDGER,
        about=by("person_id"),
        personal=words("person_id organisation_id site_id number since until unbroken_since"),
        technical=("id",),
    ),
    Entry(
        table="handover",
        title=_l("Seats handed over"),
        purpose=_l("To keep the history of a seat."),
        term=terms.LEDGER,
        acts={"done_by": ("at",)},
        technical=words("id old_seat_id new_seat_id at"),
    ),
    Entry(
        table="nomination",
        title=_l("Nominations"),
        purpose=_l("To decide about a candidate that an organisation puts forward."),
        term=terms.NOMINATION,
        erasure=Erasure.BLANK,
        about=_by_address,
        personal=words("name email language organisation_id site_id created_at state"),
        acts={
            "nominated_by": words("created_at organisation_id site_id state"),
            "decided_by": words("decided_at organisation_id site_id state"),
        },
        technical=words("id public_id replaces_id decided_at"),
        blanks={"name": "", "email": ""},
    ),
    Entry(
        table="nomination_link",
        title=_l("Links to nominate"),
        purpose=_l("To let an organisation without a POCO put somebody forward."),
        term=terms.LINK,
        acts={"made_by": words("created_at organisation_id site_id")},
        technical=words("id token_hash organisation_id site_id created_at expires_at used_at"),
    ),
    Entry(
        table="site",
        title=_l("Sites"),
        purpose=_l("To show where a network is. Functions and numbers, no names of people."),
        term=terms.NONE,
        technical=words("id slug name municipalities address route contact"),
        free=words("contact route"),
    ),
    Entry(
        table="organisation",
        title=_l("Organisations"),
        purpose=_l("To know who takes part. A firm may carry its owner's name: business data."),
        term=terms.NONE,
        technical=words("id public_id name kind search_key created_at"),
    ),
    Entry(
        table="participation",
        title=_l("Taking part"),
        purpose=_l("To know which organisation takes part where."),
        term=terms.NONE,
        technical=words("id organisation_id site_id since until"),
    ),
    Entry(
        table="upload",
        title=_l("Files to import"),
        purpose=_l("To check a list of people and organisations before it is taken over."),
        term=terms.UPLOAD,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id state created_at finished_at rows_total rows_done problem"),
        others=words("data"),
        technical=words("id public_id counts"),
    ),
    Entry(
        table="upload_row",
        title=_l("Rows of a file to import"),
        purpose=_l("To show what a file would change before it does."),
        term=terms.UPLOAD,
        erasure=Erasure.DELETE,
        others=words("cells notes"),
        technical=words("upload_id number fate"),
    ),
)
