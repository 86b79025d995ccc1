"""A device of our own that makes and uses passkeys."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession, Page


def give_device(page: Page) -> tuple[CDPSession, str]:
    """A phone's own authenticator that says yes to everything."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device, str(added["authenticatorId"])


def touch(device: CDPSession, authenticator: str, state: str) -> None:
    """Whether the device is touched by itself when it asks for that."""
    device.send(
        "WebAuthn.setAutomaticPresenceSimulation",
        {"authenticatorId": authenticator, "enabled": state == "on"},
    )
