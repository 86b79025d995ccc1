"""The pages of kits and sessions: what a POCO sees and does there, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.content.kits.types import Round
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.training import names, services
from lms.training.models import SessionState, SignInList, Tally, TrainingSession
from tests.factories import give_role, make_person
from tests.training.conftest import ASKED_ONCE, ASKED_TWICE, KIT, TODAY, Firm, answers, given

SignIn = Callable[[Person], FlaskClient]


def text(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.text


@pytest.fixture
def alice(firm: Firm, sign_in: SignIn) -> FlaskClient:
    return sign_in(firm.alice)


def test_a_kit_is_gone_through_and_nothing_of_an_answer_is_kept(
    firm: Firm, alice: FlaskClient
) -> None:
    assert "Op het perron" in text(alice, "/kits")
    page = text(alice, f"/kits/{KIT}?lang=pl")
    assert "Nieznany samochód." in page
    wrong = alice.post(f"/kits/{KIT}/check/{ASKED_TWICE}?lang=pl", data={"answer": "b"})
    assert "Zrozumiałe" in wrong.text
    part = {"X-Partial": "1"}
    nothing = alice.post(f"/kits/{KIT}/check/{ASKED_TWICE}", headers=part)
    assert (nothing.status_code, "<html" in nothing.text) == (400, False)
    assert alice.post(f"/kits/{KIT}/check/onbekend").status_code == 404
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(Tally))


def test_one_button_plans_and_starts(firm: Firm, alice: FlaskClient) -> None:
    assert 'value="start"' in text(alice, f"/sessions/new?kit={KIT}")
    data = {"kit": KIT, "language": "nl", "day": TODAY.isoformat(), "way": "phones", "go": "start"}
    response = alice.post("/sessions/new", data=data)
    session = db.session.scalars(sa.select(TrainingSession)).one()
    assert response.status_code == 307  # the browser sends the form on, with its token
    assert response.location == f"/sessions/{session.public_id}/start"
    assert session.given_by == firm.alice.id


def test_both_pocos_plan_change_and_call_off_and_nobody_else(firm: Firm, sign_in: SignIn) -> None:
    alice, bob, charlie = (sign_in(person) for person in (firm.alice, firm.bob, firm.charlie))
    day = TODAY + timedelta(days=9)
    data = {
        "kit": KIT,
        "language": "pl",
        "day": day.isoformat(),
        "way": "hands",
        "place": "Kantine",
    }
    place = alice.post("/sessions/new", data={**data, "go": "plan"}).location
    assert "Kantine" in text(bob, place)
    assert "Kantine" in text(bob, "/sessions")
    for client, address in ((charlie, place), (charlie, f"{place}/edit")):
        assert client.get(address).status_code == 404
    assert charlie.post(f"{place}/cancel").status_code == 404
    changed = bob.post(f"{place}/edit", data={**data, "expected": "12", "ask": "y"})
    assert changed.status_code == 302
    assert "12" in text(alice, place)
    for wrong in ("0", "twaalf"):
        refused = alice.post(f"{place}/edit", data={**data, "expected": wrong})
        assert refused.status_code == 400
        assert "Vul een getal in van 1 tot 2000." in refused.text
    alice.post(f"{place}/cancel")
    session = db.session.scalars(sa.select(TrainingSession)).one()
    assert session.state == SessionState.CANCELLED
    assert text(alice, place)


def test_a_session_on_paper_is_entered_with_its_counts(firm: Firm, alice: FlaskClient) -> None:
    address = f"/sessions/paper?kit={KIT}"
    assert KIT in text(alice, "/sessions/paper")
    asked = f"count-{ASKED_ONCE}-once"
    data = {"day": TODAY.isoformat(), "headcount": "9", "language": "nl"}
    assert alice.post(address, data={**data, f"{asked}-true": "12"}).status_code == 400
    assert alice.post(address, data={**data, f"{asked}-true": "-1"}).status_code == 400
    assert alice.post(address, data={**data, "headcount": ""}).status_code == 400
    assert given(firm.alice) == []
    response = alice.post(address, data={**data, f"{asked}-true": "2", f"{asked}-false": "7"})
    assert response.status_code == 302
    assert given(firm.alice) == ["training_given"]
    page = text(alice, response.location)
    assert "78\xa0%" in page
    alice.post(f"{response.location}/take-back")
    assert given(firm.alice) == ["training_given", "training_withdrawn"]


def test_small_groups_see_the_answer_and_no_numbers(firm: Firm, alice: FlaskClient) -> None:
    few = firm.hold(4, answers(ASKED_ONCE, Round.ONCE, true=1, false=3))
    page = text(alice, f"/sessions/{few.public_id}")
    assert "Minder dan 5 mensen" in page
    assert "Je meldt wat je ziet." in page
    assert "answer-count" not in page
    assert "75\xa0%" not in page


def test_gain_and_other_sessions_are_told_of_groups_large_enough(
    firm: Firm, alice: FlaskClient
) -> None:
    twice = [
        *answers(ASKED_TWICE, Round.BEFORE, a=4, b=6),
        *answers(ASKED_TWICE, Round.AFTER, a=9, b=1),
    ]
    address = f"/sessions/{firm.hold(10, twice).public_id}"
    elsewhere = db.session.scalars(
        sa.select(type(firm.seat)).where(type(firm.seat).person_id == firm.charlie.id)
    ).one()
    for _two in range(2):
        firm.hold(6, answers(ASKED_TWICE, Round.AFTER, a=3, b=3), seat=elsewhere)
    page = text(alice, address)
    assert "50 procentpunt" in page
    assert "bij andere" not in page
    firm.hold(6, answers(ASKED_TWICE, Round.AFTER, a=3, b=3), seat=elsewhere)
    assert "bij andere trainingen 50\xa0%" in text(alice, address)


def test_names_are_for_the_pocos_of_the_organisation_alone(firm: Firm, sign_in: SignIn) -> None:
    session = firm.hold()
    address = f"/sessions/{session.public_id}/names"
    alice, charlie = sign_in(firm.alice), sign_in(firm.charlie)
    assert charlie.get(address).status_code == 404
    alice.post(address, data={"names": "Ida Proef\n\n  Jan   Test "})
    assert names.read(session) == ["Ida Proef", "Jan Test"]
    assert "Jan Test" in text(sign_in(firm.bob), address)
    assert "Ida" not in text(alice, f"/sessions/{session.public_id}")
    alice.post(address, data={"names": ""})
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(SignInList))


def test_the_note_is_the_pocos_own(firm: Firm, sign_in: SignIn) -> None:
    session = firm.hold()
    address = f"/sessions/{session.public_id}"
    alice = sign_in(firm.alice)
    alice.post(f"{address}/note", data={"note": "Volgende keer eerder beginnen"})
    assert "Volgende keer eerder beginnen" in text(sign_in(firm.bob), address)
    assert sign_in(firm.charlie).post(f"{address}/note", data={"note": "x"}).status_code == 404
    assert alice.post(f"{address}/note", data={"note": "x" * 1001}).status_code == 400


def test_a_seat_that_ended_opens_nothing_any_more(firm: Firm, sign_in: SignIn) -> None:
    session = firm.hold()
    bob = sign_in(firm.bob)
    assert text(bob, f"/sessions/{session.public_id}")
    seat = db.session.scalars(
        sa.select(type(firm.seat)).where(type(firm.seat).person_id == firm.bob.id)
    ).one()
    seat.until = TODAY
    db.session.commit()
    assert bob.get(f"/sessions/{session.public_id}").status_code == 404
    assert bob.get("/sessions").status_code == 404
    assert session.state == services.SessionState.CLOSED


def test_staff_answer_who_asks_for_company_and_the_poco_gets_a_letter(
    firm: Firm, sign_in: SignIn
) -> None:
    bob = make_person("Bob Programma")
    give_role(bob, "coordinator", firm.site)
    session = firm.plan(day=TODAY + timedelta(days=6), ask_co_trainer=True)
    staff = sign_in(bob)
    assert "Gevraagd om mee te komen" in text(staff, "/manage")
    assert "Kwekerij Proef" in text(staff, "/manage/trainings")
    address = f"/manage/trainings/{session.public_id}"
    assert staff.post(address, data={"answer": "misschien"}).status_code == 404
    for _twice in range(2):
        staff.post(address, data={"answer": "coming"})
    letter = db.session.scalars(sa.select(OutboxMail)).one()
    assert letter.address == firm.alice.email
    assert session.public_id in letter.text
    assert "training" not in letter.subject.lower()
    assert "Er komt iemand van het programmateam mee" in text(
        sign_in(firm.alice), f"/sessions/{session.public_id}"
    )
