"""An invitation: one letter, one link, two weeks; and every way in which it does not work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import invitations
from lms.accounts import services as accounts
from lms.accounts.keys import Passkey
from lms.accounts.models import Invitation, LoginSession, Person
from lms.clock import utcnow
from lms.errors import NotInvitable
from lms.extensions import db
from lms.mail.models import MailState, OutboxMail
from lms.progress.queries import standing_of
from tests import factories
from tests.factories import COURSE, enrol

SignIn = Callable[[Person], FlaskClient]


def make_person(name: str = "Alice Proef", *, language: str = "nl", **options: bool) -> Person:
    """Somebody who cannot sign in yet."""
    return factories.make_person(name, language=language, ready=False, **options)


def letters() -> list[OutboxMail]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)))


def invite(person: Person) -> str:
    """Invite, and return the path of the link in the letter."""
    invitations.invite(person=person, by=None)
    db.session.commit()
    found = re.search(r"http://[^/]+(/invitation/\S+)", letters()[-1].text)
    assert found
    return found.group(1)


def newest() -> Invitation:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalar(sa.select(Invitation).order_by(Invitation.id.desc()).limit(1))
    assert found is not None
    return found


def move(**values: object) -> None:
    """Change the newest invitation."""
    row = newest()
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_letter_tells_strangers_nothing(app: Flask, language: str) -> None:
    alice = make_person("Alice Proef", language=language)
    enrol(alice)
    invite(alice)
    (letter,) = letters()
    opening = letter.text.split("\n\n")[0] + letter.text.split("\n\n")[1] + letter.subject
    for word in ("POCO", "Alice", "ondermijning", "crimi", "Sierteelt", "FloraHolland"):
        assert word.lower() not in opening.lower()
    assert letter.text.count("http") == 1
    assert letter.language == language


def test_the_link_opens_the_account_once(app: Flask, client: FlaskClient) -> None:
    alice = make_person("Alice Proef", language="en")
    enrol(alice)
    path = invite(alice)
    page = client.get(path)
    assert page.status_code == 200
    assert "Welcome" in page.text
    assert "Alice" not in page.text
    assert newest().accepted_at is None, "looking uses nothing up"
    answer = client.post(path, data={"language": "nl"})
    assert answer.location == "/welcome"
    assert client.get(answer.location).status_code == 200
    assert newest().accepted_at is not None
    assert db.session.get_one(Person, alice.id).language == "nl"
    assert standing_of(alice.id, COURSE).invited_at is not None
    assert standing_of(alice.id, COURSE).signed_in_at is not None


def test_a_used_link_says_so(app: Flask, client: FlaskClient) -> None:
    path = invite(make_person())
    client.post(path)
    other = app.test_client()
    for answer in (other.get(path), other.post(path)):
        assert answer.status_code == 410
        assert "al gebruikt" in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LoginSession)) == 1


def test_opening_it_again_on_the_same_device_is_no_fault(app: Flask, client: FlaskClient) -> None:
    path = invite(make_person())
    client.post(path)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "al ingelogd" in answer.text


def test_a_link_that_is_too_old_can_be_renewed(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    path = invite(alice)
    move(created_at=utcnow() - timedelta(days=15), expires_at=utcnow() - timedelta(days=1))
    for letter in letters():
        letter.created_at = utcnow() - timedelta(days=15)
    db.session.commit()
    assert client.get(path).status_code == client.post(path).status_code == 410
    answer = client.post(f"{path}/again")
    assert "onderweg" in answer.text
    assert len(letters()) == 2
    assert letters()[-1].address == alice.email
    assert "nieuwere brief" in client.get(path).text, "the old link points to the new letter"
    client.post(f"{path}/again")
    assert len(letters()) == 2, "only a link that is too old is renewed"


def test_a_withdrawn_link_says_so_and_cannot_be_renewed(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    path = invite(alice)
    assert invitations.withdraw(person_id=alice.id)
    db.session.commit()
    assert "teruggetrokken" in client.get(path).text
    client.post(f"{path}/again")
    assert client.post(path).status_code == 410
    assert [letter.state for letter in letters()] == [MailState.WITHDRAWN]
    assert letters()[0].text == ""


def test_a_link_that_is_not_ours_explains_itself(client: FlaskClient) -> None:
    answer = client.get("/invitation/half-a-link")
    assert answer.status_code == 410
    assert "hele adres" in answer.text


def test_somebody_else_who_is_signed_in_is_told(app: Flask, sign_in: SignIn) -> None:
    path = invite(make_person("Alice Proef", language="en"))
    browser = sign_in(factories.make_person("Bob Trainer"))
    page = browser.get(path).text
    assert "Bob" in page
    assert 'name="language" value="en"' in page
    assert browser.post(path, data={"language": "en"}).status_code == 302
    ended = db.session.scalars(sa.select(LoginSession.ended_at).order_by(LoginSession.id)).all()
    assert ended[0] is not None
    assert ended[1] is None
    assert browser.get("/welcome").status_code == 200


def test_the_page_speaks_the_language_that_was_chosen(app: Flask, client: FlaskClient) -> None:
    path = invite(make_person("Alice Proef", language="nl"))
    assert "Welkom" in client.get(path).text
    answer = client.post("/language", data={"language": "en", "next": path})
    assert answer.location == path
    page = client.get(path).text
    assert "Welcome" in page
    assert 'name="language" value="en"' in page


def test_who_can_sign_in_already_is_not_let_in_by_a_letter(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    path = invite(alice)
    db.session.add(Passkey(person_id=alice.id, credential_id=b"1", public_key=b"2"))
    db.session.commit()
    assert client.post(path).status_code == 410
    assert "al gebruikt" in client.get(path).text
    with pytest.raises(NotInvitable):
        invitations.invite(person=alice, by=None)


@pytest.mark.parametrize("column", ["blocked_at", "erased_at"])
def test_blocked_and_erased_people_get_nothing(
    app: Flask, client: FlaskClient, column: str
) -> None:
    alice = make_person()
    path = invite(alice)
    setattr(alice, column, utcnow())
    db.session.commit()
    assert client.post(path).status_code == 410
    with pytest.raises(NotInvitable):
        invitations.invite(person=alice, by=None)


def test_two_clicks_are_one_letter(app: Flask) -> None:
    alice = make_person()
    first = invitations.invite(person=alice, by=None)
    assert invitations.invite(person=alice, by=None).id == first.id
    assert len(letters()) == 1


def test_sending_again_later_makes_a_new_link(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    old = invite(alice)
    letters()[0].created_at = utcnow() - timedelta(hours=2)
    new = invite(alice)
    assert [letter.state for letter in letters()] == [MailState.WITHDRAWN, MailState.WAITING]
    assert "nieuwere brief" in client.get(old).text
    assert client.post(new).status_code == 302


def test_withdrawing_is_undone_by_sending_again(app: Flask, client: FlaskClient) -> None:
    alice = make_person()
    path = invite(alice)
    letters()[0].state = MailState.SENT.value
    invitations.withdraw(person_id=alice.id)
    invitations.invite(person=alice, by=None)
    db.session.commit()
    assert len(letters()) == 1, "the letter of this hour works again"
    assert client.post(path).status_code == 302


def test_withdrawing_before_it_left_and_sending_again_writes_a_new_letter(app: Flask) -> None:
    alice = make_person()
    invite(alice)
    invitations.withdraw(person_id=alice.id)
    invite(alice)
    assert [letter.state for letter in letters()] == [MailState.WITHDRAWN, MailState.WAITING]


def test_many_at_once_are_counted(app: Flask) -> None:
    alice, bob = make_person(), make_person("Bob Trainer")
    charlie = make_person("Charlie Vreemd", password=True)
    people = [alice, bob, charlie]
    assert invitations.invite_many(people=people, by=None) == invitations.Invited(2, 0, 1)
    assert invitations.invite_many(people=people, by=None) == invitations.Invited(0, 2, 1)


def test_the_hash_of_the_link_is_all_that_is_kept(app: Flask) -> None:
    path = invite(make_person())
    token = path.rpartition("/")[2]
    assert newest().token_hash == accounts.hash_token(token)
