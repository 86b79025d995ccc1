"""From start to end: what phones see and may do, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.live import joining, services
from lms.live.models import HandCount, LiveAnswer, Participant
from lms.training.models import SessionState, Tally
from tests.live.conftest import AFTER, BEFORE, END, LAST, ONCE, SLIDE, TWICE, Room, begin

SignIn = Callable[[Person], FlaskClient]


def count(model: type[object]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def tallies() -> dict[tuple[str, str, str], int]:
    return {
        (row.item, row.round, row.answer): row.count for row in db.session.scalars(sa.select(Tally))
    }


def test_a_whole_session_ends_in_counts_and_nothing_of_a_phone(room: Room) -> None:
    phones = [room.phone(lang) for lang in ("nl", "en", "pl", "nl", "pl", "nl")]
    room.go_to(BEFORE, "asking")
    for number, phone in enumerate(phones):
        assert phone.chooses(BEFORE, TWICE, "a" if number < 2 else "b") == 200
    room.go_to(AFTER, "asking")
    for phone in phones:
        assert phone.chooses(AFTER, TWICE, "a") == 200
    room.go_to(AFTER, "shown")
    projected = room.presenter.get(f"{room.address}/projector").text
    assert "33&nbsp;%" in projected
    assert "100&nbsp;%" in projected
    room.go_to(END)
    assert phones[0].chooses(END, "feedback/useful", "yes") == 200
    assert "Kijk wie er rijdt." in phones[0].sees()
    room.end()
    db.session.expire_all()
    assert room.session.state == SessionState.CLOSED
    assert room.session.headcount == 6
    assert tallies()[TWICE, "before", "b"] == 4
    assert tallies()[TWICE, "after", "a"] == 6
    assert tallies()["feedback/useful", "once", "yes"] == 1
    assert [count(model) for model in (Participant, LiveAnswer, HandCount)] == [0, 0, 0]
    assert "100" in room.presenter.get(room.address).text
    over = phones[2].browser.get(f"/join/{phones[2].word}/play")
    assert over.status_code == 410
    assert "Zapytaj." in over.text, "what to remember, in the language of the phone"


def test_an_answer_counts_once_and_may_change_until_the_question_closes(room: Room) -> None:
    phone = room.phone()
    assert phone.chooses(BEFORE, TWICE, "a") == 409, "not asked yet"
    room.go_to(BEFORE, "asking")
    for key in ("a", "b", "b"):
        assert phone.chooses(BEFORE, TWICE, key) == 200
    room.go_to(BEFORE, "stopped")
    assert phone.chooses(BEFORE, TWICE, "a") == 409
    rows = db.session.scalars(sa.select(LiveAnswer.answer)).all()
    assert rows == ["b"]


@pytest.mark.parametrize(
    "choice",
    [
        "1:wegkijken:x",
        "1:bewijs-nodig:true",
        "0:wegkijken:a",
        "3:wegkijken:a",
        "1:feedback/useful:yes",
    ],
)
def test_a_tampered_answer_is_no_answer(room: Room, choice: str) -> None:
    phone = room.phone()
    room.go_to(BEFORE, "asking")
    step, item, key = choice.split(":")
    assert phone.chooses(int(step), item, key) == 409
    assert count(LiveAnswer) == 0


def test_the_right_answer_does_not_reach_a_phone_before_it_is_shown(room: Room) -> None:
    phone = room.phone()
    room.go_to(BEFORE, "asking")
    assert "sta je er niet alleen" not in phone.sees()
    room.go_to(AFTER, "asking")
    assert "sta je er niet alleen" not in phone.sees()
    room.go_to(AFTER, "shown")
    assert "sta je er niet alleen" in phone.sees()


def test_a_poll_costs_nothing_until_something_changes(room: Room) -> None:
    phone = room.phone("pl")
    status, tag = phone.looks()
    assert status == 200
    assert phone.looks(tag)[0] == 304
    room.phone()
    assert phone.looks(tag)[0] == 304, "that somebody joins is nothing for phones"
    room.go()
    assert phone.looks(tag)[0] == 200


def test_late_comers_see_where_it_is_and_reload_keeps_the_answer(room: Room) -> None:
    room.go_to(BEFORE, "asking")
    phone = room.phone("en")
    assert "A driver asks you to look away" in phone.sees()
    phone.chooses(BEFORE, TWICE, "b")
    assert 'aria-pressed="true"' in phone.sees()


def test_a_code_moves_to_another_phone_and_the_first_one_is_out(room: Room) -> None:
    first = room.phone("pl")
    room.go_to(BEFORE, "asking")
    first.chooses(BEFORE, TWICE, "a")
    code = first.code
    other = room.app.test_client()
    wrong = other.post(f"/join/{room.word}/move", data={"code": "0000 0000", "lang": "pl"})
    assert wrong.status_code == 400
    assert (
        other.post(f"/join/{room.word}/move", data={"code": code, "lang": "pl"}).status_code == 303
    )
    assert 'aria-pressed="true"' in other.get(f"/join/{room.word}/play").text
    assert first.browser.get(f"/join/{room.word}/play").status_code == 410
    assert count(Participant) == 1
    assert count(LiveAnswer) == 1


@pytest.mark.parametrize("name", ["0612345678", "http://x", "<b>", "Kut", "k.u.t", "a" * 21])
def test_a_hostile_nickname_is_refused_and_none_is_needed(room: Room, name: str) -> None:
    browser = room.app.test_client()
    answer = browser.post(f"/join/{room.word}", data={"lang": "nl", "nickname": name})
    assert answer.status_code == 400
    assert "bijnaam" in answer.text
    assert browser.post(f"/join/{room.word}", data={"lang": "nl"}).status_code == 303


def test_a_nickname_is_seen_by_the_presenter_who_can_take_it_off(room: Room) -> None:
    room.phone(nickname="Tulpje")
    assert "Tulpje" in room.presenter.get(f"{room.address}/present").text
    participant = db.session.scalars(sa.select(Participant.id)).one()
    room.presenter.post(f"{room.address}/nickname", data={"participant": participant})
    assert "Tulpje" not in room.presenter.get(f"{room.address}/present").text


def test_small_groups_see_the_right_answer_and_no_numbers(room: Room) -> None:
    phones = [room.phone() for _ in range(4)]
    room.go_to(LAST, "asking")
    for phone in phones:
        phone.chooses(LAST, ONCE, "false")
    room.go_to(LAST, "shown")
    for screen in ("projector", "present"):
        page = room.presenter.get(f"{room.address}/{screen}").text
        assert "Je meldt wat je ziet." in page
        assert "%</span>" not in page


def test_a_show_of_hands_works_without_phones(app: Flask, sign_in: SignIn) -> None:
    room = begin(app, sign_in, way="hands")
    assert "/join" not in room.presenter.get(f"{room.address}/projector").text
    room.go_to(LAST, "asking")
    data = {"step": LAST, "hands-true": "3", "hands-false": "9"}
    room.presenter.post(f"{room.address}/hands", data=data)
    room.presenter.post(f"{room.address}/hands", data={**data, "hands-true": "veel"})
    room.go_to(LAST, "shown")
    assert "75&nbsp;%" in room.presenter.get(f"{room.address}/projector").text
    room.end()
    db.session.expire_all()
    assert room.session.headcount == 12
    assert tallies()[ONCE, "once", "false"] == 9


def test_pressing_twice_moves_once(room: Room) -> None:
    data = {"move": "go", "step": 0, "phase": "waiting"}
    for _ in range(3):
        room.presenter.post(f"{room.address}/live", data=data)
    assert room.live.step == BEFORE


def test_a_remote_control_moves_until_a_new_one_is_made(room: Room) -> None:
    def make() -> str:
        page = room.presenter.post(f"{room.address}/remote").text
        return page.partition('<p><a href="')[2].partition('"')[0].partition("/remote/")[2]

    token, browser = make(), room.app.test_client()
    assert "Volgende" in browser.get(f"/remote/{token}").text
    browser.post(f"/remote/{token}", data={"move": "go", "step": 0, "phase": "waiting"})
    assert room.live.step == BEFORE
    make()
    assert browser.get(f"/remote/{token}").status_code == 410
    room.end()
    assert browser.get("/remote/x").status_code == 410


def test_the_second_poco_takes_over_and_a_stranger_sees_nothing(
    room: Room, sign_in: SignIn
) -> None:
    stranger = sign_in(room.stranger)
    for path in ("present", "projector", "live", "remote"):
        assert stranger.get(f"{room.address}/{path}").status_code == 404
    assert stranger.post(f"{room.address}/end").status_code == 404


def test_wrong_words_are_refused_and_slowed_down_and_others_do_not_notice(room: Room) -> None:
    phone = room.phone()
    guesser = room.app.test_client()
    seen = {guesser.get(f"/join/lirosa{number}").status_code for number in range(20, 70)}
    assert seen == {404, 429}
    assert guesser.get(f"/join/{room.word}").status_code == 429, "right or not: it does not tell"
    assert phone.browser.get(f"/join/{room.word}/play").status_code == 200


def test_a_thousand_phones_from_one_address_wait_and_who_is_in_does_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "JOINS", replace(joining.JOINS, tries=3))
    phones = [room.phone() for _ in range(3)]
    late = room.app.test_client().post(f"/join/{room.word}", data={"lang": "en"})
    assert late.status_code == 429
    assert "network" in late.text
    assert phones[0].looks()[0] == 200
    room.go_to(BEFORE, "asking")
    assert phones[0].chooses(BEFORE, TWICE, "a") == 200


def test_a_session_that_is_over_cannot_be_joined(room: Room) -> None:
    word = room.word
    room.end()
    newcomer = room.app.test_client()
    for address in (f"/join/{word}", f"/j/{word}"):
        answer = newcomer.get(address, follow_redirects=True)
        assert answer.status_code == 404
        assert "afgelopen" in answer.text


def test_a_session_that_nobody_closed_closes_itself(room: Room) -> None:
    room.phone()
    services.LEFT_OPEN, kept = services.LEFT_OPEN * 0, services.LEFT_OPEN
    try:
        assert services.tidy() == 1
    finally:
        services.LEFT_OPEN = kept
    db.session.commit()
    db.session.expire_all()
    assert room.session.state == SessionState.CLOSED
    assert count(Participant) == 0


def test_two_sessions_do_not_notice_each_other(app: Flask, sign_in: SignIn) -> None:
    one, two = begin(app, sign_in), begin(app, sign_in, name="Twee")
    phone = one.phone()
    one.go_to(BEFORE, "asking")
    phone.chooses(BEFORE, TWICE, "a")
    assert two.live.step == 0
    status, tag = two.phone().looks()
    one.go_to(SLIDE)
    assert status == 200
    assert phone.browser.get(f"/join/{two.word}/play").status_code == 302
    one.end()
    assert two.live.word is not None
    assert tag


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x"])
def test_a_number_that_cannot_be_changes_nothing(room: Room, number: str) -> None:
    for page, field in (("end", "headcount"), ("nickname", "participant"), ("hands", "step")):
        answer = room.presenter.post(f"{room.address}/{page}", data={field: number})
        assert answer.status_code == 302
    assert room.live.word
