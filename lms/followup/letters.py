"""What reminders say. Subject and first lines tell neither a name nor what the programme is about,
as in `accounts.letters`."""

from __future__ import annotations

from lms.accounts.letters import Letter
from lms.i18n import text_in


def not_signed_in(language: str, *, address: str, until: str, pause: str) -> Letter:
    """To somebody who got an invitation and did not use it; `address` is a new one."""
    text = text_in(
        language,
        "Hello,\n"
        "\n"
        "Some time ago we sent you an invitation. Your online training is still ready for you.\n"
        "\n"
        "Perhaps there was no moment for it yet. A lesson takes a few minutes, on a phone or a"
        " computer, and you can stop after every one.\n"
        "\n"
        "This is a new link; the one in the first letter works no more:\n"
        "\n"
        "%(address)s\n"
        "\n"
        "It is for you alone. It works once, up to %(day)s.\n"
        "\n"
        "Does the link not work? Copy the whole address into the address bar of your browser. Is it"
        " too late? Open it all the same: on that page you can ask for a new letter.\n",
        address=address,
        day=until,
    )
    return Letter(text_in(language, "A reminder"), text + _close(language, pause))


def behind(language: str, *, address: str, pause: str, overdue: bool) -> Letter:
    """To somebody who began and has not been there for a while, or is late."""
    text = text_in(
        language,
        "Hello,\n"
        "\n"
        "Your online training is waiting for you where you left off.\n"
        "\n"
        "A lesson takes a few minutes. Everything that you did is kept. Go on here:\n"
        "\n"
        "%(address)s\n"
        "\n"
        "Can you not sign in any more? Ask the programme team for a new link.\n",
        address=address,
    )
    late = text_in(
        language,
        "\n"
        "The day by which the training should be done has passed. That can happen, and nothing is"
        " lost: you can simply finish it.\n",
    )
    return Letter(
        text_in(language, "A reminder"), text + (late if overdue else "") + _close(language, pause)
    )


def _close(language: str, pause: str) -> str:
    return text_in(
        language,
        "\n"
        "Would you rather have no reminders? Choose that here; you need not sign in:\n"
        "\n"
        "%(pause)s\n"
        "\n"
        "Nobody reads the answers to this letter.\n"
        "\n"
        "Kind regards,\n"
        "the team of the training\n",
        pause=pause,
    )
