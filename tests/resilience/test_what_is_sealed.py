"""Who has the database and not the key reads nothing, and nothing opens where it was moved to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import config, strongbox
from lms.errors import ConfigError, DataKeyMissing, SealBroken
from lms.extensions import begin_writing, db
from lms.grading.resilience import Answer
from lms.network.models import Site
from lms.resilience import services
from lms.resilience.contents import Text, read_measure, read_scan
from lms.resilience.models import Measure, ResilienceScan
from tests.resilience.conftest import Firm, SignIn, make_firm

CANARY = "roodborstje bij het hek"


@pytest.fixture
def key(app: Flask) -> Iterator[Path]:
    """The file of the key, put back afterwards."""
    path = Path(app.config["SETTINGS"].instance) / config.DATA_KEY_FILE
    strongbox.seal(b"", b"")
    before = path.read_text()
    yield path
    path.write_text(before)


@pytest.fixture
def measure(firm: Firm) -> Measure:
    services.start(organisation_id=firm.id)
    services.save(organisation_id=firm.id, answers={"order-list": Answer.NOT})
    row = services.add_measure(organisation_id=firm.id, content=Text(CANARY, "Portier"))
    db.session.commit()
    return row


def test_answers_and_measures_stand_in_no_file_and_no_table(measure: Measure, app: Flask) -> None:
    assert read_measure(measure).content.text == CANARY
    rows = [
        repr(tuple(row))
        for table in db.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
    ]
    folder = Path(app.config["SETTINGS"].instance)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for secret in (CANARY, "Portier"):
        assert not any(secret in row for row in rows)
        assert not any(secret.encode() in data for data in files)
    assert b"order-list" not in db.session.scalars(sa.select(ResilienceScan.sealed)).one()
    db.session.rollback()


def test_what_is_moved_to_another_organisation_or_row_does_not_open(
    measure: Measure, firm: Firm, site: Site
) -> None:
    other = make_firm(site, "Kwekerij Anders", "Charlie Vreemd")
    twin = services.add_measure(organisation_id=firm.id, content=Text("Iets", "Iemand"))
    stolen = measure.sealed
    for row in (services.add_measure(organisation_id=other.id, content=Text("x", "y")), twin):
        row.sealed = stolen
        with pytest.raises(SealBroken):
            read_measure(row)
    measure.organisation_id = other.id
    with pytest.raises(SealBroken):
        read_measure(measure)
    db.session.rollback()


def test_a_changed_byte_does_not_open_and_the_page_says_so(
    measure: Measure, firm: Firm, sign_in: SignIn
) -> None:
    measure.sealed = measure.sealed[:-1] + bytes([measure.sealed[-1] ^ 1])
    db.session.commit()
    answer = sign_in(firm.poco).get(firm.at("/measures"))
    assert answer.status_code == 503
    assert "Dit kan nu niet open." in answer.text


def test_the_key_is_made_at_the_first_use_for_its_owner_only(tmp_path: Path, app: Flask) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = config.Settings(instance=tmp_path / "new")
    try:
        sealed = strongbox.seal(b"x", b"here")
        path = tmp_path / "new" / config.DATA_KEY_FILE
        assert path.stat().st_mode & 0o077 == 0
        assert [p.name for p in path.parent.iterdir()] == [config.DATA_KEY_FILE]
        assert strongbox.unseal(sealed, b"here") == b"x"
    finally:
        app.config["SETTINGS"] = settings


def test_without_the_key_nothing_opens_and_no_second_one_is_made(
    measure: Measure, firm: Firm, key: Path, sign_in: SignIn
) -> None:
    browser = sign_in(firm.poco)
    kept = key.read_text()
    key.unlink()
    assert browser.get(firm.at()).status_code == 503
    with pytest.raises(DataKeyMissing, match="data_key"):
        services.add_measure(organisation_id=firm.id, content=Text("x", "y"))
    assert not key.exists()
    assert strongbox.check().broken == 2
    assert "LMS_DATA_KEY" in strongbox.trouble()
    key.write_text("half a key")
    assert "64" in strongbox.trouble()
    key.write_text(kept)
    assert strongbox.trouble() == ""
    assert strongbox.check() == strongbox.State(2, 0, 0)
    assert browser.get(firm.at()).status_code == 200


def test_a_new_key_seals_everything_anew_and_old_ones_still_open(
    measure: Measure, firm: Firm, key: Path
) -> None:
    before = measure.sealed
    assert strongbox.rotate() == 2
    first, *old = key.read_text().split()
    assert old
    db.session.refresh(measure)
    assert measure.sealed != before
    assert strongbox.unseal(before, measure.seal_context)
    key.write_text(first)
    assert strongbox.check() == strongbox.State(2, 0, 0)
    assert read_measure(measure).content.text == CANARY
    assert read_scan(db.session.scalars(sa.select(ResilienceScan)).one()) == {
        "order-list": Answer.NOT
    }
    with pytest.raises(DataKeyMissing):
        strongbox.unseal(before, measure.seal_context)


def test_keys_from_the_environment_go_before_the_file(tmp_path: Path) -> None:
    one, two = "a" * 64, "B" * 64
    settings = config.from_environment(
        {"LMS_INSTANCE": str(tmp_path), "LMS_DATA_KEY": f"{one}, {two}"}
    )
    assert settings.data_keys == (one, two.lower())
    assert one not in repr(settings)
    with pytest.raises(ConfigError, match="64") as refused:
        config.from_environment({"LMS_DATA_KEY": "geheim"})
    assert "geheim" not in str(refused.value)
    begin_writing()
