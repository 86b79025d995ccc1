"""A real server, a planted person, one erasure: nothing is left in any file, log or page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from lms.accounts.models import Person, RoleGrant
from lms.clock import utcnow
from lms.extensions import db
from lms.network.models import Site
from lms.privacy.erasure import carry_out
from lms.privacy.models import ErasureRequest
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


@pytest.mark.parametrize("live", ["sqlite"], indirect=True)
def test_no_copy_stays_in_the_pages_of_the_file(live: Live) -> None:
    """Pages are split and joined as people come and go: secure_delete alone leaves copies."""
    live.stop()
    chance = random.Random(1)
    with live.database():
        for number in range(450):
            name = NAME if number % 7 == 0 else "Iemand Anders"
            email = f"{chance.random()}-{ADDRESS if name == NAME else 'x@example.invalid'}"
            db.session.add(Person(name=name + "x" * chance.randint(0, 60), email=email))
            if number % 10 == 0:
                db.session.commit()
    with live.database():
        there = sa.select(Person).where(Person.email.contains(ADDRESS)).order_by(Person.id)
        for person in db.session.scalars(there).all():
            person.name += "y" * chance.randint(0, 50)
    with live.database():
        people = db.session.scalars(sa.select(Person.id).where(Person.email.contains(ADDRESS)))
        *most, last = chance.sample(found := people.all(), len(found))
        for person_id in most:
            carry_out(person_id=person_id, by=None, now=utcnow(), settled=False)
        carry_out(person_id=last, by=None, now=utcnow())
    assert found_in_files(live) == []
