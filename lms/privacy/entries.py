"""Entries of the register: accounts and signing in, and the network."""

from __future__ import annotations

import sqlalchemy as sa

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Basis, Entry, Erasure, Subject, by, words

ERASED_NAME = "Verwijderd"
"""Stands where the name was: lists and files keep a row that says what happened."""


def _by_address(table: sa.Table, subject: Subject) -> sa.ColumnElement[bool]:
    return sa.func.lower(table.c.email) == subject.email


ACCOUNTS = (
    Entry(
        table="person",
        title=_l("Your account"),
        purpose=_l("To know who takes part, to reach you and to let you in."),
        term=terms.ACCOUNT,
        erasure=Erasure.BLANK,
        about=by("id"),
        personal=words(
            "public_id email name language created_at blocked_at search_key erased_at"
            " reminders_paused_until listed_at reachable"
        ),
        choice=words("reminders_paused_until listed_at reachable"),
        secret=("password_hash",),
        technical=("id",),
        blanks={
            "name": ERASED_NAME,
            "language": "nl",
            "password_hash": None,
            "search_key": "",
            "reminders_paused_until": None,
            "listed_at": None,
            "reachable": "",
        },
        free=("reachable",),
    ),
    Entry(
        table="role_grant",
        title=_l("Your roles"),
        purpose=_l("To know what you may see and do."),
        term=terms.ACCOUNT,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id role site_id granted_at"),
        technical=("id",),
    ),
    Entry(
        table="login_session",
        title=_l("Where you signed in"),
        purpose=_l("To keep you signed in, and to let you end it from elsewhere."),
        basis=Basis.SECURITY,
        term=terms.SESSION,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id device created_at last_seen_at expires_at ended_at"),
        secret=("token_hash",),
        technical=words("id public_id"),
    ),
    Entry(
        table="login_link",
        title=_l("Sign-in links"),
        purpose=_l("To let you in once without a password."),
        basis=Basis.SECURITY,
        term=terms.LINK,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id purpose created_at expires_at used_at"),
        secret=("token_hash",),
        technical=("id",),
    ),
    Entry(
        table="invitation",
        title=_l("Invitations"),
        purpose=_l("To let you make your account ready."),
        term=terms.INVITATION,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id created_at expires_at accepted_at withdrawn_at"),
        secret=("token_hash",),
        acts={"invited_by": ("created_at",)},
        technical=words("id public_id"),
    ),
    Entry(
        table="sign_in_failure",
        title=_l("Failed sign-ins"),
        purpose=_l("To slow down who guesses passwords. The address is kept as a keyed hash."),
        basis=Basis.SECURITY,
        term=terms.FAILURE,
        erasure=Erasure.EXPIRE,
        others=words("bucket at"),
        technical=("id",),
    ),
    Entry(
        table="passkey",
        title=_l("Passkeys"),
        purpose=_l("To let you in without a password. The secret half stays on your device."),
        basis=Basis.SECURITY,
        term=terms.ACCOUNT,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id name transports created_at last_used_at sign_count"),
        secret=words("credential_id public_key"),
        technical=words("id public_id"),
        free=("name",),
    ),
    Entry(
        table="one_time_code",
        title=_l("Code app"),
        purpose=_l("To ask a second proof of those who may see other people's data."),
        basis=Basis.SECURITY,
        term=terms.UNCONFIRMED,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id created_at confirmed_at"),
        secret=words("secret last_step"),
    ),
    Entry(
        table="recovery_code",
        title=_l("Recovery codes"),
        purpose=_l("To let you in when the code app is lost."),
        basis=Basis.SECURITY,
        term=terms.CODE,
        erasure=Erasure.DELETE,
        about=by("person_id"),
        personal=words("person_id created_at used_at"),
        secret=("code_hash",),
        technical=("id",),
    ),
)

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
