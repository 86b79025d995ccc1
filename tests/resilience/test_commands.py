"""`lms datakey`, as an operator runs it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask

from lms.cli import lms
from lms.config import DATA_KEY_FILE
from lms.extensions import begin_writing, db
from lms.resilience import services
from lms.resilience.contents import Text
from tests.resilience.conftest import Firm


def test_the_key_is_checked_and_renewed(app: Flask, firm: Firm) -> None:
    services.add_measure(organisation_id=firm.id, content=Text("Licht aan", "Techniek"))
    db.session.commit()
    settings = app.config["SETTINGS"]
    key = Path(settings.instance) / DATA_KEY_FILE
    before = key.read_text()
    environ = {
        "LMS_INSTANCE": str(settings.instance),
        "LMS_DATABASE_URL": settings.database_url,
        "LMS_SECRET_KEY": settings.secret_key,
    }

    def run(command: str) -> Result:
        begin_writing()
        return CliRunner().invoke(lms, ["datakey", command], env=environ)

    try:
        assert run("rotate").stdout == "1 rows were sealed under the new key.\n"
        assert run("check").stdout == "1 sealed rows, 0 of them under an older key.\n"
        new = key.read_text().split()[0]
        key.write_text(before)
        gone = run("check")
        assert gone.exit_code == 1
        assert "1 do not open" in gone.output
        assert new not in gone.output
    finally:
        key.write_text(before)
