"""Argon2id hashes of passwords."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

COST = RFC_9106_LOW_MEMORY


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(COST)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is that of the hash; takes as long when there is no hash.

    So the time of an answer does not tell whether an address is known.
    """
    nobody = _nobody()
    try:
        return _hasher().verify(stored or nobody, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost than is asked for now."""
    return _hasher().check_needs_rehash(stored)
