"""The blueprint of all pages here; its own file, because several files put routes on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("resilience", __name__)
