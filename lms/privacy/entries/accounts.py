"""Accounts and signing in."""

from __future__ import annotations

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Basis, Entry, Erasure, by, words

ERASED_NAME = "Verwijderd"
"""Stands where the name was: lists and files keep a row that says what happened."""


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
