"""What letters about an account say, in the language of who gets them.

Subject, sender and first lines tell neither a name nor what the programme is about: a mail
program shows them on a locked phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.i18n import day_in, text_in


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a plain text."""

    subject: str
    text: str


def invitation(language: str, address: str, until: datetime) -> Letter:
    """The first letter that somebody gets."""
    text = text_in(
        language,
        "Hello,\n"
        "\n"
        "Good that you are joining in. Your online training is ready.\n"
        "\n"
        "The organisation that you work for has put you forward. You learn in short lessons, on a"
        " phone or a computer, at moments that suit you. You can stop after every lesson: your"
        " place is kept.\n"
        "\n"
        "Open this address to begin:\n"
        "\n"
        "%(address)s\n"
        "\n"
        "The link is for you alone. It works once, up to %(day)s.\n"
        "\n"
        "Does the link not work?\n"
        "- Copy the whole address into the address bar of your browser.\n"
        "- Is it too late? Open it all the same: on that page you can ask for a new letter.\n"
        "- Did you not expect this letter? Then you need not do anything.\n"
        "\n"
        "Nobody reads the answers to this letter.\n"
        "\n"
        "Kind regards,\n"
        "the team of the training\n",
        address=address,
        day=day_in(language, until),
    )
    return Letter(text_in(language, "Your invitation"), text)
