"""AES-256-GCM, and keys made from a secret. The library is loaded at the first use: see `lazy`."""

from __future__ import annotations


def encrypt(data: bytes, *, key: bytes, nonce: bytes, context: bytes) -> bytes:
    """What only this key opens, and only with the same `context`. A nonce is used once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, data, context)


def decrypt(sealed: bytes, *, key: bytes, nonce: bytes, context: bytes) -> bytes | None:
    """What was encrypted; None when key, nonce, context or bytes are not those of then."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, sealed, context)
    except (InvalidTag, ValueError):
        return None


def derive(secret: str, use: str) -> bytes:
    """32 bytes for one use, from a secret of enough randomness (HKDF with SHA-256)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use.encode()).derive(secret.encode())
