"""Entries of the register: internal trainings, and what is kept of those who were there."""

from __future__ import annotations

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Entry, Erasure, by, words

TRAININGS = (
    Entry(
        table="training_session",
        title=_l("Internal trainings that you planned or gave"),
        purpose=_l(
            "To let the POCOs of an organisation plan and give a training, and to count how many"
            " colleagues it reached. It asks for no names."
        ),
        term=terms.LEDGER,
        about=by("given_by"),
        personal=words(
            "given_by organisation_id site_id kit language day place expected way state co_trainer"
            " headcount note created_at started_at closed_at"
        ),
        technical=words("id public_id edition_id"),
        free=words("place note"),
    ),
    Entry(
        table="training_tally",
        title=_l("Counts of answers at a training"),
        purpose=_l("To show what a group knew. Counts: nobody can tell who answered what."),
        term=terms.NONE,
        technical=words("session_id item round answer item_hash count"),
    ),
    Entry(
        table="training_sign_in_list",
        title=_l("Names of who was at a training"),
        purpose=_l(
            "For an organisation that has to show who was trained. Sealed: only its POCOs open it."
        ),
        term=terms.NAMES,
        erasure=Erasure.EXPIRE,
        others=("sealed",),
        technical=words("id session_id expires_at"),
    ),
    Entry(
        table="self_study_link",
        title=_l("Links for colleagues that you made"),
        purpose=_l("To let colleagues who missed a training go through it by themselves."),
        term=terms.LEDGER,
        acts={"made_by": words("organisation_id site_id kit created_at")},
        technical=words("id word organisation_id site_id kit created_at expires_at ended_at"),
    ),
    Entry(
        table="self_study_code",
        title=_l("Codes of colleagues who went through a training"),
        purpose=_l("To count them. Nobody can tell whose code it is."),
        term=terms.NONE,
        technical=words("id link_id code made_on counted_on"),
    ),
    Entry(
        table="live_session",
        title=_l("A training that runs"),
        purpose=_l("To know where it is. It names nobody."),
        term=terms.NONE,
        technical=words("session_id word version step phase show_counts remote_hash changed_at"),
    ),
    Entry(
        table="live_participant",
        title=_l("Phones in a training that runs"),
        purpose=_l("To let a colleague answer and change phones. Without a name or an account."),
        term=terms.RUNNING_SESSION,
        erasure=Erasure.EXPIRE,
        others=words("token_hash code language nickname joined_at"),
        technical=words("id session_id"),
    ),
    Entry(
        table="live_answer",
        title=_l("Answers of phones in a training that runs"),
        purpose=_l("To count them. When it closes only the counts stay."),
        term=terms.RUNNING_SESSION,
        erasure=Erasure.EXPIRE,
        others=words("item answer"),
        technical=words("participant_id session_id round"),
    ),
    Entry(
        table="live_hand_count",
        title=_l("Hands counted in a training that runs"),
        purpose=_l("To count them. It names nobody."),
        term=terms.NONE,
        technical=words("session_id item round answer count"),
    ),
)
