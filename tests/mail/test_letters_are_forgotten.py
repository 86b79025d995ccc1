"""Of somebody who is erased no letter keeps the address: not in the outbox, not in a file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from lms.config import Mail
from lms.extensions import db
from lms.mail.erasure import forget
from lms.mail.models import MailState
from lms.mail.retention import remove_old_letters
from tests.factories import make_person
from tests.mail.conftest import again, send, write


@pytest.fixture
def instance(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of its own, with the transport that writes files."""
    own = replace(app.config["SETTINGS"], instance=tmp_path, mail=Mail())
    monkeypatch.setitem(app.config, "SETTINGS", own)
    return tmp_path


def test_the_address_is_found_nowhere(app: Flask, instance: Path) -> None:
    alice = make_person()
    sent, other = write(alice.email), write("bob@example.invalid")
    send(app.config["SETTINGS"])
    waiting = write(alice.email)
    waiting.person_id = alice.id
    forget(person_id=alice.id, address=alice.email)
    db.session.commit()
    assert (again(sent).state, again(sent).address) == (MailState.SENT, "")
    assert (again(waiting).state, again(waiting).address) == (MailState.WITHDRAWN, "")
    assert again(waiting).text == ""
    assert again(other).address == "bob@example.invalid"
    kept = [path.read_text() for path in (instance / "mail").glob("*.eml")]
    assert len(kept) == 1
    assert alice.email not in kept[0]


def test_old_files_go_with_their_rows(app: Flask, instance: Path) -> None:
    write()
    send(app.config["SETTINGS"])
    (path,) = (instance / "mail").glob("*.eml")
    remove_old_letters()
    assert path.exists()
    os.utime(path, (0, 0))
    remove_old_letters()
    assert not path.exists()
