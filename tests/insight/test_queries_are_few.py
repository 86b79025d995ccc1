"""Dashboards ask a fixed number of statements, however many people there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_site
from tests.insight.conftest import make_organisation, make_poco

FRAME = 4
"""The edition of the content, who is asking, the first seat, the sites."""

PAGES = {
    "/networks": FRAME + 7,
    "/networks/export.csv": FRAME + 7,
    "/networks/aalsmeer": FRAME + 7 + 1,
    "/networks/aalsmeer/people": FRAME + 2,
    "/networks/aalsmeer/people.csv": FRAME + 2,
    "/networks/aalsmeer/matrix.csv": FRAME + 2,
    "/networks/aalsmeer/organisations": FRAME + 2,
}


@pytest.mark.parametrize(("address", "expected"), PAGES.items())
def test_the_number_of_statements_does_not_grow(
    app: Flask,
    staff: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    address: str,
    expected: int,
) -> None:
    counts = []
    for number in range(3):
        site = make_site("aalsmeer" if not number else f"terrein-{number}")
        for place in range(number + 1):
            firm = make_organisation(f"Firma {number}-{place}", site)
            make_poco(f"Alice {number}-{place}", firm, site, done=place)
        staff.get(address).get_data()
        with count_queries() as seen:
            assert staff.get(address).get_data()
        counts.append(len([s for s in seen if s.lstrip().upper().startswith(("SELECT", "WITH"))]))
    assert counts == [expected] * 3


def test_the_page_of_a_person(
    app: Flask,
    staff: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    site = make_site()
    person = make_poco("Alice", make_organisation("A", site), site, done=6)
    address = f"/people/{person.public_id}"
    staff.get(address)
    with count_queries() as seen:
        staff.get(address)
    # The edition, who is asking, the person, the standing, quiz results, seats, meetings and
    # trainings given.
    assert len([s for s in seen if s.lstrip().upper().startswith("SELECT")]) == 8
