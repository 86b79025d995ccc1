"""`lms worker` as a real process, beside a real mail server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from lms.accounts import invitations
from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import db
from lms.jobs.models import JobRun
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.mail.services import post
from tests._live import LMS, PATIENCE, ROOT, Live, is_dead, say, wait_for
from tests._mail import Mailbox, mail_server
from tests.conftest import SAMPLE
from tests.factories import PASSWORD

pytestmark = pytest.mark.processes


@pytest.fixture
def box_and_live(tmp_path: Path) -> Iterator[tuple[Mailbox, Live]]:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    (tmp_path / "instance").mkdir()
    with mail_server() as (box, mail):
        live = Live(
            tmp_path / "instance", content, workers=1, LMS_MAIL=f"smtp://127.0.0.1:{mail.port}"
        )
        live.environ["PORT"] = str(live.port)
        yield box, live
        live.stop()
        live.close()


def worker(live: Live, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LMS, "worker", *options],
        cwd=ROOT,
        env=live.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def write(live: Live, count: int = 1) -> None:
    with live.database():
        for number in range(count):
            post(
                address=f"alice{number}@example.invalid",
                kind=MailKind.RECOVERY,
                language="nl",
                subject="Je link",
                text="Hallo",
                person_id=None,
            )


def states(live: Live) -> list[str]:
    with live.database():
        return list(db.session.scalars(sa.select(OutboxMail.state).order_by(OutboxMail.id)))


def test_once_does_what_is_due_and_ends(box_and_live: tuple[Mailbox, Live]) -> None:
    box, live = box_and_live
    write(live, 3)
    out, err = worker(live, "--once").communicate(timeout=PATIENCE)
    assert (out, err) == ("", "")
    assert states(live) == [MailState.SENT] * 3
    assert len(box.letters) == 3
    with live.database():
        done = set(
            db.session.scalars(sa.select(JobRun.name).where(JobRun.last_run_at.is_not(None)))
        )
    assert {"retention", "seal-audit"} <= done


def test_a_worker_that_is_killed_while_it_sends_loses_no_letter(
    box_and_live: tuple[Mailbox, Live],
) -> None:
    box, live = box_and_live
    write(live)
    box.gate.clear()
    first = worker(live)
    assert box.asked.wait(PATIENCE)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert states(live) == [MailState.WAITING]
    box.gate.set()
    box.letters.clear()
    worker(live, "--once").communicate(timeout=PATIENCE)
    assert states(live) == [MailState.WAITING], "held until the clock frees it"
    with live.database():
        db.session.execute(sa.update(OutboxMail).values(held_until=utcnow() - timedelta(seconds=1)))
    worker(live, "--once").communicate(timeout=PATIENCE)
    assert states(live) == [MailState.SENT]
    assert [letter["To"] for letter in box.letters][-1] == "alice0@example.invalid"


def test_sigterm_lets_it_finish_the_letter_in_hand(box_and_live: tuple[Mailbox, Live]) -> None:
    box, live = box_and_live
    write(live, 2)
    box.gate.clear()
    process = worker(live)
    assert box.asked.wait(PATIENCE)
    process.send_signal(signal.SIGTERM)
    box.gate.set()
    _out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert states(live) == [MailState.SENT, MailState.WAITING]


def test_without_a_database_it_is_one_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "LMS_INSTANCE": str(tmp_path), "LMS_CONTENT": str(SAMPLE)}
    done = subprocess.run(
        [sys.executable, "-c", LMS, "worker"], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "lms migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_says_when_letters_reach_nobody(box_and_live: tuple[Mailbox, Live]) -> None:
    _box, live = box_and_live
    live.environ |= {"LMS_MAIL": "file", "LMS_ENV": "production"}
    _out, err = worker(live, "--once").communicate(timeout=PATIENCE)
    assert "LMS_MAIL" in err


def test_from_the_letter_to_the_first_lesson(box_and_live: tuple[Mailbox, Live]) -> None:
    """Invited; the letter arrives; its link opens the account; the first lesson can be read."""
    box, live = box_and_live
    live.start()
    person_id = live.person(ready=False)
    with live.database():
        person = db.session.get_one(Person, person_id)
        invitations.invite(person=person, by=None)
    process = worker(live)
    wait_for(lambda: box.letters)
    process.terminate()
    process.communicate(timeout=PATIENCE)
    visitor = live.visitor()
    page = visitor.get(box.link())
    assert say("nl", "Open my account") in page.body
    answer = visitor.post(box.link(), {"csrf_token": page.csrf, "language": "nl"})
    assert answer.location == "/welcome"
    page = visitor.get("/welcome")
    chosen = {"csrf_token": page.csrf, "password": PASSWORD, "again": PASSWORD}
    assert visitor.post("/welcome", chosen).status == 302
    training = visitor.get("/training").body
    lesson = re.search(r'href="(/training/[^"]*/lesson/[^"]*)"', training)
    assert lesson
    assert visitor.get(lesson.group(1)).status == 200


def test_the_first_look_has_a_worker_that_stops_with_it(tmp_path: Path) -> None:
    from tests._live import free_port

    environ = {**os.environ, "LMS_INSTANCE": str(tmp_path / "instance"), "LMS_WORKERS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", LMS, "run", "--port", str(free_port())],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    family = psutil.Process(process.pid).children(recursive=True)
    assert any("lms.worker" in child.cmdline() for child in family)
    process.kill()
    process.wait()
    wait_for(lambda: all(is_dead(child) for child in family))
