"""The pages of this room: each file puts its routes on the blueprint."""

from __future__ import annotations

from lms.live import desk_pages, join_pages, phone_pages, remote_pages
from lms.live.blueprint import bp

__all__ = ["bp", "desk_pages", "join_pages", "phone_pages", "remote_pages"]
