"""A mail server, and letters in the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from lms.config import Mail, Settings
from lms.extensions import db
from lms.mail import sender
from lms.mail.models import MailKind, OutboxMail
from lms.mail.services import post
from lms.mail.transports import transport
from tests._mail import Mailbox, mail_server


@pytest.fixture
def server() -> Iterator[tuple[Mailbox, Mail]]:
    with mail_server() as running:
        yield running


@pytest.fixture
def box(server: tuple[Mailbox, Mail]) -> Mailbox:
    return server[0]


@pytest.fixture
def settings(app: Flask, server: tuple[Mailbox, Mail]) -> Settings:
    """The settings of the app, with this mail server."""
    return replace(app.config["SETTINGS"], mail=server[1])


def send(settings: Settings, **options: object) -> sender.Round:
    """One round of the worker."""
    return sender.send_due(settings, transport(settings), **options)


def write(
    address: str = "alice@example.invalid", kind: MailKind = MailKind.INVITATION
) -> OutboxMail:
    letter = post(
        address=address,
        kind=kind,
        language="nl",
        subject="Je uitnodiging",
        text="Hallo,\n\nhttp://localhost:8000/invitation/geheim\n",
        person_id=None,
    )
    db.session.commit()
    return letter


def again(letter: OutboxMail) -> OutboxMail:
    """The row as it is now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(OutboxMail, letter.id)
