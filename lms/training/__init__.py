"""Training colleagues: kits, sessions held with them, what came out."""

from __future__ import annotations
