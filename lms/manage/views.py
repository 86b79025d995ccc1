"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import index, people, people_bulk, person, person_new
from lms.manage.blueprint import bp

__all__ = ["bp", "index", "people", "people_bulk", "person", "person_new"]
