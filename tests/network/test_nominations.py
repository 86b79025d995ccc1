"""An organisation puts somebody forward; the decision blanks name and address."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.errors import (
    HasSeat,
    NominationDecided,
    NominationLinkExpired,
    NotTakingPart,
    SeatsTaken,
    TooManyNominations,
)
from lms.extensions import db
from lms.mail.models import MailKind, OutboxMail
from lms.network import nominations, services
from lms.network.models import Nomination, NominationLink, Organisation, Seat, Site
from tests.factories import make_organisation, make_person, make_site
from tests.network.conftest import AtOnce, ago, today


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def firm(site: Site) -> Organisation:
    return make_organisation(site)


@pytest.fixture
def mira(app: Flask) -> Person:
    """Somebody of the programme team."""
    return make_person("Mira Programma")


def put_forward(
    firm: Organisation, site: Site, name: str = "Dewi Nieuw", replaces_id: int | None = None
) -> Nomination:
    nomination = nominations.nominate(
        organisation_id=firm.id,
        site_id=site.id,
        name=name,
        email=f" {name.partition(' ')[0]}@Example.invalid ",
        language="en",
        by=None,
        replaces_id=replaces_id,
    )
    db.session.commit()
    return nomination


def accept(nomination: Nomination, by: Person, replaces_id: int | None = None) -> Seat:
    outcome = nominations.accept(
        nomination=nomination, since=today(), by=by.id, invite=True, replaces_id=replaces_id
    )
    db.session.commit()
    return outcome.seat


def test_accepting_gives_the_seat_and_blanks_the_nomination(
    firm: Organisation, site: Site, mira: Person
) -> None:
    nomination = put_forward(firm, site)
    seat = accept(nomination, mira)
    person = db.session.get_one(Person, seat.person_id)
    assert (person.name, person.email, person.language) == (
        "Dewi Nieuw",
        "dewi@example.invalid",
        "en",
    )
    db.session.refresh(nomination)
    assert (nomination.state, nomination.name, nomination.email) == ("accepted", "", "")
    assert nomination.decided_by == mira.id


def test_accepting_may_hand_a_seat_over(firm: Organisation, site: Site, mira: Person) -> None:
    old = services.give_seat(
        organisation_id=firm.id, site_id=site.id, person=make_person(), since=ago(9), by=None
    )
    nomination = put_forward(firm, site, replaces_id=old.id)
    new = accept(nomination, mira, old.id)
    assert (old.until, new.number) == (today(), old.number)


def test_refusing_blanks_too(firm: Organisation, site: Site, mira: Person) -> None:
    nomination = put_forward(firm, site)
    nominations.refuse(nomination=nomination, by=mira.id)
    db.session.commit()
    assert (nomination.state, nomination.name, nomination.email) == ("refused", "", "")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 0
    with pytest.raises(NominationDecided):
        accept(nomination, mira)


def test_two_decisions_at_once(
    firm: Organisation, site: Site, mira: Person, at_once: AtOnce
) -> None:
    key, by = put_forward(firm, site).id, mira.id

    def accepting() -> None:
        nomination = db.session.get_one(Nomination, key)
        nominations.accept(nomination=nomination, since=today(), by=by, invite=False)

    def refusing() -> None:
        nominations.refuse(nomination=db.session.get_one(Nomination, key), by=by)

    assert at_once(accepting, refusing) == ["done", "nomination-decided"]


def test_a_refused_decision_leaves_the_nomination_open(
    firm: Organisation, site: Site, mira: Person
) -> None:
    for name in ("Alice", "Bob"):
        services.give_seat(
            organisation_id=firm.id,
            site_id=site.id,
            person=make_person(name),
            since=today(),
            by=None,
        )
    nomination = put_forward(firm, site)
    with pytest.raises(SeatsTaken):
        accept(nomination, mira)
    db.session.rollback()
    assert (nomination.state, nomination.name) == ("open", "Dewi Nieuw")


def test_somebody_who_holds_a_seat_is_not_accepted_again(
    firm: Organisation, site: Site, mira: Person
) -> None:
    first = put_forward(firm, site)
    accept(first, mira)
    with pytest.raises(HasSeat):
        accept(put_forward(firm, site), mira)


def test_three_may_wait_and_no_fourth(firm: Organisation, site: Site) -> None:
    for name in ("Dewi", "Elif", "Fenna"):
        put_forward(firm, site, name)
    with pytest.raises(TooManyNominations):
        put_forward(firm, site, "Gijs")
    assert put_forward(firm, site, "Dewi").name == "Dewi", "the same again is the same one"
    put_forward(make_organisation(site, "Handel Proef"), site, "Gijs")


def test_only_for_who_takes_part(firm: Organisation) -> None:
    with pytest.raises(NotTakingPart):
        put_forward(firm, make_site("naaldwijk"))


def test_a_link_works_once(firm: Organisation, site: Site, mira: Person, at_once: AtOnce) -> None:
    token = nominations.make_link(organisation_id=firm.id, site_id=site.id, by=mira.id)

    def using(name: str) -> None:
        nominations.nominate_by_link(
            token=token, name=name, email=f"{name}@example.invalid", language="nl"
        )

    assert at_once(lambda: using("dewi"), lambda: using("elif")) == [
        "done",
        "nomination-link-expired",
    ]
    assert token not in (db.session.scalar(sa.select(NominationLink.token_hash)) or "")


def test_a_link_expires(firm: Organisation, site: Site, mira: Person) -> None:
    token = nominations.make_link(organisation_id=firm.id, site_id=site.id, by=mira.id)
    db.session.execute(sa.update(NominationLink).values(expires_at=utcnow()))
    with pytest.raises(NominationLinkExpired):
        nominations.find_link(token)
    with pytest.raises(NominationLinkExpired):
        nominations.find_link("onzin")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_letter_tells_nothing_in_its_subject(
    firm: Organisation, site: Site, mira: Person, language: str
) -> None:
    token = nominations.make_link(organisation_id=firm.id, site_id=site.id, by=mira.id)
    nominations.send_link(token=token, email="Info@Example.invalid", language=language)
    letter = db.session.scalars(sa.select(OutboxMail)).one()
    assert (letter.kind, letter.address) == (MailKind.NOMINATION, "info@example.invalid")
    assert f"/nominate/{token}" in letter.text
    for word in ("POCO", "ondermijning", firm.name, site.name):
        assert word.lower() not in letter.subject.lower()
