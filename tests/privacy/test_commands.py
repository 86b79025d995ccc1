"""What the commands for operators print and do."""

from __future__ import annotations

import re
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

from tests._cli import lms, place

__all__ = ["place"]


def add_entries(place: Path, harm: str = "") -> None:
    """Entries in the trail; `harm` is done without the triggers."""
    database = sqlite.connect(str(place / "instance/lms.sqlite3"))
    if harm:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'"):
            database.execute(f"drop trigger {name}")
        database.execute(harm)
    else:
        database.execute(
            "insert into audit_entry (at, actor, action, subject, detail)"
            " values (datetime('now'), 'a', 'x', '', '{}')"
        )
    database.commit()
    database.close()


def test_the_trail_is_sealed_and_verified(place: Path) -> None:
    lms(place, "migrate")
    add_entries(place)
    assert "1 entries sealed" in lms(place, "audit", "seal").stdout
    whole = lms(place, "audit", "verify")
    assert whole.returncode == 0, whole.stderr
    known = re.search(r"Last seal: (\w{64})", whole.stdout)
    assert known
    assert lms(place, "audit", "verify", known.group(1)).returncode == 0
    assert lms(place, "audit", "verify", "0" * 64).returncode == 1
    add_entries(place, harm="update audit_entry set actor = 'b'")
    broken = lms(place, "audit", "verify")
    assert broken.returncode == 1
    assert broken.stderr.startswith("Seal 1 ")
    assert broken.stderr.strip().count("\n") == 0


def test_terms_replay_purge_and_register(place: Path) -> None:
    lms(place, "migrate")
    assert "Every term" in lms(place, "privacy", "retention").stdout
    assert "0 people" in lms(place, "privacy", "replay").stdout
    assert "anew" in lms(place, "privacy", "purge").stdout
    assert lms(place, "privacy", "register").stdout.startswith("| table |")


def test_migrate_erases_again_who_came_back(place: Path) -> None:
    lms(place, "migrate")
    database = sqlite.connect(str(place / "instance/lms.sqlite3"))
    database.execute(
        "insert into person (public_id, email, name, language, created_at)"
        " values ('terug', 'alice@example.invalid', 'Alice Terug', 'nl', datetime('now'))"
    )
    database.commit()
    database.close()
    (place / "instance/erasures.log").write_text("2026-01-01 terug\n2026-01-01 onbekend\n")
    assert "1 people" in lms(place, "migrate").stdout
    assert "again" not in lms(place, "migrate").stdout
    assert b"Alice" not in (place / "instance/lms.sqlite3").read_bytes()


def test_a_wrong_log_is_one_sentence(place: Path) -> None:
    lms(place, "migrate")
    (place / "instance/erasures.log").write_text("Alice Proef\n")
    result = lms(place, "migrate")
    assert result.returncode == 1
    assert "erasures.log:1:" in result.stderr
    assert "Alice" not in result.stderr
