"""Days, and two people who do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask

from lms.clock import local_date, utcnow
from lms.errors import LmsError
from lms.extensions import begin_writing, db

AtOnce = Callable[..., list[str]]


def today() -> date:
    return local_date(utcnow())


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@contextmanager
def connection(app: Flask) -> Iterator[None]:
    """A transaction of its own, as another worker has."""
    with app.app_context():
        begin_writing()
        try:
            yield
            db.session.commit()
        finally:
            db.session.remove()


@pytest.fixture
def at_once(app: Flask) -> AtOnce:
    """Run functions at the same moment, each on a connection of its own; returns how each ended:
    "done", or the code of the named error."""

    def run(*actions: Callable[[], object]) -> list[str]:
        db.session.commit()
        start, ends = threading.Barrier(len(actions)), []

        def act(action: Callable[[], object]) -> None:
            try:
                with connection(app):
                    start.wait(5)
                    action()
                ends.append("done")
            except LmsError as error:
                ends.append(error.code)
            except Exception as error:
                ends.append(f"{type(error).__name__}: {error}")

        threads = [threading.Thread(target=act, args=(action,)) for action in actions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        db.session.expire_all()
        return sorted(ends)

    return run
