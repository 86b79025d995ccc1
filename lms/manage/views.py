"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import audit, erasures, index
from lms.manage.blueprint import bp

__all__ = ["audit", "bp", "erasures", "index"]
