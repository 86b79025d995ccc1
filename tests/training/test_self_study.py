"""Who missed the session goes through the kit by a link, and counts by bringing back a code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.errors import TooManyLinks
from lms.extensions import db
from lms.training import self_study
from lms.training.models import SelfStudyCode, SelfStudyLink
from tests.training.conftest import ASKED_ONCE, ASKED_TWICE, KIT, Firm

SignIn = Callable[[Person], FlaskClient]
ALL = f"q-{ASKED_TWICE}=a&q-{ASKED_ONCE}=false"


@pytest.fixture
def link(firm: Firm) -> SelfStudyLink:
    made = self_study.make(
        organisation_id=firm.seat.organisation_id, site_id=firm.site.id, by=firm.alice.id, kit=KIT
    )
    db.session.commit()
    return made


def finish(client: FlaskClient, link: SelfStudyLink) -> str:
    """Go through it; returns the code on the last page."""
    answer = client.post(f"/self-study/{link.word}/done", data={"lang": "pl"})
    assert answer.status_code == 200
    found = re.search(r"([A-Z0-9]{3} [A-Z0-9]{3})</strong>", answer.text)
    assert found, answer.text
    return found[1]


def counted() -> int:
    statement = sa.select(sa.func.count(SelfStudyCode.counted_on))
    return db.session.scalar(statement) or 0


def test_a_colleague_chooses_a_language_answers_and_sees_why(
    client: FlaskClient, link: SelfStudyLink
) -> None:
    first = client.get(f"/self-study/{link.word}").text
    assert all(name in first for name in ("Nederlands", "English", "Polski"))
    page = client.get(f"/self-study/{link.word}?lang=pl").text
    assert "zastępstwem" in page
    assert "Zrozumiałe" not in page
    assert "/done" not in page
    wrong = client.get(f"/self-study/{link.word}?lang=pl&q-{ASKED_TWICE}=b").text
    assert "Zrozumiałe" in wrong
    assert "Mówienie to nie zdrada." in wrong
    assert "/done" in client.get(f"/self-study/{link.word}?lang=pl&{ALL}").text
    assert "Set-Cookie" not in client.get(f"/self-study/{link.word}?lang=pl").headers


def test_what_somebody_puts_in_the_address_is_no_answer(
    client: FlaskClient, link: SelfStudyLink
) -> None:
    page = client.get(f"/self-study/{link.word}?lang=nl&q-{ASKED_TWICE}=<script>&q-x=1").text
    assert "<script>" not in page
    assert "Begrijpelijk" not in page


def test_a_code_counts_once_however_it_is_typed(
    firm: Firm, sign_in: SignIn, client: FlaskClient, link: SelfStudyLink
) -> None:
    one, two = finish(client, link), finish(client, link)
    assert one != two
    browser = sign_in(firm.bob)
    typed = f"{one.lower()}\n {two.replace(' ', '-')}, {one}"
    said = browser.post("/sessions/codes", data={"codes": typed}, follow_redirects=True).text
    assert "2 collega" in said
    again = browser.post("/sessions/codes", data={"codes": f"{one}\nABCABC"}, follow_redirects=True)
    assert "Al geteld" in again.text
    assert "ABC ABC" in again.text
    assert counted() == 2


def test_codes_of_another_organisation_do_not_count(
    firm: Firm, sign_in: SignIn, client: FlaskClient, link: SelfStudyLink
) -> None:
    code = finish(client, link)
    browser = sign_in(firm.charlie)
    browser.post("/sessions/codes", data={"codes": code})
    assert counted() == 0
    assert browser.get(f"/sessions/links/{link.word}/qr.svg").status_code == 404
    assert browser.post(f"/sessions/links/{link.word}/end").status_code == 404


def test_a_link_that_ended_is_gone_and_its_codes_still_count(
    firm: Firm, sign_in: SignIn, client: FlaskClient, link: SelfStudyLink
) -> None:
    code, browser = finish(client, link), sign_in(firm.alice)
    browser.post(f"/sessions/links/{link.word}/end")
    assert client.get(f"/self-study/{link.word}").status_code == 404
    browser.post("/sessions/codes", data={"codes": code})
    assert counted() == 1


def test_a_link_works_for_a_time(client: FlaskClient, link: SelfStudyLink) -> None:
    link.expires_at = utcnow()
    db.session.commit()
    assert client.get(f"/self-study/{link.word}").status_code == 404


def test_there_is_an_end_to_links(firm: Firm, link: SelfStudyLink) -> None:
    own = {"organisation_id": firm.seat.organisation_id, "site_id": firm.site.id}
    for _ in range(self_study.MOST_LINKS - 1):
        self_study.make(**own, by=firm.alice.id, kit=KIT)
    with pytest.raises(TooManyLinks):
        self_study.make(**own, by=firm.alice.id, kit=KIT)
