"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import index, invitations, mail, reminders
from lms.manage.blueprint import bp

__all__ = ["bp", "index", "invitations", "mail", "reminders"]
