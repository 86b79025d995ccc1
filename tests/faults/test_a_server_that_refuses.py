"""`lms serve` says what is wrong and how to go on, and stops with status 1."""

from __future__ import annotations

import re
import socket

import pytest

from tests._live import PATIENCE, Live
from tests.faults.conftest import Serve

pytestmark = pytest.mark.processes
LESSON = "courses/proef/10-eerste/10-begin.md"


def refusal(live: Live) -> str:
    """What it says; it must end with status 1, without a traceback and without a server."""
    process = live.spawn()
    assert process.wait(PATIENCE) == 1
    live.process = None
    assert "Traceback" not in live.said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", live.port)) != 0
    return live.said


def test_broken_content_is_named_with_file_and_line(new: Serve) -> None:
    live = new()
    lesson = live.content / LESSON
    lesson.write_text(lesson.read_text().replace("minutes: 5", "minuten: 5"))
    quiz = live.content / "quizzes/proef/eerste.md"
    quiz.write_text(quiz.read_text().replace("- [x] Dit is juist.", "- [ ] Dit is juist."))
    said = refusal(live)
    assert re.search(rf"^{LESSON}:3: .*minuten", said, re.MULTILINE)
    assert re.search(r"^quizzes/proef/eerste\.md:6: ", said, re.MULTILINE)


def test_a_folder_without_content_is_named(new: Serve, tmp_path: object) -> None:
    live = new()
    live.environ["LMS_CONTENT"] = str(live.content / "nowhere")
    assert "courses" in refusal(live)


def test_a_busy_port_is_named(new: Serve) -> None:
    live = new()
    with socket.socket() as other:
        other.bind(("127.0.0.1", live.port))
        other.listen()
        process = live.spawn()
        assert process.wait(PATIENCE) == 1
    live.process = None
    assert f"Port {live.port} is in use" in live.said
    assert f"PORT={live.port + 1}" in live.said


def test_a_database_that_is_not_migrated_is_named(new: Serve) -> None:
    live = new()
    live.environ["LMS_DATABASE_URL"] = f"sqlite:///{live.content / 'empty.sqlite3'}"
    assert "lms migrate" in refusal(live)


def test_a_database_that_is_none_is_named(new: Serve) -> None:
    live = new()
    file = live.content / "text.sqlite3"
    file.write_text("This is no database. " * 500)
    live.environ["LMS_DATABASE_URL"] = f"sqlite:///{file}"
    assert "LMS_DATABASE_URL" in refusal(live)


def test_content_that_breaks_while_serving_keeps_the_last_good_one(serve: Serve) -> None:
    live = serve(workers=2)
    visitor = live.visitor(live.person())
    path = "/training/proef/lesson/begin"
    lesson = live.content / LESSON
    good = lesson.read_text()
    lesson.write_text(good.replace("title: Het begin", "titel: Het begin"))
    for _ in range(6):
        assert "Het begin" in visitor.get(path).body
    assert f"{LESSON}:" in live.said
    lesson.write_text(good.replace("title: Het begin", "title: Het nieuwe begin"))
    for _ in range(6):
        assert "Het nieuwe begin" in visitor.get(path).body
