"""Entries of the register: what POCOs share with each other."""

from __future__ import annotations

from lms.i18n import lazy_gettext as _l
from lms.privacy import terms
from lms.privacy.kinds import Entry, by, words

SHARED = (
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
        acts={"decided_by": ("decided_at",)},
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
)
