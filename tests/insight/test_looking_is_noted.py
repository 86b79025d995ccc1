"""Who looked at people or took them along is noted: once, with filters and counts, no names."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.audit.models import AuditEntry
from lms.extensions import db
from tests.factories import make_site
from tests.insight.conftest import make_organisation, make_poco


@pytest.mark.parametrize(
    ("address", "action"),
    [
        ("/networks/aalsmeer/people?status=complete", "pocos.listed"),
        ("/networks/aalsmeer/people.csv?status=complete", "pocos.exported"),
        ("/networks/aalsmeer/matrix.csv?status=complete", "matrix.exported"),
        ("/networks/aalsmeer/organisations.csv", "organisations.exported"),
        ("/networks/aalsmeer/export.csv", "network.exported"),
        ("/networks/export.csv", "networks.exported"),
        ("/people/{alice}", "progress.viewed"),
        ("/networks", ""),
    ],
)
def test_a_look_is_one_line(app: Flask, staff: FlaskClient, address: str, action: str) -> None:
    site = make_site()
    alice = make_poco("Alice Proef", make_organisation("Kwekerij A", site), site, done=6)
    staff.get(address.format(alice=alice.public_id)).get_data()
    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert [entry.action for entry in entries] == ([action] if action else [])
    for entry in entries:
        assert entry.subject == (alice.public_id if action == "progress.viewed" else "")
        assert "Alice" not in json.dumps(entry.detail)
        if "status" in address:
            assert entry.detail["status"] == "complete"
            assert entry.detail["count"] == 1


def test_what_is_searched_for_is_not_noted(app: Flask, staff: FlaskClient) -> None:
    site = make_site()
    make_poco("Alice Proef", make_organisation("Kwekerij A", site), site)
    staff.post("/networks/aalsmeer/people", data={"q": "alice"})
    (entry,) = db.session.scalars(sa.select(AuditEntry))
    assert entry.detail == {"site": "aalsmeer", "searched": True, "count": 1}


def test_a_page_that_is_refused_is_not_noted(app: Flask, staff: FlaskClient) -> None:
    assert staff.get("/people/onbekend").status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == 0
