"""A real mail server of our own, and letters to send."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from lms.config import Mail
from tests._live import free_port


class Mailbox:
    """What the server took. `answers` are given to RCPT (or DATA) one after the other, then 250.

    `gate` holds up the end of DATA until it is set.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []
        self.data_answers: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        self.asked.set()
        await server.loop.run_in_executor(None, self.gate.wait, 20)
        if self.data_answers:
            return self.data_answers.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def texts(self) -> list[str]:
        return [str(letter.get_content()) for letter in self.letters]

    def link(self, number: int = -1) -> str:
        """The first address in a letter, without the name of the machine."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.texts[number])
        assert found
        return found.group(1)


@contextmanager
def mail_server(**options: Any) -> Iterator[tuple[Mailbox, Mail]]:
    """The server, and the setting that leads to it."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield box, Mail(kind="smtp", host="127.0.0.1", port=port)
    finally:
        box.gate.set()
        controller.stop()
