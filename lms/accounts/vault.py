"""Keys made from LMS_SECRET_KEY, one for each use, and what is sealed with them.

What is sealed here is lost with another LMS_SECRET_KEY; docs/operators.md says what then.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from flask import current_app

from lms import ciphers

NONCE = 12


def seal(data: bytes, *, purpose: str, owner: int) -> bytes:
    """Encrypt so that only this purpose and this person can open it again (AES-256-GCM)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + ciphers.encrypt(data, key=_key(purpose), nonce=nonce, context=_bound_to(owner))


def unseal(sealed: bytes, *, purpose: str, owner: int) -> bytes | None:
    """What was sealed, or None when it was another key, purpose or person."""
    nonce, data = sealed[:NONCE], sealed[NONCE:]
    return ciphers.decrypt(data, key=_key(purpose), nonce=nonce, context=_bound_to(owner))


def keyed_hash(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits from which nobody without the secret can guess the text."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _bound_to(owner: int) -> bytes:
    return str(owner).encode()


def _key(purpose: str) -> bytes:
    return _derive(str(current_app.config["SECRET_KEY"]), purpose)


@lru_cache(maxsize=64)
def _derive(secret: str, purpose: str) -> bytes:
    return ciphers.derive(secret, f"poco-academie {purpose}")
