"""A session while it runs: the presenter, the projector and the phones of colleagues."""

from __future__ import annotations
