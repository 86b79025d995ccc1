"""The worker: sends the letters that are due and does the jobs whose turn it is.

Any number of workers may run, on any number of machines: the rows of the outbox and of the jobs
say who has what in hand.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from lms import config, create_app, database, server
from lms.editions.store import store
from lms.errors import ContentError, LmsError
from lms.extensions import db
from lms.imports import jobs as _imports  # noqa: F401  puts its jobs in the registry
from lms.jobs.runner import run_due
from lms.live import jobs as _live  # noqa: F401
from lms.mail import sender
from lms.mail.transports import FOLDER, transport
from lms.privacy import jobs as _privacy  # noqa: F401

LOOK_EVERY = 2.0
"""Seconds between two looks at what is due."""
REST = 30.0
"""Seconds until the next try when the mail server or the database cannot be reached."""


def work(settings: config.Settings, *, once: bool = False) -> None:
    """Work until SIGTERM, SIGINT or SIGHUP, or until nothing is due. Call it from the main thread.

    A letter or job in hand is finished first. Raises ConfigError when there is no database.
    """
    # It follows the editions that the web publishes: broken files hold up no letter.
    settings = replace(settings, publish_content=False)
    app = create_app(settings)
    with app.app_context():
        database.check_current()
    _say_when_nobody_gets_letters(settings)
    with server.stop_signals() as stopping:
        if once:
            _until_done(app, settings, stopping.is_set)
        else:
            _until_stopped(app, settings, stopping)
    with app.app_context():
        db.engine.dispose()


def _until_stopped(app: Flask, settings: config.Settings, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            stopping.wait(_once(app, settings, stopping.is_set))
        except DBAPIError as error:
            app.logger.error("worker: database unavailable: %s", type(error.orig).__name__)
            stopping.wait(REST)


def _until_done(app: Flask, settings: config.Settings, stopping: Callable[[], bool]) -> None:
    while not stopping() and _once(app, settings, stopping) == 0:
        pass


def _once(app: Flask, settings: config.Settings, stopping: Callable[[], bool]) -> float:
    """One look at jobs and letters; seconds to wait until the next one."""
    with app.app_context():
        _follow_content()
        run_due(stopping=stopping)
    # The jobs may have written letters.
    with app.app_context():
        if not sender.anything_due():
            return LOOK_EVERY
        done = sender.send_due(settings, transport(settings), stopping=stopping)
    return 0 if done.reached else REST


def _follow_content() -> None:
    """Without an edition there are no jobs about content yet; the first web worker makes one."""
    try:
        store().refresh()
    except ContentError:
        return


def _say_when_nobody_gets_letters(settings: config.Settings) -> None:
    if settings.production and settings.mail.kind in {"file", "console"}:
        place = settings.instance / FOLDER if settings.mail.kind == "file" else "standard output"
        click.echo(
            f"LMS_MAIL is {settings.mail.kind!r}: letters go to {place} and reach nobody.", err=True
        )


def main() -> None:
    """`python -m lms.worker PARENT`, started by `lms run` only."""
    server.stop_with_parent(int(sys.argv[1]))
    try:
        work(config.from_environment())
    except LmsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
