"""The list of those who have not signed in yet, and inviting from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import invitations
from lms.accounts.models import Invitation, Person
from lms.audit.models import AuditEntry
from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import MailState, OutboxMail
from lms.network.models import Site
from tests.factories import make_person, make_site
from tests.followup.conftest import letters_to, poco


def states(page: str) -> dict[str, str]:
    """Name → state, as the table shows them."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", page, re.S)
    return {
        re.search(r"<span>(.*?)</span>", row).group(1): re.search(
            r'<span class="tag[^"]*">(.*?)</span>', row
        ).group(1)
        for row in rows
    }


def invite(person: Person) -> Invitation:
    invitation = invitations.invite(person=person, by=None)
    db.session.commit()
    return invitation


def test_the_list_says_where_each_invitation_is(app: Flask, staff: FlaskClient, site: Site) -> None:
    people = {name: poco(f"Alice {name}", site) for name in "abcdefgh"}
    for name in "bcdefg":
        invite(people[name])
    letter = {person.id: row for person in people.values() for row in letters_to(person)}
    letter[people["c"].id].state = MailState.SENT.value
    letter[people["d"].id].state = MailState.FAILED.value
    rows = {row.person_id: row for row in db.session.scalars(sa.select(Invitation))}
    rows[people["e"].id].expires_at = utcnow()
    invitations.withdraw(person_id=people["f"].id)
    rows[people["g"].id].accepted_at = utcnow()
    people["h"].blocked_at = utcnow()
    db.session.commit()
    assert states(staff.get("/manage/invitations").text) == {
        "Alice a": "Niet uitgenodigd",
        "Alice b": "In de postbak",
        "Alice c": "Verstuurd",
        "Alice d": "Niet bezorgd",
        "Alice e": "Verlopen",
        "Alice f": "Ingetrokken",
    }
    assert states(staff.get("/manage/invitations?state=failed").text) == {"Alice d": "Niet bezorgd"}
    assert states(staff.get("/manage/invitations?state=accepted").text) == {
        "Alice g": "Geaccepteerd"
    }
    for sort in ("name", "organisation", "when", "-when"):
        assert staff.get(f"/manage/invitations?sort={sort}").status_code == 200
    assert staff.get("/manage/invitations?state=lost").status_code == 404


def test_who_signed_in_before_is_not_in_it(app: Flask, staff: FlaskClient, site: Site) -> None:
    poco("Alice Binnen", site, signed_in=3)
    make_person("Bob Wachtwoord", password=True)
    poco("Alice Buiten", site)
    assert set(states(staff.get("/manage/invitations").text)) == {"Alice Buiten"}


def test_who_is_invited_once_more_waits_again(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice = poco("Alice Weer", site, signed_in=30)
    invite(alice).accepted_at = utcnow()
    db.session.execute(sa.update(OutboxMail).values(created_at=utcnow() - timedelta(hours=2)))
    db.session.commit()
    assert states(staff.get("/manage/invitations").text) == {}
    assert states(staff.get("/manage/invitations?state=accepted").text) == {
        "Alice Weer": "Geaccepteerd"
    }
    invite(alice)
    assert states(staff.get("/manage/invitations").text) == {"Alice Weer": "In de postbak"}
    assert states(staff.get("/manage/invitations?state=accepted").text) == {}


def test_an_old_invitation_of_which_only_the_milestone_is_left(
    app: Flask, staff: FlaskClient, site: Site
) -> None:
    poco("Alice Lang", site, invited=500)
    assert states(staff.get("/manage/invitations").text) == {"Alice Lang": "Verlopen"}


def test_those_who_are_ticked_are_invited(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice, bob, charlie = (poco(name, site) for name in ("Alice", "Bob", "Charlie"))
    ids = [alice.public_id, bob.public_id]
    answer = staff.post("/manage/invitations/send", data={"person": ids, "site": "aalsmeer"})
    assert answer.location == "/manage/invitations?site=aalsmeer"
    assert "2 uitnodigingen zijn onderweg" in staff.get(answer.location).text
    assert len(letters_to(alice)) == len(letters_to(bob)) == 1
    assert letters_to(charlie) == []
    staff.post("/manage/invitations/send", data={"person": ids})
    assert len(letters_to(alice)) == 1, "one letter an hour"


def test_everybody_in_the_list_is_invited(app: Flask, staff: FlaskClient, site: Site) -> None:
    there = poco("Alice Daar", make_site("naaldwijk"))
    people = [poco(f"Alice {number}", site) for number in range(5)]
    staff.post("/manage/invitations/send", data={"everyone": "1", "site": "aalsmeer"})
    assert [len(letters_to(person)) for person in people] == [1] * 5
    assert letters_to(there) == []
    notes = db.session.scalars(
        sa.select(AuditEntry.detail).where(AuditEntry.action == "invitation.send")
    ).all()
    assert notes == [{"people": 5, "letters": 5}]


def test_everybody_who_was_found_is_invited(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice, bob = poco("Alice Roos", site), poco("Bob Tulp", site)
    page = staff.post("/manage/invitations", data={"q": "roo"}).text
    assert set(states(page)) == {"Alice Roos"}
    staff.post("/manage/invitations/send", data={"everyone": "1", "q": "roo"})
    assert len(letters_to(alice)) == 1
    assert letters_to(bob) == []


def test_nobody_chosen_changes_nothing(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice = poco("Alice", site)
    staff.post("/manage/invitations/send")
    assert "Kies eerst" in staff.get("/manage/invitations").text
    assert letters_to(alice) == []


def test_withdrawing_and_undoing_it(app: Flask, staff: FlaskClient, site: Site) -> None:
    alice = poco("Alice", site)
    one = {"person": [alice.public_id]}
    staff.post("/manage/invitations/send", data=one)
    staff.post("/manage/invitations/withdraw", data=one)
    assert states(staff.get("/manage/invitations").text) == {"Alice": "Ingetrokken"}
    staff.post("/manage/invitations/send", data=one)
    assert states(staff.get("/manage/invitations").text) == {"Alice": "In de postbak"}
    assert [letter.state for letter in letters_to(alice)] == [
        MailState.WITHDRAWN,
        MailState.WAITING,
    ]


@pytest.mark.parametrize("verb", ["send", "withdraw"])
def test_a_coordinator_reaches_the_own_sites_only(
    app: Flask, coordinator: FlaskClient, site: Site, verb: str
) -> None:
    own, stranger = poco("Alice Hier", site), poco("Alice Daar", make_site("naaldwijk"))
    invite(own)
    invite(stranger)
    assert set(states(coordinator.get("/manage/invitations").text)) == {"Alice Hier"}
    assert coordinator.get("/manage/invitations?site=naaldwijk").status_code == 404
    address = f"/manage/invitations/{verb}"
    answer = coordinator.post(address, data={"person": [own.public_id, stranger.public_id]})
    assert answer.status_code == 404
    assert coordinator.post(address, data={"everyone": "1", "site": "naaldwijk"}).status_code == 404
    coordinator.post(address, data={"everyone": "1"})
    assert [letter.state for letter in letters_to(stranger)] == [MailState.WAITING]


def test_names_stand_in_no_address(app: Flask, staff: FlaskClient, site: Site) -> None:
    poco("Alice Roos", site)
    page = staff.post("/manage/invitations", data={"q": "roos"}).text
    assert not [url for url in re.findall(r'(?:href|action)="([^"]*)"', page) if "roos" in url]


def test_the_number_of_statements_does_not_grow(
    app: Flask,
    staff: FlaskClient,
    site: Site,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for number in range(3):
        for place in range(number + 1):
            invite(poco(f"Alice {number} {place}", site))
        staff.get("/manage/invitations")
        with count_queries() as seen:
            staff.get("/manage/invitations")
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    # The edition, who is asking, the sites, who waits, who came in, the rows.
    assert counts == [6] * 3


def test_a_letter_that_waits_two_hours_is_replaced(
    app: Flask, staff: FlaskClient, site: Site
) -> None:
    alice = poco("Alice", site)
    invite(alice)
    db.session.execute(sa.update(OutboxMail).values(created_at=utcnow() - timedelta(hours=2)))
    db.session.commit()
    staff.post("/manage/invitations/send", data={"person": [alice.public_id]})
    assert [letter.state for letter in letters_to(alice)] == [
        MailState.WITHDRAWN,
        MailState.WAITING,
    ]
