"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import (
    attendance,
    index,
    meetings,
    nominations,
    organisation,
    organisations,
    participation,
    seats,
    sites,
)
from lms.manage.blueprint import bp

__all__ = [
    "attendance",
    "bp",
    "index",
    "meetings",
    "nominations",
    "organisation",
    "organisations",
    "participation",
    "seats",
    "sites",
]
