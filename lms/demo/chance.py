"""Chance that is the same every time: everything follows from the seed and a name."""

from __future__ import annotations

import hashlib
import random
from base64 import urlsafe_b64encode

SEED = "poco-academie"


def rng(*name: object) -> random.Random:
    """A random generator that belongs to a name."""
    return random.Random("/".join((SEED, *map(str, name))))  # noqa: S311  a story, no secret


def token(*name: object) -> str:
    """A public id as `extensions.random_id` makes them, but the same every time."""
    return urlsafe_b64encode(_digest(*name)[:12]).decode()


def seal(*name: object) -> str:
    """What stands where the app keeps the hash of a secret; no secret fits it."""
    return hashlib.sha256(_digest(*name)).hexdigest()


def share(*name: object) -> float:
    """A number from 0 to 1."""
    return int.from_bytes(_digest(*name)[:6]) / 2**48


def _digest(*name: object) -> bytes:
    return hashlib.sha256("/".join((SEED, *map(str, name))).encode()).digest()
