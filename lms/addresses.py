"""`url_for`, remembered: a page asks for the same few addresses again and again."""

from __future__ import annotations

from functools import lru_cache

from flask import request, url_for


def address(endpoint: str, **values: str | int) -> str:
    """The address of an endpoint, below the prefix that a proxy may have put before the app."""
    return _address(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=8192)
def _address(_root: str, endpoint: str, values: tuple[tuple[str, str | int], ...]) -> str:
    return url_for(endpoint, **dict(values))
