"""The columns of the spreadsheet: their headings in both languages, and the words in their cells.

These are the format of a file, read in either language whoever reads it, so they are no texts of
the interface.
"""

from __future__ import annotations

from enum import StrEnum

from lms.network.models import Kind
from lms.search import fold


class Column(StrEnum):
    """What a row may say; the value is the key of the cell."""

    ORGANISATION = "organisation"
    KIND = "kind"
    SITE = "site"
    SINCE = "since"
    NAME = "name"
    EMAIL = "email"
    LANGUAGE = "language"
    POCO_SINCE = "poco_since"


REQUIRED = (Column.ORGANISATION, Column.SITE)
DATES = frozenset({Column.SINCE, Column.POCO_SINCE})
LONGEST = {Column.ORGANISATION: 120, Column.NAME: 120, Column.EMAIL: 254}
"""Signs that fit in the database; other cells hold a word from a list or a date."""

HEADINGS = {
    "nl": {
        Column.ORGANISATION: "Organisatie",
        Column.KIND: "Soort",
        Column.SITE: "Terrein",
        Column.SINCE: "Neemt deel sinds",
        Column.NAME: "Naam POCO",
        Column.EMAIL: "E-mailadres POCO",
        Column.LANGUAGE: "Taal",
        Column.POCO_SINCE: "POCO sinds",
    },
    "en": {
        Column.ORGANISATION: "Organisation",
        Column.KIND: "Kind",
        Column.SITE: "Site",
        Column.SINCE: "Takes part since",
        Column.NAME: "Name of POCO",
        Column.EMAIL: "E-mail of POCO",
        Column.LANGUAGE: "Language",
        Column.POCO_SINCE: "POCO since",
    },
}
_OTHER_HEADINGS = {
    Column.ORGANISATION: "organization bedrijf bedrijfsnaam naamorganisatie company",
    Column.KIND: "soortorganisatie soortbedrijf type",
    Column.SITE: "locatie vestiging location",
    Column.SINCE: "deelnamesinds deelnemersinds participatessince",
    Column.NAME: "naam poconaam naamvandepoco name poconame",
    Column.EMAIL: "email emailadres emailaddress mail mailadres pocoemail emailpoco pocoemailadres",
    Column.LANGUAGE: "voorkeurstaal",
    Column.POCO_SINCE: "pocovanaf",
}

MILESTONES = {
    "nl": {
        "named_at": "Plek gekregen",
        "invited_at": "Uitgenodigd",
        "signed_in_at": "Eerste keer ingelogd",
        "started_at": "Begonnen",
        "online_done_at": "Onlinedeel af",
        "complete_at": "Basistraining af",
    },
    "en": {
        "named_at": "Seat given",
        "invited_at": "Invited",
        "signed_in_at": "First signed in",
        "started_at": "Started",
        "online_done_at": "Online part done",
        "complete_at": "Basic training complete",
    },
}
"""Extra columns of an export for programme staff. An import passes them by."""

KINDS = {
    "nl": {
        Kind.GROWER: "kweker",
        Kind.TRADER: "handel",
        Kind.CARRIER: "vervoer",
        Kind.SERVICES: "dienstverlening",
        Kind.PUBLIC: "overheid",
        Kind.OTHER: "anders",
    },
    "en": {
        Kind.GROWER: "grower",
        Kind.TRADER: "trader",
        Kind.CARRIER: "carrier",
        Kind.SERVICES: "services",
        Kind.PUBLIC: "public body",
        Kind.OTHER: "other",
    },
}
_OTHER_KINDS = {
    Kind.GROWER: "kwekerij teler",
    Kind.TRADER: "handelaar exporteur export groothandel trade exporter wholesaler",
    Kind.CARRIER: "vervoerder transport transporteur logistiek haulier logistics",
    Kind.SERVICES: "diensten dienstverlener service",
    Kind.PUBLIC: "public gemeente government",
    Kind.OTHER: "overig overige",
}
LANGUAGES = {
    "nl": {"nl": "Nederlands", "en": "Engels"},
    "en": {"nl": "Dutch", "en": "English"},
}


BY_HEADING: dict[str, Column] = {
    **{fold(text): column for words in HEADINGS.values() for column, text in words.items()},
    **{word: column for column, words in _OTHER_HEADINGS.items() for word in words.split()},
}
PASSED_BY = frozenset(fold(text) for words in MILESTONES.values() for text in words.values())
BY_KIND: dict[str, Kind] = {
    **{fold(text): kind for words in KINDS.values() for kind, text in words.items()},
    **{word: kind for kind, words in _OTHER_KINDS.items() for word in words.split()},
}
BY_LANGUAGE: dict[str, str] = {
    **{fold(text): code for words in LANGUAGES.values() for code, text in words.items()},
    "nl": "nl",
    "en": "en",
}
