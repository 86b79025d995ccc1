"""Files that people send: checked, cleaned, and kept by their hash."""

from __future__ import annotations
