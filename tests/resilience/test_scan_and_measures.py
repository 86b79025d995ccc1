"""From the first answer to a list that is worked on, and the brief made of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.clock import local_date, utcnow
from lms.editions.store import get_course
from lms.extensions import db
from lms.grading.resilience import Answer
from lms.i18n import day
from lms.resilience import brief, queries, services
from lms.resilience.contents import OpenMeasure, Text, read_scan
from lms.resilience.models import KEPT_FOR, Measure, ResilienceScan, State
from tests.resilience.conftest import Firm, SignIn


@pytest.fixture
def alice(firm: Firm, sign_in: SignIn) -> FlaskClient:
    return sign_in(firm.poco)


def scan(browser: FlaskClient, firm: Firm, **answers: str) -> None:
    """A whole scan; answers go by statement with `_` for hyphens, others are in order."""
    browser.post(firm.at("/scan"))
    for step, statements in (("order", ("order-list", "order-call")), ("access", ("access-pass",))):
        given = {
            f"answer-{key}": answers.get(key.replace("-", "_"), "in-order") for key in statements
        }
        assert browser.post(firm.at(f"/scan/{step}"), data=given).status_code == 302
    assert browser.post(firm.at("/finish")).location == firm.at("/result")


def test_answers_are_saved_as_one_goes_and_the_scan_goes_on_where_it_was(
    alice: FlaskClient, firm: Firm
) -> None:
    assert alice.post(firm.at("/scan")).location == firm.at("/scan/order")
    saved = alice.post(
        firm.at("/scan/order"),
        data={"answer-order-list": "partly", "answer-access-pass": "not", "answer-x": "not"},
        headers={"Accept": "application/json"},
    )
    assert saved.json == {"saved": True}
    row = queries.running(firm.id)
    assert row is not None
    assert read_scan(row) == {"order-list": Answer.PARTLY}
    assert re.search(r'value="partly" checked', alice.get(firm.at("/scan/order")).text)
    went = {"next": "/scan/access", "previous": "", "stop": ""}
    for go, path in went.items():
        assert alice.post(firm.at("/scan/order"), data={"go": go}).location == firm.at(path)
    assert alice.post(firm.at("/scan")).location == firm.at("/scan/order")
    assert alice.post(firm.at("/throw-away")).status_code == 302
    assert queries.running(firm.id) is None
    # Another window that still shows it is told, and nothing is kept.
    late = alice.post(firm.at("/scan/order"), data={"answer-order-list": "not"})
    assert late.location == firm.at()
    assert "Deze scan is afgerond" in alice.get(firm.at()).text
    assert alice.get(firm.at("/scan/order")).location == firm.at()


def test_strengths_come_first_and_a_later_scan_is_compared(alice: FlaskClient, firm: Firm) -> None:
    scan(alice, firm, order_list="not")
    page = alice.get(firm.at("/result")).text
    assert page.index('id="strong"') < page.index('id="weak"')
    assert "2 punten zijn in orde" in page
    assert "Sinds de scan van" not in page
    scan(alice, firm, order_call="partly")
    page = alice.get(firm.at("/result")).text
    since = page.partition("Sinds de scan van")[2].partition("</section>")[0]
    assert re.findall(r"(Beter|Minder goed):.*?<span>([^<]*)</span>", since, re.S) == [
        ("Beter", "We hebben een lijst."),
        ("Minder goed", "We bellen terug."),
    ]
    scan(alice, firm)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ResilienceScan)) == 2


def test_a_scan_without_an_answer_has_no_result(alice: FlaskClient, firm: Firm) -> None:
    alice.post(firm.at("/scan"))
    assert alice.post(firm.at("/finish")).status_code == 409
    assert alice.get(firm.at("/result")).status_code == 404


def test_a_suggestion_is_taken_over_once_and_worked_on(alice: FlaskClient, firm: Firm) -> None:
    scan(alice, firm, order_list="not")
    for _time in range(2):
        answer = alice.post(firm.at("/measures"), data={"statement": "order-list"})
        assert answer.location == firm.at("/result#spot-order-list")
    assert "Op je lijst" in alice.get(firm.at("/result")).text
    (entry,) = queries.measures(firm.id)
    assert (entry.state, entry.content.owner) == (State.PROPOSED, "Hoofd verkoop")
    address = firm.at(f"/measures/{entry.public_id}")
    # The words of the scan follow the language of the reader, until somebody changes them.
    alice.post("/language", data={"language": "en"})
    assert "Make a list." in alice.get(firm.at("/measures")).text
    form = {"text": "Make a list.", "owner": "Planning", "due": "2027-01-15", "step": "order"}
    assert alice.post(address, data=form).status_code == 302
    alice.post("/language", data={"language": "nl"})
    page = alice.get(firm.at("/measures")).text
    assert "Maak een lijst." in page
    assert "vr 15 jan 2027" in page
    alice.post(address, data={**form, "text": "Een lijst van ons"})
    for state in ("accepted", "done", "accepted"):
        assert alice.post(f"{address}/state", data={"state": state}).status_code == 302
    (entry,) = queries.measures(firm.id)
    assert (entry.state, entry.content.text) == (State.ACCEPTED, "Een lijst van ons")
    assert alice.post(f"{address}/state", data={"state": "gone"}).status_code == 404
    assert "Een lijst van ons" in alice.get(f"{address}/remove").text
    alice.post(f"{address}/remove")
    assert queries.measures(firm.id) == []


def test_a_measure_needs_words_and_a_function(alice: FlaskClient, firm: Firm) -> None:
    answer = alice.post(firm.at("/measures/new"), data={"text": " ", "owner": "", "step": ""})
    assert answer.status_code == 400
    assert "Vul een functie in" in answer.text
    long = {"text": "x" * 201, "owner": "y", "step": ""}
    assert alice.post(firm.at("/measures/new"), data=long).status_code == 400


def test_the_pages_warn_before_something_goes(alice: FlaskClient, firm: Firm) -> None:
    services.add_measure(organisation_id=firm.id, content=Text("Oud", "Portier"))
    db.session.commit()
    assert "verdwijnt de oudste" not in alice.get(firm.at()).text
    changed = utcnow() - KEPT_FOR + timedelta(days=30)
    db.session.execute(sa.update(Measure).values(changed_at=changed))
    goes = day(local_date(changed + KEPT_FOR))
    assert f"Op {goes} verdwijnt de oudste" in alice.get(firm.at()).text
    assert f"verdwijnt op {goes}" in alice.get(firm.at("/measures")).text


def test_everything_can_be_removed(alice: FlaskClient, firm: Firm) -> None:
    scan(alice, firm, order_list="not")
    alice.post(firm.at("/measures"), data={"statement": "order-list"})
    page = alice.get(firm.at("/remove")).text
    assert "1 scan" in page
    assert "1 maatregel" in page
    alice.post(firm.at("/remove"))
    assert queries.finished(firm.id) == []
    assert queries.measures(firm.id) == []


def test_the_brief_is_a_page_and_a_pdf_in_either_language(alice: FlaskClient, firm: Firm) -> None:
    scan(alice, firm, order_list="not")
    alice.post(firm.at("/measures"), data={"statement": "order-list"})
    page = alice.get(firm.at("/brief")).text
    for said in (
        "Maak een lijst.",
        "Een lijst helpt.",
        "Hoofd verkoop",
        "Een besluit",
        "Vertel het",
    ):
        assert said in page, said
    english = alice.get(firm.at("/brief?chosen=1&lang=en")).text
    article = english.partition('<article class="brief" lang="en"')[2]
    assert "There are no measures on the list yet." in article
    assert "A decision" not in article
    made = alice.get(firm.at("/brief.pdf?lang=en"))
    assert made.headers["Content-Disposition"] == "attachment; filename=proposal.pdf"
    assert made.data.startswith(b"%PDF-")
    assert made.headers["Cache-Control"] == "no-store"
    assert made.data == alice.get(firm.at("/brief.pdf?lang=en")).data


def test_five_long_measures_still_make_one_page(app: Flask) -> None:
    with app.test_request_context():
        course = get_course("proef", "nl")
        assert course.scan is not None
        long = Text("Nogal lange maatregel " * 9, "Hoofd van alles en nog wat " * 2, step="order")
        many = [OpenMeasure("x", State.ACCEPTED, utcnow(), long)] * 7
        made = brief.make(
            lang="nl",
            organisation="Kwekerij met een heel erg lange naam " * 3,
            today=local_date(utcnow()),
            scan=course.scan,
            measures=many,
            asks=["Een vraag die over meer dan één regel gaat " * 3] * 5,
            result=None,
            plan=None,
        )
        assert len(made.lines) == brief.MOST
        assert "2" in made.more
        assert pages(brief.to_pdf(made)) == 1


def pages(pdf: bytes) -> int:
    """How many pages the tree of a PDF counts."""
    return max(int(count) for count in re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", pdf, re.S))
