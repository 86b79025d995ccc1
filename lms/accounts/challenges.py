"""Challenges for passkeys: in the signed cookie, for five minutes, one time, for one use."""

from __future__ import annotations

import secrets
import time
from enum import StrEnum

from flask import session

from lms.accounts import throttle
from lms.errors import PasskeyRefused, Throttled

SECONDS = 300
KEY = "challenge"


class Use(StrEnum):
    """What a challenge is for: it does nothing else."""

    ADD = "add"
    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


def make(use: Use) -> bytes:
    """A new challenge for this browser; the one before works no more."""
    challenge = secrets.token_bytes(32)
    session[KEY] = [use.value, challenge.hex(), int(time.time())]
    return challenge


def take(use: Use) -> bytes:
    """The challenge this browser was given. Raises PasskeyRefused when it is too old or another."""
    kept, text, made = session.pop(KEY, None) or ("", "", 0)
    if kept != use.value or not 0 <= time.time() - made <= SECONDS:
        raise PasskeyRefused
    return bytes.fromhex(text)


def use_up(challenge: bytes) -> None:
    """Remember that it was answered: a copy of the cookie brings it back. Raises PasskeyRefused.

    Commits by itself, before the caller writes.
    """
    try:
        throttle.reserve((throttle.ONCE, challenge.hex()))
    except Throttled:
        raise PasskeyRefused from None
