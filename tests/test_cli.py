"""What the commands of `lms` print, and how they end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests._cli import environment, lms, place

__all__ = ["place"]


def test_check_says_nothing_about_good_content(place: Path) -> None:
    """Once as a person runs it, in a process of its own."""
    result = subprocess.run(
        [Path(sys.executable).with_name("lms"), "check"],
        env=environment(place),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0
    assert result.stdout == ""


def test_check_names_file_and_line_and_goes_on(place: Path) -> None:
    (place / "courses/proef/10-eerste/20-verder.md").write_text("---\ntitel: x\n---\n")
    quiz = place / "quizzes/proef/eerste.md"
    quiz.write_text(quiz.read_text().replace("- [x] Dit is juist", "- [ ] Dit is juist"))
    result = lms(place, "check")
    assert result.returncode == 1
    assert re.search(r"^courses/proef/10-eerste/20-verder\.md:\d+: ", result.stdout, re.M)
    assert re.search(r"^quizzes/proef/eerste\.md:\d+: ", result.stdout, re.M)
    part = lms(place, "check", str(place / "quizzes"))
    assert "courses/" not in part.stdout


def test_check_gives_advice_in_two_languages_and_counts(place: Path) -> None:
    """Who asks for advice gets status 1 when there is some; plain `lms check` stays silent."""
    quiz = place / "quizzes/proef/eerste.md"
    quiz.write_text(quiz.read_text().replace("title: ", "title: Middels ", 1))
    dutch = lms(place, "check", "--advice", "--as-of", "2026-11-25", str(quiz))
    assert dutch.returncode == 1
    assert "quizzes/proef/eerste.md:2: advies: “middels” is een moeilijk woord" in dutch.stdout
    counted = r"^Modules: \d+, lessen: \d+, oefeningen: \d+, vragen: \d+, minuten die verplicht"
    assert re.search(counted, dutch.stdout, re.M)
    english = lms(place, "check", "--advice", "--lang", "en", str(quiz))
    assert "eerste.md:2: advice: “middels” is a hard word: try “met, door”" in english.stdout
    assert lms(place, "check", str(quiz)).returncode == 0
    contacts = str(place / "courses/contacts.md")
    assert lms(place, "check", "--advice", "--as-of", "2026-11-25", contacts).returncode == 0
    late = lms(place, "check", "--advice", "--as-of", "2036-11-25", contacts)
    assert "contacts.md:3: advies: de feiten zijn voor het laatst" in late.stdout


def test_check_of_another_folder_says_what_is_missing(tmp_path: Path) -> None:
    result = lms(tmp_path, "check", str(tmp_path))
    assert result.returncode == 1
    assert "courses/" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_new_installation_gets_a_secret_and_a_database(place: Path) -> None:
    assert lms(place, "migrate").returncode == 0
    secret = place / "instance/secret_key"
    assert len(secret.read_text()) >= 32
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_text()
    assert lms(place, "migrate").returncode == 0
    assert secret.read_text() == before


def test_login_link_for_nobody_is_one_sentence(place: Path) -> None:
    lms(place, "migrate")
    result = lms(place, "login-link", "niemand@example.invalid")
    assert result.returncode == 1
    assert result.stderr.strip().count("\n") == 0


def test_production_needs_a_secret(place: Path) -> None:
    result = lms(place, "migrate", LMS_ENV="production")
    assert result.returncode == 1
    assert "LMS_SECRET_KEY" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_ENV", "test"),
        ("PORT", "many"),
        ("LMS_WORKERS", "0"),
        ("LMS_PUBLISH_CONTENT", "?"),
        ("LMS_MAIL", "post"),
        ("LMS_MAIL_FROM", "Academie"),
    ],
)
def test_a_wrong_setting_is_named(place: Path, name: str, value: str) -> None:
    result = lms(place, "migrate", **{name: value})
    assert result.returncode == 1
    assert name in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unreachable_database_is_one_sentence(place: Path) -> None:
    url = f"sqlite:///{place}/not/there/x.sqlite3"
    result = lms(place, "migrate", LMS_DATABASE_URL=url)
    assert result.returncode == 1
    assert "LMS_DATABASE_URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_instance_that_cannot_be_made_is_one_sentence(place: Path) -> None:
    (place / "instance").write_text("a file in the way")
    result = lms(place, "migrate")
    assert result.returncode == 1
    assert "LMS_INSTANCE" in result.stderr
    assert "Traceback" not in result.stderr


def test_rebuild_counts_what_it_made(place: Path) -> None:
    lms(place, "migrate")
    assert "0 rows" in lms(place, "rebuild").stdout


def test_a_database_that_is_not_migrated_is_one_sentence(place: Path) -> None:
    for command in (
        ["rebuild"],
        ["login-link", "a@example.invalid"],
        ["serve", "--port", "9"],
        ["worker"],
    ):
        result = lms(place, *command)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
