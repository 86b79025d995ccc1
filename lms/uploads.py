"""Requests that carry a file: larger than any form, and refused before they are read."""

from __future__ import annotations

from flask import abort, flash, redirect, request

MARGIN = 2**20
"""Bytes for what a form sends beside its file."""


def let_through(most: int, *, refusal: str, back: str) -> None:
    """Take a file of at most `most` bytes in this request; a larger one leads to the address
    `back`, with a sentence that says why. Call it before anything reads the request."""
    request.max_content_length = most + MARGIN
    if (request.content_length or 0) > most + MARGIN:
        flash(refusal, "error")
        abort(redirect(back))
