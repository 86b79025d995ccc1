"""A person who is erased is found nowhere, and past totals stay what they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import LoginSession, Person
from lms.assessment.models import Response
from lms.audit.models import AuditEntry
from lms.clock import local_date, utcnow
from lms.extensions import begin_writing, db
from lms.insight import queries
from lms.insight.loaders import basic_training
from lms.insight.period import choose
from lms.meetings.models import AttendanceCorrection
from lms.network.models import Seat
from lms.privacy import erasure, erasure_log, requests
from lms.privacy.models import ErasureRequest
from tests.factories import give_role, give_seat, make_person, make_site
from tests.privacy.planting import Planter

SignIn = Callable[[Person], FlaskClient]
WORD = "roodborst"


@pytest.fixture(autouse=True)
def _own_log(app: Flask) -> None:
    erasure_log.place().unlink(missing_ok=True)


@pytest.fixture
def bob(app: Flask) -> Person:
    person = make_person("Bob Programma")
    give_role(person, "staff")
    return person


@pytest.fixture
def planted(app: Flask, bob: Person) -> Planter:
    """Alice, with a row about her in every table, and a name that is her own."""
    planter = Planter(make_person("Alice Proef"), bob, WORD)
    planter.plant()
    planter.person.name = "Roodborst van der Kanarie"
    db.session.commit()
    return planter


def everything() -> str:
    """Every value in every table, as text."""
    db.session.rollback()
    rows = []
    for table in db.metadata.sorted_tables:
        rows += [repr(tuple(row)) for row in db.session.execute(sa.select(table))]
    return "\n".join(rows)


def erase(person: Person, **kwargs: Any) -> None:
    erasure.carry_out(person_id=person.id, by=None, now=utcnow(), **kwargs)


def test_a_planted_person_is_found_in_no_table(planted: Planter) -> None:
    assert WORD in everything()
    erase(planted.person)
    left = everything()
    assert "kanarie" not in left.lower()
    assert WORD not in left.lower()
    assert planted.lasting in left


def test_the_account_is_shut_and_says_that_it_was_erased(planted: Planter, sign_in: SignIn) -> None:
    browser = sign_in(planted.person)
    erase(planted.person)
    assert browser.get("/me").status_code == 302
    person = db.session.get_one(Person, planted.person.id)
    assert (person.name, person.search_key, person.password_hash) == ("Verwijderd", "", None)
    assert person.erased_at is not None
    assert person.blocked_at is not None
    assert person.email.endswith(".invalid")
    assert not db.session.scalars(sa.select(LoginSession)).all()


def test_what_was_typed_goes_and_what_was_chosen_stays(planted: Planter) -> None:
    attempt = planted.ids["attempt"]
    key = {"key": "k" * 32, "attempt_id": attempt}
    db.session.add_all(
        [
            Response(number=2, value="Jansen", **key),
            Response(number=3, value=["a", "b"], **key),
        ]
    )
    db.session.execute(sa.update(Response).where(Response.number == 1).values(value="juist"))
    db.session.commit()
    erase(planted.person)
    values = db.session.execute(sa.select(Response.number, Response.value)).all()
    assert dict(map(tuple, values)) == {1: "juist", 2: None, 3: ["a", "b"]}


def test_the_name_goes_from_what_others_wrote(planted: Planter, bob: Person) -> None:
    reason = f"Naast roodborst VAN DER kanarie gezeten, {planted.person.email} weet ervan"
    db.session.execute(sa.update(AttendanceCorrection).values(reason=reason, person_id=bob.id))
    db.session.commit()
    erase(planted.person)
    left = db.session.scalars(sa.select(AttendanceCorrection.reason)).one()
    assert left == "Naast […] gezeten, […] weet ervan"


def test_past_totals_stay(app: Flask, bob: Person) -> None:
    alice, site = make_person("Alice Proef"), make_site()
    seat = give_seat(alice, site, since=date(2025, 1, 6))
    seat.until = date(2026, 7, 1)
    db.session.commit()

    def figures() -> Any:
        today = local_date(utcnow())
        found = []
        with app.test_request_context():
            for label in ("2025-Q2", "2026-Q1", "2026-Q2", ""):
                period = choose(label, first=date(2025, 1, 6), today=today)
                found.append(
                    queries.overview(sites=queries.sites(), period=period, course=basic_training())
                )
        return found

    before = figures()
    erase(alice)
    assert figures() == before


def test_a_seat_that_is_still_held_ends_today(app: Flask) -> None:
    alice = make_person()
    give_seat(alice, make_site())
    erase(alice)
    seat = db.session.scalars(sa.select(Seat)).one()
    assert seat.until == local_date(utcnow())


def test_letters_in_files_go(app: Flask) -> None:
    alice = make_person()
    folder = Path(app.config["SETTINGS"].instance) / "mail"
    folder.mkdir(exist_ok=True)
    for name, receiver in (("a", f"A <{alice.email.upper()}>"), ("b", "bob@example.invalid")):
        letter = EmailMessage()
        letter["To"] = receiver
        letter.set_content("Hallo")
        (folder / f"{name}.eml").write_bytes(bytes(letter))
    erase(alice)
    assert [path.name for path in folder.iterdir()] == ["b.eml"]
    (folder / "b.eml").unlink()


def test_who_comes_back_with_a_backup_is_erased_again(app: Flask) -> None:
    alice, bob = make_person("Alice Proef"), make_person("Bob Blijft")
    public_id = alice.public_id
    erase(alice)
    assert erasure_log.place().read_text() == f"{local_date(utcnow())} {public_id}\n"
    # As a backup would bring the row back.
    begin_writing()
    db.session.execute(
        sa.update(Person)
        .where(Person.public_id == public_id)
        .values(name="Alice Proef", email="alice.proef@example.invalid", erased_at=None)
    )
    db.session.commit()
    assert erasure.replay(now=utcnow()) == 1
    assert erasure.replay(now=utcnow()) == 0
    assert "Alice" not in everything()
    assert db.session.get_one(Person, bob.id).name == "Bob Blijft"
    assert erasure_log.place().read_text().count("\n") == 1


# --- the pages ---


def test_a_person_asks_and_takes_it_back(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    browser = sign_in(alice)
    for _ in range(2):
        assert browser.post("/me/privacy/erasure").status_code == 302
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ErasureRequest)) == 1
    assert "/me/privacy/erasure/withdraw" in browser.get("/me/privacy").text
    assert browser.post("/me/privacy/erasure/withdraw").status_code == 302
    assert browser.post("/me/privacy/erasure/withdraw").status_code == 404
    assert requests.count_waiting() == 0
    noted = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert noted == ["erasure.asked", "erasure.asked", "erasure.taken-back"]


def test_staff_carry_it_out_after_one_confirmation(
    planted: Planter, bob: Person, sign_in: SignIn
) -> None:
    """Here an administrator, because the planted person has rights too."""
    give_role(bob, "admin")
    asked = db.session.scalars(sa.select(ErasureRequest)).one()
    staff = sign_in(bob)
    assert "Roodborst" in staff.get("/manage/erasures").text
    address = f"/manage/erasures/{asked.public_id}"
    assert "Roodborst" in staff.get(address).text
    assert staff.post(address).status_code == 400
    assert "Roodborst" in everything()
    assert staff.post(address, data={"sure": "y"}).status_code == 302
    assert staff.get(address).status_code == 404
    assert "oodborst" not in staff.get("/manage/erasures").text
    done = db.session.scalars(sa.select(ErasureRequest)).one()
    assert (done.done_at is not None, done.done_by) == (True, bob.id)
    assert "person.erased" in db.session.scalars(sa.select(AuditEntry.action)).all()


def test_staff_put_down_what_was_asked_by_mail(bob: Person, sign_in: SignIn) -> None:
    alice = make_person("Alice Proef")
    staff = sign_in(bob)
    wrong = staff.post("/manage/erasures", data={"email": "niemand@example.invalid"})
    assert wrong.status_code == 400
    answer = staff.post("/manage/erasures", data={"email": f" {alice.email.upper()} "})
    asked = db.session.scalars(sa.select(ErasureRequest)).one()
    assert answer.location == f"/manage/erasures/{asked.public_id}"
    assert staff.post(f"{answer.location}/drop").status_code == 302
    assert requests.count_waiting() == 0


@pytest.mark.parametrize("who", ["self", "admin", "staff"])
def test_some_accounts_are_not_for_this_person_to_erase(
    bob: Person, sign_in: SignIn, who: str
) -> None:
    alice = make_person("Alice Beheer")
    give_role(alice, "staff" if who == "staff" else "admin")
    person = bob if who == "self" else alice
    asked = requests.ask(person_id=person.id, now=utcnow() - timedelta(days=40))
    db.session.commit()
    address = f"/manage/erasures/{asked.public_id}"
    staff = sign_in(bob)
    assert 'name="sure"' not in staff.get(address).text
    assert staff.post(address, data={"sure": "y"}).status_code == 400
    assert db.session.get_one(Person, person.id).erased_at is None


def test_coordinators_do_not_see_the_requests(app: Flask, sign_in: SignIn) -> None:
    charlie = make_person("Charlie Terrein")
    give_role(charlie, "coordinator", make_site())
    assert sign_in(charlie).get("/manage/erasures").status_code == 404
