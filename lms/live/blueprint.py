"""The blueprint; every file with pages puts its routes on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("live", __name__)
