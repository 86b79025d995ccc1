"""All pages of the package: importing them puts their routes on the blueprint."""

from __future__ import annotations

from lms.insight import dashboards, lists, partner, person_page, resilience, selfcheck, sureness
from lms.insight.blueprint import bp

__all__ = [
    "bp",
    "dashboards",
    "lists",
    "partner",
    "person_page",
    "resilience",
    "selfcheck",
    "sureness",
]
