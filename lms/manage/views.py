"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.manage import exports_pages, imports_pages, index
from lms.manage.blueprint import bp

__all__ = ["bp", "exports_pages", "imports_pages", "index"]
