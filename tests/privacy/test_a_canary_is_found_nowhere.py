"""A real server, a planted person, one erasure: nothing is left in any file, log or page."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from lms.accounts.models import Person, RoleGrant
from lms.extensions import db
from lms.network.models import Site
from lms.privacy.models import ErasureRequest
from lms.privacy.retention import run
from lms.privacy.traces import purge
from tests._live import Live, Visitor
from tests.privacy.planting import Planter

pytestmark = pytest.mark.processes

WORD = "roodborstje"
NAME = "Roodborstje van der Kanarie"
ADDRESS = f"{WORD}@kanarie.invalid"
CANARIES = [WORD.encode(), NAME.encode(), b"vanderkanarie", b"kanarie.invalid"]


def plant(live: Live, staff: int) -> int:
    """Alice, in every table and in a folder of letters; returns her id."""
    alice = live.person()
    with live.database():
        bob = db.session.get_one(Person, staff)
        planter = Planter(db.session.get_one(Person, alice), bob, WORD)
        planter.plant()
        planter.person.name = NAME
        seat = "update seat set until = null"
        db.session.execute(sa.text(seat))
    letters = live_instance(live) / "mail"
    letters.mkdir()
    letter = EmailMessage()
    letter["To"] = f"{NAME} <{ADDRESS}>"
    letter.set_content(f"Beste {NAME}")
    (letters / "1.eml").write_bytes(bytes(letter))
    return alice


def live_instance(live: Live) -> Path:
    return Path(live.environ["LMS_INSTANCE"])


def make_staff(live: Live) -> int:
    staff = live.person()
    with live.database():
        db.session.add(RoleGrant(person_id=staff, role="staff"))
        db.session.add(RoleGrant(person_id=staff, role="admin"))
    return staff


def found_in_files(live: Live) -> list[str]:
    """Which files of the instance hold a canary: database, -wal, -shm, log, letters, cache."""
    folder = live_instance(live)
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            hits += [path.name for canary in CANARIES if canary.lower() in data]
    return hits


def pages(live: Live, staff: Visitor) -> Iterator[tuple[str, str]]:
    """Everything that staff can look people up in."""
    with live.database():
        site = db.session.scalars(sa.select(Site.slug)).one()
    addresses = [
        "/networks",
        f"/networks/{site}/people",
        f"/networks/{site}/people.csv",
        f"/networks/{site}/matrix.csv",
        f"/networks/{site}/organisations",
        "/manage/erasures",
        "/manage/audit",
    ]
    for address in addresses:
        answer = staff.get(address)
        assert answer.status == 200, address
        yield address, answer.body
    people = f"/networks/{site}/people"
    csrf = staff.get(people).csrf
    answer = staff.post(people, {"q": "Roodborst", "csrf_token": csrf})
    assert answer.status == 200
    yield "search", answer.body.replace('value="Roodborst"', "")


def shows(body: str) -> bool:
    return any(canary.decode().lower() in body.lower() for canary in CANARIES)


def test_nothing_is_left(live: Live) -> None:
    staff_id = make_staff(live)
    alice_id = plant(live, staff_id)
    alice, staff = live.visitor(alice_id), live.visitor(staff_id)
    assert shows(alice.get("/me/data").body)
    assert "people" in {
        place.rpartition("/")[2] for place, body in pages(live, staff) if shows(body)
    }
    assert found_in_files(live)

    with live.database():
        asked = db.session.scalars(sa.select(ErasureRequest.public_id)).one()
    address = f"/manage/erasures/{asked}"
    form = {"csrf_token": staff.get(address).csrf, "sure": "y"}
    assert staff.post(address, form).status == 302, live.said

    # While the server still runs, and its workers hold the database open.
    assert found_in_files(live) == []
    assert [place for place, body in pages(live, staff) if shows(body)] == []
    assert alice.get("/me").status == 302
    live.stop()
    assert found_in_files(live) == []
    with live.database():
        everything = [
            repr(tuple(row))
            for table in db.metadata.sorted_tables
            for row in db.session.execute(sa.select(table))
        ]
    assert not shows("\n".join(everything))


def test_the_file_holds_nothing_after_many_people_come_and_go(live: Live) -> None:
    """Pages of the file are split and joined on the way: no copy may stay behind in them."""
    live.stop()
    with live.database():
        people = [
            Person(name=f"{NAME} {number}", email=f"{number}-{ADDRESS}") for number in range(400)
        ]
        db.session.add_all(people)
    with live.database():
        later = db.session.scalars(sa.select(Person.created_at).limit(1)).one()
    with live.app.app_context():
        for _ in range(3):
            run(later.replace(year=later.year + 3))
        purge()
        db.session.remove()
    assert found_in_files(live) == []
