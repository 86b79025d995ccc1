"""Alice gives a session; phones are browsers of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.live import queries
from lms.live.models import LiveSession
from lms.training import services as training
from lms.training.models import TrainingSession
from tests.factories import give_seat, make_person, make_site

KIT, TWICE, ONCE = "perron", "wegkijken", "bewijs-nodig"
LOBBY, BEFORE, SLIDE, AFTER, LAST, END = range(6)
"""The steps of the small kit."""


@dataclass
class Room:
    """A session that runs, with its presenter."""

    app: Flask
    session: TrainingSession
    presenter: FlaskClient
    fellow: Person
    stranger: Person

    @property
    def live(self) -> LiveSession:
        db.session.expire_all()
        found = queries.live_of(self.session.id)
        assert found is not None
        return found

    @property
    def word(self) -> str:
        return str(self.live.word)

    @property
    def address(self) -> str:
        return f"/sessions/{self.session.public_id}"

    def go(self, times: int = 1, move: str = "go") -> None:
        for _ in range(times):
            live = self.live
            data = {"move": move, "step": live.step, "phase": live.phase}
            assert self.presenter.post(f"{self.address}/live", data=data).status_code == 302

    def go_to(self, step: int, phase: str = "waiting") -> None:
        while (self.live.step, self.live.phase) != (step, phase):
            self.go()

    def phone(self, lang: str = "nl", nickname: str = "") -> Phone:
        browser = self.app.test_client()
        data = {"lang": lang, "nickname": nickname}
        answer = browser.post(f"/join/{self.word}", data=data)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return Phone(browser, self.word)

    def end(self) -> None:
        assert self.presenter.post(f"{self.address}/end").status_code == 302


@dataclass
class Phone:
    browser: FlaskClient
    word: str

    def sees(self) -> str:
        answer = self.browser.get(f"/join/{self.word}/play")
        return str(answer.get_data(as_text=True))

    def looks(self, tag: str = "") -> tuple[int, str]:
        """A poll: the status, and the tag to send with the next one."""
        headers = {"If-None-Match": tag} if tag else {}
        answer = self.browser.get(f"/join/{self.word}/state", headers=headers)
        return answer.status_code, answer.headers.get("ETag", "")

    def chooses(self, step: int, item: str, key: str) -> int:
        answer = self.browser.post(
            f"/join/{self.word}/answer",
            data={"choice": f"{step}:{item}:{key}"},
            headers={"Accept": "application/json"},
        )
        return answer.status_code

    @property
    def code(self) -> str:
        found = re.search(r'class="code number">([\d ]+)<', self.sees())
        assert found
        return found[1]


def begin(
    app: Flask,
    sign_in: Callable[[Person], FlaskClient],
    *,
    way: str = "phones",
    name: str = "Proef",
) -> Room:
    alice, bob = make_person(f"Alice {name}"), make_person(f"Bob {name}")
    seat = give_seat(alice, make_site(name.lower()), since=date(2026, 1, 5))
    plan = training.Plan(kit=KIT, language="nl", day=local_date(utcnow()), way=training.Way(way))
    session = training.plan(
        organisation_id=seat.organisation_id, site_id=seat.site_id, given_by=alice.id, plan=plan
    )
    db.session.commit()
    presenter = sign_in(alice)
    room = Room(app, session, presenter, bob, make_person(f"Charlie {name}"))
    assert presenter.post(f"{room.address}/start").status_code == 302
    return room


@pytest.fixture
def room(app: Flask, sign_in: Callable[[Person], FlaskClient]) -> Room:
    return begin(app, sign_in)
