"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import (
    attendance,
    audit,
    erasures,
    exports_pages,
    imports_pages,
    index,
    invitations,
    mail,
    meetings,
    nominations,
    organisation,
    organisations,
    participation,
    people,
    people_bulk,
    person,
    person_new,
    remarks,
    reminders,
    seats,
    sites,
)
from lms.manage.blueprint import bp

__all__ = [
    "attendance",
    "audit",
    "bp",
    "erasures",
    "exports_pages",
    "imports_pages",
    "index",
    "invitations",
    "mail",
    "meetings",
    "nominations",
    "organisation",
    "organisations",
    "participation",
    "people",
    "people_bulk",
    "person",
    "person_new",
    "remarks",
    "reminders",
    "seats",
    "sites",
]
