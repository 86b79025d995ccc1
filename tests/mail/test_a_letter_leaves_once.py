"""What is in the outbox leaves over SMTP: each letter once, none lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from lms.clock import utcnow
from lms.config import Mail, Settings
from lms.extensions import begin_writing, db
from lms.mail import sender
from lms.mail.models import MailKind, MailState
from lms.mail.services import send_again, withdraw_letters
from tests._live import free_port
from tests._mail import Mailbox
from tests.mail.conftest import again, send, write


def later(letter: object, **values: object) -> None:
    """Move the clock of a letter."""
    for name, value in values.items():
        setattr(letter, name, value)
    db.session.commit()


def test_a_letter_leaves_and_its_text_goes(app: Flask, box: Mailbox, settings: Settings) -> None:
    letter = write()
    assert sender.anything_due()
    assert send(settings) == sender.Round(sent=1)
    letter = again(letter)
    assert (letter.state, letter.text, letter.tries) == (MailState.SENT, "", 1)
    assert letter.sent_at is not None
    assert "geheim" in box.texts[0]
    assert not sender.anything_due()


def test_the_letter_is_plain_and_its_sender_neutral(
    app: Flask, box: Mailbox, settings: Settings
) -> None:
    letter = write()
    send(replace(settings, base_url="https://academie.example.nl"))
    (message,) = box.letters
    assert message["From"] == "Academie <noreply@academie.example.nl>"
    assert message["Subject"] == "Je uitnodiging"
    assert message["Message-ID"] == f"<{letter.public_id}@academie.example.nl>"
    assert message["Content-Language"] == "nl"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"


def test_not_now_means_later(app: Flask, box: Mailbox, settings: Settings) -> None:
    letter = write()
    box.answers = ["451 try later"]
    assert send(settings) == sender.Round()
    letter = again(letter)
    assert (letter.state, letter.last_error, letter.tries) == (MailState.WAITING, "later 451", 1)
    assert letter.next_try_at > utcnow() + timedelta(seconds=50)
    assert send(settings).sent == 0
    later(letter, next_try_at=utcnow())
    assert send(settings).sent == 1
    assert len(box.letters) == 1


def test_the_waits_grow_and_end() -> None:
    waits = [sender.wait_after(number) for number in range(1, sender.MOST_TRIES)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 4, 16, 64)]
    assert waits == sorted(waits)
    assert max(waits) == sender.LONGEST_WAIT


def test_after_the_last_try_it_is_given_up(app: Flask, box: Mailbox, settings: Settings) -> None:
    letter = write()
    box.answers = ["451 try later"] * 20
    for _try in range(sender.MOST_TRIES):
        later(again(letter), next_try_at=utcnow())
        send(settings)
    letter = again(letter)
    assert (letter.state, letter.tries) == (MailState.FAILED, sender.MOST_TRIES)
    assert letter.text == "", "a link that signs in does not stay"


@pytest.mark.parametrize("where", ["answers", "data_answers"])
def test_a_refusal_is_final(app: Flask, box: Mailbox, settings: Settings, where: str) -> None:
    letter, other = write(), write("bob@example.invalid")
    setattr(box, where, ["550 no such person, alice@example.invalid"])
    assert send(settings) == sender.Round(sent=1, failed=1)
    letter = again(letter)
    assert (letter.state, letter.last_error) == (MailState.FAILED, "refused 550")
    assert again(other).state == MailState.SENT


def test_a_failed_reminder_can_be_sent_again(app: Flask, box: Mailbox, settings: Settings) -> None:
    letter = write(kind=MailKind.REMINDER)
    box.answers = ["550 no"]
    send(settings)
    assert send_again(letter=again(letter))
    db.session.commit()
    assert send(settings).sent == 1
    assert not send_again(letter=again(letter))


def test_when_nobody_answers_the_other_letters_keep_their_tries(
    app: Flask, settings: Settings
) -> None:
    first, second = write(), write("bob@example.invalid")
    nobody = replace(settings, mail=Mail(kind="smtp", host="127.0.0.1", port=free_port()))
    assert send(nobody) == sender.Round(reached=False)
    assert (again(first).tries, again(first).last_error) == (1, "no answer")
    assert again(second).tries == 0
    later(again(first), next_try_at=utcnow())
    assert send(settings).sent == 2


def test_a_server_that_hangs_up_costs_one_try(app: Flask, box: Mailbox, settings: Settings) -> None:
    first, second = write(), write("bob@example.invalid")
    box.answers = ["421 closing"]
    assert not send(settings).reached
    assert (again(first).tries, again(second).tries) == (1, 0)


def test_a_letter_that_cannot_be_written_stops_no_other(
    app: Flask, box: Mailbox, settings: Settings
) -> None:
    broken, good = write(), write("bob@example.invalid")
    later(broken, subject="two\nlines")
    assert send(settings).sent == 1
    assert again(broken).last_error.startswith("fault ")
    assert again(good).state == MailState.SENT


def test_a_withdrawn_letter_stays(app: Flask, box: Mailbox, settings: Settings) -> None:
    from tests.factories import make_person

    letter = write()
    later(letter, person_id=make_person().id)
    assert withdraw_letters(person_id=letter.person_id) == 1
    db.session.commit()
    assert send(settings).sent == 0
    assert (again(letter).state, again(letter).text) == (MailState.WITHDRAWN, "")


def test_a_letter_in_the_hands_of_a_worker_that_died_comes_free(
    app: Flask, box: Mailbox, settings: Settings
) -> None:
    letter = write()
    later(letter, held_until=utcnow() + timedelta(minutes=5), tries=1)
    assert send(settings).sent == 0
    later(again(letter), held_until=utcnow() - timedelta(seconds=1))
    assert send(settings).sent == 1


def test_workers_beside_each_other_send_nothing_twice(
    app: Flask, box: Mailbox, settings: Settings
) -> None:
    for number in range(40):
        write(f"alice{number}@example.invalid")
    db.session.rollback()
    rounds: list[sender.Round] = []

    def work() -> None:
        with app.app_context():
            begin_writing()
            rounds.append(send(settings))

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done.sent for done in rounds) == 40
    assert len({letter["To"] for letter in box.letters}) == len(box.letters) == 40


def test_a_round_has_an_end(app: Flask, box: Mailbox, settings: Settings) -> None:
    for number in range(3):
        write(f"alice{number}@example.invalid")
    assert send(settings, most=2).sent == 2
    assert send(settings, stopping=lambda: True).sent == 0
    assert send(settings).sent == 1


def test_a_busy_database_makes_no_second_letter(
    app: Flask, box: Mailbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write()
    commit, failures = db.session.commit, [1, 1]

    def busy() -> None:
        if box.letters and failures:
            failures.pop()
            raise OperationalError("update", {}, Exception("locked"))
        commit()

    monkeypatch.setattr(db.session, "commit", busy)
    assert send(settings).sent == 1
    monkeypatch.undo()
    assert again(letter).state == MailState.SENT
