"""Bring the database to the state this version of the code needs.

Only commands come here: a process that serves readers does not hold Alembic.
"""

from __future__ import annotations

import logging

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy.exc import DatabaseError

from lms import config, create_app

# Every table is known to the migrations, also those of rooms that nothing has imported yet.
from lms.accounts import keys as _keys  # noqa: F401
from lms.audit import models as _audit  # noqa: F401
from lms.clock import utcnow
from lms.errors import ConfigError
from lms.extensions import MIGRATIONS, db
from lms.files import models as _files  # noqa: F401
from lms.imports import models as _imports  # noqa: F401
from lms.jobs import models as _jobs  # noqa: F401
from lms.library import models as _library  # noqa: F401
from lms.live import models as _live  # noqa: F401
from lms.mail import models as _mail  # noqa: F401
from lms.meetings import models as _meetings  # noqa: F401
from lms.network import models as _network  # noqa: F401
from lms.privacy.erasure import replay
from lms.training import models as _training  # noqa: F401


def migrate() -> None:
    """Run all migrations. Raises ConfigError when the database cannot be reached or written."""
    settings: config.Settings = current_app.config["SETTINGS"]
    if settings.database_url.startswith("sqlite"):
        config.ensure_folder(settings.instance)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _use_migrations(current_app)
    try:
        upgrade()
    except DatabaseError as error:
        raise _unusable(error) from error


def migrating_app() -> Flask:
    """The app for the commands of Flask-Migrate: `flask --app lms.database:migrating_app db …`."""
    app = create_app()
    _use_migrations(app)
    return app


def _use_migrations(app: Flask) -> None:
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)


def replay_erasures() -> int:
    """Erase again who came back with a backup; returns how many."""
    return replay(now=utcnow())


def check_current() -> None:
    """Raises ConfigError when the database is not at the newest migration."""
    try:
        with db.engine.connect() as connection:
            there = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise _unusable(error) from error
    if there != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise ConfigError("The database is not up to date: run `lms migrate` first.")


def _unusable(error: DatabaseError) -> ConfigError:
    return ConfigError(
        f"The database cannot be used ({error.orig}). Check LMS_DATABASE_URL and that its folder"
        " or server can be reached and written."
    )
