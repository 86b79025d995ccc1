"""Nothing stays longer than it should, and an erased name goes from what was sealed too."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.extensions import begin_writing, db
from lms.network.models import Participation
from lms.privacy import erasure, retention
from lms.resilience import queries, services
from lms.resilience.contents import Text
from lms.resilience.models import KEPT_FOR, ActionPlan, Measure, ResilienceScan
from tests.resilience.conftest import Firm, SignIn, second_poco


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def run(after: timedelta) -> None:
    db.session.rollback()
    begin_writing()
    retention.run(utcnow() + after)


def add(firm: Firm, text: str = "Licht aan", owner: str = "Techniek") -> str:
    row = services.add_measure(organisation_id=firm.id, content=Text(text, owner))
    db.session.commit()
    return row.public_id


def test_a_scan_and_a_measure_go_two_years_after_their_last_change(firm: Firm) -> None:
    services.start(organisation_id=firm.id)
    add(firm)
    run(KEPT_FOR - timedelta(hours=1))
    assert (count(ResilienceScan), count(Measure)) == (1, 1)
    # Working on one keeps it.
    later = utcnow() + timedelta(days=1)
    db.session.execute(sa.update(Measure).values(changed_at=later))
    db.session.commit()
    run(KEPT_FOR + timedelta(hours=1))
    assert (count(ResilienceScan), count(Measure)) == (0, 1)


def test_what_an_organisation_left_behind_goes_with_the_daily_run(firm: Firm) -> None:
    add(firm)
    db.session.execute(sa.update(Participation).values(until=firm.seat.since + timedelta(days=9)))
    db.session.commit()
    run(timedelta(0))
    assert count(Measure) == 0


def test_an_erased_name_goes_from_the_measures_of_the_own_organisation(firm: Firm) -> None:
    bob = second_poco(firm, "Bob van der Vlucht")
    add(firm, "Bob van der Vlucht belt de planning", "bob.van.der.vlucht@example.invalid")
    add(firm, "Niets over hem")
    erasure.carry_out(person_id=bob.id, by=None, now=utcnow())
    texts = {(m.content.text, m.content.owner) for m in queries.measures(firm.id)}
    assert texts == {("[…] belt de planning", "[…]"), ("Niets over hem", "Techniek")}


def test_the_plan_is_in_the_download_and_goes_with_the_person(
    app: Flask, firm: Firm, sign_in: SignIn
) -> None:
    add(firm, "Nooit in een download")
    alice: Person = firm.poco
    browser = sign_in(alice)
    browser.post("/plan/tell", data={"done": "1"})
    data = browser.get("/me/data.json")
    (part,) = [part for part in data.json["about_you"] if part["table"] == "action_plan"]
    assert list(part["rows"][0]["done"]) == ["tell"]
    assert "Nooit in een download" not in data.text
    assert "Je eerste 90 dagen" in browser.get("/me/data").text
    erasure.carry_out(person_id=alice.id, by=None, now=utcnow())
    assert count(ActionPlan) == 0
