"""Writing a practice report: kept while it lasts, seen by nobody else, gone when it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.practice.models import ReportDraft
from lms.privacy import retention
from lms.progress.models import LedgerFact
from tests.factories import give_role, give_seat, make_person, make_site
from tests.practice.sample import REPORT, WRITE

REVIEW = f"{WRITE}/review"
CANARY = "roodborstje"
WRITTEN = {**REPORT, "route": "emergency", "revision": "0", "go": "review"}
JUDGED = {"self-beeld": "partly"}
JSON = {"Accept": "application/json"}

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    give_seat(person, make_site(), "Kwekerij Zonnedauw")
    db.session.commit()
    return person


def text_of(response: object) -> str:
    return response.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def everything() -> str:
    """Every row of every table, as text."""
    db.session.rollback()
    return "\n".join(
        repr(tuple(row))
        for table in db.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
    )


def facts(person: Person) -> list[str]:
    chosen = sa.select(LedgerFact.subject).where(
        LedgerFact.person_id == person.id, LedgerFact.kind == FactKind.EXERCISE_DONE
    )
    return list(db.session.scalars(chosen))


def test_the_review_says_what_was_found_and_the_text_is_gone_when_it_is_done(
    alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    answer = browser.post(WRITE, data={**WRITTEN, "who": f"Eén man, {CANARY}."})
    assert answer.location == REVIEW
    assert CANARY in everything()

    page = text_of(browser.get(REVIEW))
    assert "OEFENING" in page
    assert "Want je schreef “Eén man”" in page
    assert "Je schreef “deur 3” bij “Vraag when”" in page
    assert page.count("Schrijf op wat hij deed.") == 1, "a doubt is no opinion"
    assert [
        text for text in ("“boef”", "Gevonden: 4", "Niet gevonden: 2") if text not in page
    ] == []

    assert browser.post(REVIEW).status_code == 400, "who is done says so"
    assert facts(alice) == []
    assert browser.post(REVIEW, data=JUDGED).location == WRITE
    assert facts(alice) == ["report/melding"]
    assert CANARY not in everything()
    assert "Je hebt deze oefening gedaan" in text_of(browser.get(WRITE))
    assert browser.post(REVIEW, data=JUDGED).location == WRITE, "a second tap changes nothing"


def test_without_an_answer_and_a_route_there_is_no_review(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    answer = browser.post(WRITE, data={"revision": "0", "go": "review"})
    assert answer.status_code == 400
    assert [place for place in ("what", "route") if f'href="#{place}"' not in text_of(answer)] == []
    assert browser.get(REVIEW).location == WRITE
    assert browser.post(WRITE, data={"who": "x" * 2001, "revision": "0"}).status_code == 400


def test_a_text_is_saved_quietly_and_one_window_does_not_overwrite_another(
    alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    first = browser.post(WRITE, data={"who": "een", "revision": "0"}, headers=JSON)
    assert first.json is not None
    assert (first.json["saved"], first.json["revision"], first.json["real"]) == (True, 1, [])
    again = browser.post(WRITE, data={"who": "een", "revision": "0"}, headers=JSON)
    assert again.json is not None
    assert again.json["revision"] == 1
    stale = browser.post(WRITE, data={"who": "twee", "revision": "0"}, headers=JSON)
    assert stale.status_code == 409
    page = browser.post(WRITE, data={"who": "drie", "revision": "0"})
    assert page.status_code == 409
    assert ">\ndrie</textarea>" in text_of(page).replace("\r\n", "\n"), "what was typed stays"
    assert 'name="revision" type="hidden" value="1"' in text_of(page)
    assert db.session.scalars(sa.select(ReportDraft.who)).one() == "een"


def test_a_text_that_looks_real_points_to_the_real_routes_and_stops_nobody(
    alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    before = everything().count("Zonnedauw")
    data = {"where": "Kwekerij Zonnedauw", "what": "06-12345678", "revision": "0"}
    answer = browser.post(WRITE, data=data, headers=JSON).json
    assert answer is not None
    assert answer["real"] == [
        "de naam van je eigen organisatie",
        "een telefoonnummer: 06-12345678",
    ]
    page = text_of(browser.get(WRITE))
    assert 'id="looks-real"' in page
    assert 'href="tel:112"' in page.partition('id="looks-real"')[2]
    assert everything().count("Zonnedauw") == before + 1, "only the text itself is stored"
    assert browser.post(WRITE, data={**WRITTEN, **data, "revision": "1"}).location == REVIEW


def test_nobody_else_sees_a_text(alice: Person, sign_in: SignIn) -> None:
    sign_in(alice).post(WRITE, data={**WRITTEN, "who": CANARY})
    bob = make_person("Bob Traint")
    give_role(bob, "staff")
    give_role(bob, "admin")
    browser = sign_in(bob)
    assert CANARY not in text_of(browser.get(WRITE))
    assert browser.get(REVIEW).location == WRITE
    for address in (
        f"/people/{alice.public_id}",
        "/networks/aalsmeer/people.csv",
        "/networks/aalsmeer/matrix.csv",
        "/manage/audit",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert CANARY not in text_of(answer)


def test_a_text_can_be_removed_before_it_is_done(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post(WRITE, data={**WRITTEN, "who": CANARY})
    assert browser.post(f"{WRITE}/discard").location == WRITE
    assert CANARY not in everything()
    assert facts(alice) == []


def test_after_thirty_days_a_text_is_gone_also_before_the_worker_came(
    alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    browser.post(WRITE, data={**WRITTEN, "who": CANARY})
    db.session.execute(sa.update(ReportDraft).values(started_at=utcnow() - timedelta(days=30)))
    db.session.commit()
    assert CANARY not in text_of(browser.get(WRITE))
    assert retention.run(utcnow() - timedelta(days=1)).get("report_draft") is None
    assert retention.run(utcnow() + timedelta(minutes=1))["report_draft"] == 1
    assert CANARY not in everything()


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_daily_run_takes_what_is_left_of_a_text_out_of_the_file(
    alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    browser.post(WRITE, data={**WRITTEN, "who": CANARY})
    assert in_files()
    browser.post(REVIEW, data=JUDGED)
    db.session.rollback()
    retention.run(utcnow())
    assert in_files() == []


def in_files() -> list[str]:
    """The files of the database that hold the canary, the log included."""
    path = Path(db.engine.url.database or "")
    files = path.parent.glob(f"{path.name}*")
    return [file.name for file in files if CANARY.encode() in file.read_bytes()]
