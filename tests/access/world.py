"""A small network in which everybody of the access table asks for the things of Alice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import invitations, pauses
from lms.accounts.models import Invitation, LoginSession, Person
from lms.accounts.queries import passkeys_of
from lms.assessment.models import Attempt
from lms.clock import local_date, utcnow
from lms.editions.store import library
from lms.extensions import db
from lms.files.checking import check
from lms.grading.resilience import Answer
from lms.imports import checking
from lms.imports import services as imports
from lms.imports.models import Upload
from lms.imports.queries import Rights
from lms.insight import charts
from lms.library import services as shared
from lms.library.models import Kind, Licence
from lms.library.services import Words
from lms.live import services as live
from lms.mail.models import MailKind, MailState
from lms.mail.services import post
from lms.meetings import services as meetings
from lms.network import nominations
from lms.network.models import Nomination, Organisation, Seat, Site
from lms.privacy import requests
from lms.resilience import services as scans
from lms.resilience.contents import Text
from lms.training import self_study
from lms.training import services as trainings
from tests.access.data import ROW, Fields, data_of
from tests.factories import COURSE, enrol, give_role, give_seat, make_person, make_site
from tests.files.sending import photo
from tests.imports.sheets import csv_file
from tests.practice.sample import COURSE as REPORTS
from tests.practice.sample import WRITE

VIEWERS = ("visitor", "nobody", "poco", "fellow", "partner", "coord", "other", "staff", "admin")
SINCE = date(2026, 1, 5)
CASE = {"course": REPORTS, "exercise": "melding"}
STORY = {"course": "verhalen", "exercise": "de-doos"}
SAID_OF = {"course": COURSE, "kind": "lesson", "slug": "begin", "place": "kijken"}
ASKED_BY_SITE = (
    "manage.export_network",
    "manage.invitations",
    "manage.meetings",
    "manage.organisations",
    "manage.people",
    "manage.people_bulk",
    "manage.reminders",
)
"""Endpoints whose site stands after the question mark."""


@dataclass(frozen=True)
class World:
    """The arguments of addresses and what is sent to them.

    `arguments` go by their name, `special` by endpoint where the name is not enough (`query` in
    it is what stands after the question mark), `data` is what is sent with the POST of an
    endpoint.
    """

    arguments: Fields
    special: dict[str, Fields]
    data: dict[str, Fields]

    def address(self, app: Flask, endpoint: str, names: set[str]) -> str:
        """Where an endpoint shows the things of Alice; an argument nobody knows is an error."""
        known = {**self.arguments, **self.special.get(endpoint, {})}
        values = {name: known[name] for name in names}
        extra = self.special.get(endpoint, {}).get("query", {})
        with app.test_request_context():
            return app.url_for(endpoint, **values, **extra)

    def sent(self, endpoint: str) -> Fields:
        """What is sent with a POST; a file is made anew, because sending it uses it up."""
        return {
            name: (io.BytesIO(value), "x.csv") if isinstance(value, bytes) else value
            for name, value in self.data.get(endpoint, {}).items()
        }


def build(sign_in: Callable[[Person], FlaskClient]) -> tuple[World, dict[str, Person]]:
    """Alice with a seat in Aalsmeer and a quiz under way, and everybody who may look."""
    here, there = make_site("aalsmeer"), make_site("naaldwijk")
    here.contact = "Centrum, 0297-000000"
    alice = make_person()
    seat = give_seat(alice, here, since=SINCE)
    people = {"poco": alice, "fellow": _fellow(seat)}
    for name, role, site in (
        ("nobody", "", None),
        ("partner", "partner", here),
        ("coord", "coordinator", here),
        ("other", "coordinator", there),
        ("staff", "staff", None),
        ("admin", "admin", None),
    ):
        people[name] = make_person(f"Bob {name.title()}")
        if role:
            give_role(people[name], role, site)
    firm = db.session.get_one(Organisation, seat.organisation_id)
    browser, upload = sign_in(alice), _upload(people["staff"])
    arguments = {
        "site": here.slug,
        "person": alice.public_id,
        "organisation": firm.public_id,
        "kind": "csv",
        "token": "x",
        **_learning(browser),
        **_account(alice),
        **_running(people["poco"], people["staff"], here),
        "upload": upload.public_id,
        "measure": _resilience(firm),
        "material": _material(firm, alice),
    }
    candidates, tokens = _nominations(firm, here, alice), _tokens(firm, here, people)
    special = {
        **{f"scenario.{view}": STORY for view in ("exercise", "choose", "again")},
        **{f"report.{view}": CASE for view in ("exercise", "review", "discard")},
        "remarks.remark": SAID_OF,
        "remarks.say": SAID_OF,
        "insight.chart": _chart(),
        "manage.nomination": {"nomination": candidates[0].public_id},
        "manage.refuse_nomination": {"nomination": candidates[1].public_id},
        "network.withdraw": {"nomination": candidates[1].public_id},
        "manage.end_seat": {"number": 2},
        "manage.drop_erasure": {"wanted": _ask_to_be_erased(people["fellow"])},
        **{name: {"token": token} for name, token in tokens.items()},
        **{name: {"query": {"site": here.slug}} for name in ASKED_BY_SITE},
    }
    special["library.file"] = special["manage.material_file"] = {"what": "preview"}
    special["library.move"] = {"what": "withdraw"}
    special["resilience.step"] = special["resilience.save"] = {"step": "order"}
    special["resilience.tick"] = {"step": "tell"}
    special |= _trainings(firm, here, alice)
    special["manage.meeting_new"] = {"query": {"site": here.slug, "kind": "training-day-2"}}
    db.session.commit()
    return World(arguments, special, data_of(people, firm, upload)), people


def _fellow(first: Seat) -> Person:
    """The second POCO of the same organisation."""
    person = make_person("Bob Fellow")
    db.session.add(
        Seat(
            organisation_id=first.organisation_id,
            site_id=first.site_id,
            person_id=person.id,
            number=2,
            since=SINCE,
        )
    )
    enrol(person)
    return person


def _learning(browser: FlaskClient) -> Fields:
    """A lesson, its media, and a quiz and a practice report that Alice has begun."""
    browser.post(f"/training/{COURSE}/quiz/eerste")
    browser.post(WRITE, data={"who": "x", "route": "emergency"})
    lesson = browser.get(f"/training/{COURSE}/lesson/begin").get_data(as_text=True)
    media = lesson.partition('src="/media/')[2].partition('"')[0]
    prefix, _slash, name = media.partition("/")
    return {
        "course": COURSE,
        "lesson": "begin",
        "day": "training-day-1",
        "item": "wat-doe-je",
        "quiz": "eerste",
        "attempt": db.session.scalars(sa.select(Attempt.public_id)).one(),
        "number": 1,
        "prefix": prefix,
        "name": name,
    }


def _account(alice: Person) -> Fields:
    """What proves that Alice is Alice, and her wish to be forgotten."""
    return {
        "session": db.session.scalars(sa.select(LoginSession.public_id)).first(),
        "passkey": passkeys_of(alice.id)[0].public_id,
        "wanted": _ask_to_be_erased(alice),
    }


def _ask_to_be_erased(person: Person) -> str:
    return requests.ask(person_id=person.id, now=utcnow()).public_id


def _running(alice: Person, staff: Person, here: Site) -> Fields:
    """A meeting at which Alice was, and a letter that failed."""
    recorded = meetings.record(
        kind="training-day-1",
        site_id=here.id,
        day=local_date(utcnow()) - timedelta(days=5),
        place="Zaal 1",
        people=[alice.id],
        recorded_by=staff.id,
    )
    letter = post(
        address="kwekerij@example.invalid",
        kind=MailKind.NOMINATION,
        language="nl",
        subject="Een formulier",
        text="Vul het in.",
        person_id=None,
    )
    letter.state = MailState.FAILED.value
    return {
        "meeting": recorded.meeting.public_id,
        "letter": letter.public_id,
    }


def _resilience(firm: Organisation) -> str:
    """A finished scan, one that runs, and a measure, with the random id of the last."""
    scans.start(organisation_id=firm.id)
    scans.save(organisation_id=firm.id, answers={"order-list": Answer.NOT})
    scans.finish(organisation_id=firm.id)
    scans.start(organisation_id=firm.id)
    scans.save(organisation_id=firm.id, answers={"order-list": Answer.PARTLY})
    measure = Text("Een eigen lijst", "Hoofd verkoop", step="order")
    return scans.add_measure(organisation_id=firm.id, content=measure).public_id


def _material(firm: Organisation, alice: Person) -> str:
    """A photo in the library."""
    words = Words(Kind.PHOTO, "Ons dock", "", "", "nl", Licence.NETWORK, "", named=False)
    made = shared.share(organisation_id=firm.id, by=alice.id, words=words, file=check(photo()))
    shared.submit(material=made)
    shared.decide(material=made, number=1, accept=True, reason="", by=alice.id)
    return made.public_id


def _trainings(firm: Organisation, here: Site, alice: Person) -> dict[str, Fields]:
    """A session that Alice planned, and one that she gave."""
    own = {"organisation_id": firm.id, "site_id": here.id, "given_by": alice.id}
    today = local_date(utcnow())
    plan = trainings.Plan(kit="perron", language="nl", day=today, ask_co_trainer=True)
    planned = trainings.plan(**own, plan=plan)
    running = trainings.plan(**own, plan=trainings.Plan(kit="perron", language="nl", day=today))
    word = str(live.start(session=running, given_by=alice.id).word)
    live.new_remote(session=running, token="remote")
    desk = "start present projector look move hands drop_nickname end remote_page make_remote"
    phone = "short join come_in take_over play state answer"
    remote = "remote remote_look remote_move"
    link = self_study.make(organisation_id=firm.id, site_id=here.id, by=alice.id, kit="perron")
    picture = library().media["courses/kits/media/perron.svg"]
    words = ("self_study_page", "self_study_done", "link_picture", "end_link")
    held = trainings.record_paper(
        **own, kit="perron", language="nl", day=today - timedelta(days=1), headcount=8
    )
    return {
        "manage.answer_training": {"training": planned.public_id},
        **{f"live.{view}": {"session": running.public_id} for view in desk.split()},
        **{f"live.{view}": {"word": word} for view in phone.split()},
        **{f"live.{view}": {"token": "remote"} for view in remote.split()},
        "training.kit": {"kit": "perron"},
        "training.handout": {"kit": "perron"},
        "training.sign_in_sheet": {"kit": "perron"},
        "training.kit_media": {"prefix": picture.hash[:16], "name": picture.name},
        "training.check": {"kit": "perron", "item": "wegkijken"},
        **{f"training.{view}": {"word": link.word} for view in words},
        "training.paper": {"query": {"kit": "perron"}},
        **{f"training.{view}": {"session": planned.public_id} for view in ("edit", "cancel")},
        **{
            f"training.{view}": {"session": held.public_id}
            for view in ("session", "note", "names", "take_back")
        },
    }


def _upload(staff: Person) -> Upload:
    """A file that was checked and not confirmed yet."""
    upload = imports.receive(person_id=staff.id, data=csv_file(ROW), name="x.csv")
    today = local_date(utcnow())
    checking.keep(checking.plan_portion(upload=upload, rights=Rights(True), today=today))
    db.session.refresh(upload)
    return upload


def _nominations(firm: Organisation, here: Site, alice: Person) -> list[Nomination]:
    """Two candidates that Alice put forward."""
    return [
        nominations.nominate(
            organisation_id=firm.id,
            site_id=here.id,
            name=name,
            email=f"{name}@example.invalid",
            language="nl",
            by=alice.id,
        )
        for name in ("carla", "dirk")
    ]


def _tokens(firm: Organisation, here: Site, people: dict[str, Person]) -> dict[str, str]:
    """By endpoint, what stands in the addresses of letters."""
    newcomer, late = (make_person(name, ready=False) for name in ("Nina Nieuw", "Lies Laat"))
    open_address, _invitation = invitations.renew(person=newcomer, by=None)
    old_address, old = invitations.renew(person=late, by=None)
    _make_old(old)
    link = nominations.make_link(organisation_id=firm.id, site_id=here.id, by=people["staff"].id)
    return {
        "invitations.show": open_address.rpartition("/")[2],
        "invitations.accept": open_address.rpartition("/")[2],
        "invitations.again": old_address.rpartition("/")[2],
        "network.nominate_by_link": link,
        "reminders.by_letter": pauses.pause_address(people["poco"]).rpartition("/")[2],
    }


def _make_old(invitation: Invitation) -> None:
    invitation.expires_at = utcnow() - timedelta(days=1)
    db.session.flush()


def _chart() -> Fields:
    """The address of a chart as a page would write it."""
    text = charts.chart("bars", 200, [("Begin", 0.5, "50 %")]).encode()
    return {"digest": charts.digest_of(text), "query": {"d": text}}
