"""The page of an organisation: who, how far, what next; and what can be done from it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Invitation, Person
from lms.audit.models import AuditEntry
from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.network import nominations, services
from lms.network.models import Handover, Organisation, Participation, Seat, Site
from tests.factories import make_person
from tests.insight.conftest import do
from tests.manage.conftest import words
from tests.network.conftest import ago, today

DEWI = {"person": "new", "name": "Dewi Nieuw", "email": "Dewi@Example.invalid", "language": "nl"}


def give(
    firm: Organisation, site: Site, name: str, since: date | None = None, *, invite: bool = False
) -> Seat:
    seat = services.give_seat(
        organisation_id=firm.id,
        site_id=site.id,
        person=make_person(name),
        since=since or ago(30),
        by=None,
        invite=invite,
    )
    db.session.commit()
    return seat


def page_of(firm: Organisation) -> str:
    return f"/manage/organisations/{firm.public_id}"


def seat_page(firm: Organisation, site: Site, what: str) -> str:
    return f"{page_of(firm)}/seats/{site.slug}/{what}"


def test_the_next_step_follows_what_is_there(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    def step() -> str:
        return words(staff.get(page_of(firm)))

    assert "Kies een POCO" in step()
    seat = give(firm, site, "Alice Proef")
    assert "Nodig Alice Proef uit" in step()
    assert staff.post(seat_page(firm, site, "1/invite")).location == page_of(firm)
    assert "Kies een tweede POCO" in step()
    give(firm, site, "Bob Proef", invite=True)
    assert "Hier is alles op orde" in step()
    person = db.session.get_one(Person, seat.person_id)
    person.blocked_at = utcnow()
    db.session.commit()
    assert "Draag de plek van Alice Proef over" in step()


def test_a_candidate_comes_first(staff: FlaskClient, firm: Organisation, site: Site) -> None:
    nominations.nominate(
        organisation_id=firm.id,
        site_id=site.id,
        name="Dewi Nieuw",
        email="dewi@example.invalid",
        language="nl",
        by=None,
    )
    db.session.commit()
    assert "Beslis over Dewi Nieuw" in words(staff.get(page_of(firm)))


def test_a_seat_is_given_and_an_unknown_address_makes_the_person(
    coordinator: FlaskClient, firm: Organisation, site: Site
) -> None:
    page = coordinator.post(
        seat_page(firm, site, "give"), data={**DEWI, "since": today().isoformat(), "invite": "y"}
    )
    assert page.location == page_of(firm)
    assert db.session.scalar(sa.select(Person.name).where(Person.email == "dewi@example.invalid"))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1
    shown = words(coordinator.get(page_of(firm)))
    assert "Dewi Nieuw heeft nu een POCO-plek. De uitnodiging is onderweg." in shown


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
        ({"name": " "}, "Vul de naam in."),
        ({"since": "31-31-2026"}, "Vul de dag in."),
        ({"since": ago(-1).isoformat()}, "tot en met vandaag"),
        ({"since": ago(400).isoformat()}, "tot en met vandaag"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    staff: FlaskClient, firm: Organisation, site: Site, changes: dict[str, str], text: str
) -> None:
    give(firm, site, "Alice Proef")
    sent = {**DEWI, "since": today().isoformat(), **changes}
    page = staff.post(seat_page(firm, site, "give"), data=sent)
    assert page.status_code == 400
    assert text in words(page)
    assert 'value="Dewi' in page.get_data(as_text=True) or changes.keys() & {"name", "email"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 1


def test_a_third_seat_is_refused_with_the_offer_of_a_handover(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    for name in ("Alice Proef", "Bob Proef"):
        give(firm, site, name)
    for page in (
        staff.get(seat_page(firm, site, "give")),
        staff.post(seat_page(firm, site, "give"), data={**DEWI, "since": today().isoformat()}),
    ):
        assert "Beide POCO-plekken zijn bezet" in words(page)
        assert seat_page(firm, site, "2/handover") in page.get_data(as_text=True)
    assert page.status_code == 409


def test_a_handover_keeps_history_and_cover(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    seat = give(firm, site, "Alice Proef", ago(100))
    do(db.session.get_one(Person, seat.person_id), ago(60))
    form = staff.get(seat_page(firm, site, "1/handover"))
    assert "Alice Proef" in words(form)
    page = staff.post(
        seat_page(firm, site, "1/handover"), data={**DEWI, "since": ago(10).isoformat()}
    )
    assert page.location == page_of(firm)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Handover)) == 1
    shown = words(staff.get(page_of(firm)))
    assert "heeft de plek op" in shown
    assert "overgedragen aan Dewi Nieuw" in shown
    assert "Er was geen open werk om mee over te dragen." in shown
    assert "Alice Proef" in shown.partition("Wie eerder een POCO-plek had")[2]
    cover = shown.partition("Dekking door de tijd")[2].partition("Wie eerder")[0]
    assert (cover.count("gedekt"), cover.count("niet gedekt")) == (3, 2), "covered in between"


def test_somebody_the_organisation_knows_can_be_chosen(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    left = give(firm, site, "Alice Proef", ago(100))
    services.end_seat(seat=left, on=ago(50))
    give(firm, site, "Bob Proef")
    alice = db.session.get_one(Person, left.person_id)
    answer = staff.post(
        seat_page(firm, site, "give"),
        data={"person": alice.public_id, "language": "nl", "since": today().isoformat()},
    )
    assert answer.status_code == 302
    assert db.session.scalar(
        sa.select(sa.func.count()).where(Seat.person_id == alice.id, Seat.until.is_(None))
    )


def test_who_can_sign_in_already_gets_a_seat_and_no_letter(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    pages = {"Alice Kan": "give", "Bob Kan": "1/handover"}
    for name, page in pages.items():
        email = make_person(name, password=True).email
        sent = {**DEWI, "email": email, "since": today().isoformat(), "invite": "y"}
        answer = staff.post(seat_page(firm, site, page), data=sent)
        assert answer.status_code == 302
        said = words(staff.get(answer.location))
        assert name in said
        assert "De uitnodiging is onderweg" not in said
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0


def test_a_page_that_is_out_of_date_changes_nothing(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    seat = give(firm, site, "Alice Proef")
    alice = db.session.get_one(Person, seat.person_id).public_id
    services.end_seat(seat=seat, on=today())
    give(firm, site, "Bob Proef", today())
    sent = {"on": today().isoformat(), "holder": alice}
    page = staff.post(seat_page(firm, site, "1/end"), data=sent)
    assert page.status_code == 409
    assert "Iemand heeft deze POCO-plek intussen veranderd." in words(page)
    assert db.session.scalar(sa.select(sa.func.count()).where(Seat.until.is_(None))) == 1


def test_a_seat_ends(staff: FlaskClient, firm: Organisation, site: Site) -> None:
    give(firm, site, "Alice Proef", ago(5))
    assert "Dit is de enige POCO" in words(staff.get(seat_page(firm, site, "1/end")))
    late = staff.post(seat_page(firm, site, "1/end"), data={"on": ago(-1).isoformat()})
    assert late.status_code == 400
    staff.post(seat_page(firm, site, "1/end"), data={"on": ago(5).isoformat()})
    assert "vergissing" in words(staff.get(page_of(firm)))


def test_taking_part_ends_after_a_plain_question(
    coordinator: FlaskClient, firm: Organisation, site: Site
) -> None:
    give(firm, site, "Alice Proef")
    address = f"{page_of(firm)}/participation/aalsmeer/end"
    assert "Eindigt die ook?" in words(coordinator.get(address))
    sent = {"on": today().isoformat()}
    assert coordinator.post(address, data=sent).status_code == 400
    answer = coordinator.post(address, data={**sent, "seats": "y"})
    assert answer.location == "/manage/organisations", "it is out of reach now"
    assert db.session.scalar(sa.select(Participation.until)) == today()


def test_another_site_is_added(staff: FlaskClient, firm: Organisation, other_site: Site) -> None:
    address = f"{page_of(firm)}/participation"
    sent = {"site": other_site.slug, "since": today().isoformat()}
    assert staff.post(address, data=sent).status_code == 302
    assert "POCO’s in Naaldwijk" in words(staff.get(page_of(firm)))
    assert staff.get(address).status_code == 404, "there is no further site"


def test_name_and_kind_change(staff: FlaskClient, firm: Organisation) -> None:
    staff.post(f"{page_of(firm)}/edit", data={"name": "  Bloemen   Proef ", "kind": "trader"})
    db.session.refresh(firm)
    assert (firm.name, firm.kind, firm.search_key) == ("Bloemen Proef", "trader", "bloemenproef")


def test_looking_and_changing_are_noted_without_names(
    staff: FlaskClient, firm: Organisation, site: Site
) -> None:
    staff.get(page_of(firm))
    staff.post(seat_page(firm, site, "give"), data={**DEWI, "since": today().isoformat()})
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["organisation.seen", "seat.given"]
    assert "Dewi" not in str([entry.detail for entry in entries])
