"""A passkey device in software: makes and shows passkeys as a browser would say it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask.testing import FlaskClient
from webauthn.helpers import bytes_to_base64url as text

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Holds one passkey. `verifies`: asks for the finger, face or code of its owner."""

    origin: str = ORIGIN
    site: str = "localhost"
    verifies: bool = True
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    counter: int = 0
    owner: str = ""

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict) -> str:  # type: ignore[type-arg]
        """What the browser says of a new passkey."""
        self.owner = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential_id).to_bytes(2, "big")
        held = bytes(16) + length + self.credential_id + public
        data = self._data(NEW) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = {
            "clientDataJSON": text(self._client("webauthn.create", options)),
            "attestationObject": text(attestation),
            "transports": ["internal"],
        }
        return self._credential(said)

    def show(self, options: dict) -> str:  # type: ignore[type-arg]
        """What the browser says of a passkey that is used."""
        self.counter += 1
        client, data = self._client("webauthn.get", options), self._data()
        signed = data + hashlib.sha256(client).digest()
        said = {
            "clientDataJSON": text(client),
            "authenticatorData": text(data),
            "signature": text(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": self.owner,
        }
        return self._credential(said)

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, options: dict) -> bytes:  # type: ignore[type-arg]
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _credential(self, response: dict) -> str:  # type: ignore[type-arg]
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def add(browser: FlaskClient, device: Device | None = None, name: str = "telefoon") -> Device:
    """Make a passkey in a browser that is signed in."""
    device = device or Device()
    options = browser.post("/me/passkeys/options").get_json()
    browser.post("/me/passkeys", data={"credential": device.make(options), "name": name})
    return device


def come_in(browser: FlaskClient, device: Device) -> int:
    """Try to sign in with a passkey; 200 when the account opens, else 302."""
    options = browser.post("/sign-in/passkey/options").get_json()
    browser.post("/sign-in/passkey", data={"credential": device.show(options)})
    return browser.get("/me").status_code
