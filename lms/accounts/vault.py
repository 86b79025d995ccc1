"""Keys made from LMS_SECRET_KEY, one for each use, and what is sealed with them.

What is sealed here is lost with another LMS_SECRET_KEY; docs/operators.md says what then.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12


def seal(data: bytes, *, purpose: str, owner: int) -> bytes:
    """Encrypt so that only this purpose and this person can open it again (AES-256-GCM)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, data, _bound_to(owner))


def unseal(sealed: bytes, *, purpose: str, owner: int) -> bytes | None:
    """What was sealed, or None when it was another key, purpose or person."""
    try:
        return AESGCM(_key(purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound_to(owner))
    except (InvalidTag, ValueError):
        return None


def keyed_hash(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits from which nobody without the secret can guess the text."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _bound_to(owner: int) -> bytes:
    return str(owner).encode()


def _key(purpose: str) -> bytes:
    return _derive(str(current_app.config["SECRET_KEY"]), purpose)


@lru_cache(maxsize=64)
def _derive(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"poco-academie {purpose}".encode())
    return hkdf.derive(secret.encode())
