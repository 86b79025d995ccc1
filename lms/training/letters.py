"""What letters about internal trainings say. Subject and first lines tell neither a name nor what
the programme is about, as in `accounts.letters`."""

from __future__ import annotations

from flask import current_app

from lms.accounts.letters import Letter
from lms.accounts.models import Person
from lms.i18n import day_in, text_in
from lms.mail.models import MailKind
from lms.mail.services import post
from lms.training.models import CoTrainer, TrainingSession


def send_answer(*, session: TrainingSession, person: Person) -> None:
    """Tell who plans a session whether somebody comes along. Flushes."""
    if person.blocked_at is not None or person.erased_at is not None:
        return
    coming = session.co_trainer == CoTrainer.COMING
    letter = _answer(person.language, session, coming=coming)
    post(
        address=person.email,
        kind=MailKind.TRAINING,
        language=person.language,
        subject=letter.subject,
        text=letter.text,
        person_id=person.id,
    )


def _answer(language: str, session: TrainingSession, *, coming: bool) -> Letter:
    address = f"{current_app.config['SETTINGS'].address}/sessions/{session.public_id}"
    day = day_in(language, session.day)
    yes = text_in(
        language,
        "Hello,\n\nYou asked whether somebody could come along on %(day)s. Somebody does. You"
        " hear from us how we find each other.\n\nYour plan:\n\n%(address)s\n\n",
        day=day,
        address=address,
    )
    no = text_in(
        language,
        "Hello,\n\nYou asked whether somebody could come along on %(day)s. That does not work out"
        " for us. You can do it by yourself: what you say is written beside every slide. Or choose"
        " another day, and ask again.\n\nYour plan:\n\n%(address)s\n\n",
        day=day,
        address=address,
    )
    end = text_in(
        language,
        "Nobody reads the answers to this letter.\n\nKind regards,\nthe programme team\n",
    )
    return Letter(text_in(language, "An answer to your question"), (yes if coming else no) + end)
