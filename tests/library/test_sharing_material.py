"""POCOs share, the programme team looks first, others find and use it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.files.models import StoredFile
from lms.library.models import MaterialUse, MaterialVersion
from lms.mail.models import OutboxMail
from tests.factories import give_role, give_seat, make_person, make_site
from tests.files.sending import CANARY, photo

SignIn = Callable[[Person], FlaskClient]
SINCE = date(2026, 1, 5)
SLIDES = {
    "kind": "photo",
    "title": "Ons laadperron",
    "description": "Waar staat wie?",
    "language": "nl",
    "kit": "perron",
    "licence": "network",
    "nobody": "y",
    "mine": "y",
}


@pytest.fixture
def owner(app: Flask, sign_in: SignIn) -> FlaskClient:
    """Alice, POCO of a grower."""
    alice = make_person()
    give_seat(alice, make_site(), since=SINCE)
    db.session.commit()
    return sign_in(alice)


@pytest.fixture
def reader(app: Flask, sign_in: SignIn) -> FlaskClient:
    """Charlie, POCO of another organisation at another site."""
    charlie = make_person("Charlie Vreemd")
    give_seat(charlie, make_site("naaldwijk"), since=SINCE)
    db.session.commit()
    return sign_in(charlie)


@pytest.fixture
def team(app: Flask, sign_in: SignIn) -> FlaskClient:
    staff = make_person("Eva Team")
    give_role(staff, "staff")
    db.session.commit()
    return sign_in(staff)


def send(browser: FlaskClient, address: str = "/materials/new", **changes: object) -> str:
    """Send the form; returns where it leads."""
    page = browser.get(address).get_data(as_text=True)
    organisation = page.partition('name="organisation" value="')[2].partition('"')[0]
    data = {**SLIDES, "organisation": organisation, "file": (io.BytesIO(photo()), "x.jpg")}
    answer = browser.post(address, data={**data, **changes})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def share(owner: FlaskClient, team: FlaskClient, **changes: object) -> str:
    """Something that is in the library; returns its address."""
    place = send(owner, **changes)
    owner.post(f"{place}/submit")
    decide(team, place, decision="accept", number=1)
    return place


def decide(team: FlaskClient, place: str, **data: object) -> None:
    answer = team.post(f"/manage{place}", data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def text(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def states() -> list[tuple[int, str]]:
    rows = db.session.execute(
        sa.select(MaterialVersion.number, MaterialVersion.state).order_by(MaterialVersion.number)
    )
    return [(row[0], row[1]) for row in rows]


def test_nobody_sees_a_draft_and_everybody_what_was_accepted(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    place = send(owner)
    assert reader.get(place).status_code == 404
    assert team.get(f"/manage{place}").status_code == 404
    owner.post(f"{place}/submit")
    assert reader.get(place).status_code == 404
    assert "Ons laadperron" in text(team, "/manage/materials")
    decide(team, place, decision="accept", number=1)
    assert "Ons laadperron" in text(reader, "/materials")
    shown = text(reader, place)
    assert "een POCO van het netwerk" in shown
    assert "Kwekerij" not in shown


def test_the_file_tells_no_place_and_is_named_after_nobody(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    place = share(owner, team)
    answer = reader.get(f"{place}/1/file")
    assert answer.mimetype == "image/jpeg"
    assert CANARY not in answer.data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="material-1.jpg"'
    assert reader.get(f"{place}/1/preview").mimetype == "image/webp"
    assert reader.get(f"{place}/2/file").status_code == 404


def test_what_is_refused_says_why_and_can_be_sent_in_again(
    owner: FlaskClient, team: FlaskClient
) -> None:
    place = send(owner)
    owner.post(f"{place}/submit")
    assert team.post(f"/manage{place}", data={"decision": "refuse", "number": 1}).status_code == 422
    decide(team, place, decision="refuse", number=1, reason="Er staat een kenteken op.")
    assert "Er staat een kenteken op." in text(owner, place)
    letter = db.session.scalars(sa.select(OutboxMail)).one()
    assert place in letter.text
    assert "kenteken" not in letter.text + letter.subject
    send(owner, f"{place}/edit", title="Ons perron, zonder kenteken")
    owner.post(f"{place}/submit")
    assert states() == [(1, "submitted")]


def test_a_new_version_takes_the_place_of_the_old_one_only_when_it_is_accepted(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    place = share(owner, team)
    send(owner, f"{place}/edit", title="Perron, nieuwe foto", file="")
    assert "Ons laadperron" in text(reader, place)
    owner.post(f"{place}/submit")
    decide(team, place, decision="accept", number=2)
    assert "Perron, nieuwe foto" in text(reader, place)
    assert states() == [(1, "replaced"), (2, "accepted")]


def test_what_is_taken_out_is_gone_for_others_and_its_owner_reads_why(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    place = share(owner, team)
    decide(team, place, decision="take-down", reason="Een klant herkende zichzelf.")
    assert reader.get(place).status_code == 404
    assert "Een klant herkende zichzelf." in text(owner, place)
    owner.post(f"{place}/remove")
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0


def test_others_say_that_it_helped_once_for_their_organisation(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    place = share(owner, team)
    for answer in ("yes", "no", "yes"):
        reader.post(f"{place}/use", data={"helpful": answer})
    assert "gebruikt door 1 organisatie" in text(owner, place)
    assert owner.post(f"{place}/use", data={"helpful": "yes"}).status_code == 404
    assert [use.helpful for use in db.session.scalars(sa.select(MaterialUse))] == [True]


def test_search_finds_words_and_keeps_to_the_filters(
    owner: FlaskClient, reader: FlaskClient, team: FlaskClient
) -> None:
    share(owner, team)
    share(owner, team, kind="example", text="Een vreemde telefoon.", title="Casus", language="en")
    assert "1 gevonden" in text(reader, "/materials?q=LAADperron")
    assert "Casus" in text(reader, "/materials?kind=example&lang=en&q=telefoon")
    assert "Niets gevonden" in text(reader, "/materials?kit=perron&lang=en&kind=photo")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": ""}, "Kies een bestand."),
        ({"file": b"PK"}, "sla dia"),
        ({"title": ""}, "Geef het een titel."),
        ({"nobody": ""}, "niemand te herkennen"),
        ({"kind": "example"}, "Schrijf je voorbeeld."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    owner: FlaskClient, changes: dict[str, object], said: str
) -> None:
    page = owner.get("/materials/new").get_data(as_text=True)
    organisation = page.partition('name="organisation" value="')[2].partition('"')[0]
    data = {**SLIDES, "organisation": organisation, "file": (io.BytesIO(photo()), "x.jpg")}
    sent = {
        name: (io.BytesIO(value), "x.pptx") if isinstance(value, bytes) else value
        for name, value in changes.items()
    }
    answer = owner.post("/materials/new", data={**data, **sent})
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert said in shown
    assert "Waar staat wie?" in shown
    assert states() == []
