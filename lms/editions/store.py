"""The content a worker serves: the current edition, kept in memory, noticed when it changes.

A worker that publishes watches the files under LMS_CONTENT and appends an edition when they
changed and are right. Every worker follows the newest edition in the database, whoever appended
it, so a machine with older files (LMS_PUBLISH_CONTENT=0) still teaches what is current.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import cast

from blinker import signal
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from lms import config
from lms.content.library import load_library
from lms.content.problems import Problem
from lms.content.tree import Tree, read_tree
from lms.content.types import Course, Library
from lms.editions import queries, services
from lms.errors import ContentError, NotFound
from lms.extensions import BUSY_SECONDS, begin_reading, db, only_reading, writing
from lms.grading.completion import CourseShape, ModuleShape
from lms.i18n import language

LOOK_EVERY = 2.0
"""Seconds between two looks at the files in production; in development every request looks."""

published = signal("edition-published")
"""Sent once by the worker that appended an edition, when it is served."""

PATIENCE = 1.0
"""Seconds that a reader waits while a new edition is written; then the old one is shown."""


@dataclass(frozen=True)
class Loaded:
    """An edition in memory."""

    edition_id: int
    library: Library


class Store:
    """Holds the current edition of one app."""

    def __init__(self, app: Flask) -> None:
        settings: config.Settings = app.config["SETTINGS"]
        self._root = settings.content
        self._publishes = settings.publish_content
        self.look_every = LOOK_EVERY if settings.production else 0.0
        self._app = app
        self._log = app.logger
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._signature = ""
        self._loaded: Loaded | None = None
        self.problems: tuple[Problem, ...] = ()
        """What is wrong with the files as they are now; empty when they are served."""

    def start(self) -> Loaded:
        """Load at start. Raises ContentError when there is no good content to serve."""
        if self._publishes:
            self._signature = Tree.signature(self._root)
            tree, library = self._read()
            if library is None:
                raise ContentError(self.problems)
            self._publish(tree, library, patience=BUSY_SECONDS)
        else:
            self._follow()
        if self._loaded is None:
            raise ContentError(
                (
                    Problem(
                        "courses",
                        1,
                        "no edition has been published yet: start a machine that"
                        " publishes first (LMS_PUBLISH_CONTENT=1)",
                    ),
                )
            )
        return self._loaded

    @property
    def loaded(self) -> Loaded:
        """What is served now."""
        if self._loaded is None:
            return self.start()
        return self._loaded

    def refresh(self) -> None:
        """Notice changed files and new editions. Cheap; called before every request."""
        now = time.monotonic()
        if self._loaded is not None and now - self._looked_at < self.look_every:
            return
        with self._lock:
            self._looked_at = now
            if self._loaded is None:
                self.start()
            else:
                self._look()

    def _changed(self) -> bool:
        signature = Tree.signature(self._root)
        if signature == self._signature:
            return False
        self._signature = signature
        return True

    def _look(self) -> None:
        """What the database cannot do now is tried again at the next look; until then the last
        good edition is served."""
        try:
            if self._publishes and self._changed():
                tree, library = self._read()
                if library is not None:
                    self._publish(tree, library)
            else:
                self._follow()
        except DBAPIError as error:
            self._signature = ""
            self._log.error("content not up to date: %s", type(error.orig).__name__)

    def _read(self) -> tuple[Tree, Library | None]:
        tree = read_tree(self._root)
        result = load_library(tree)
        self.problems = tuple(p for p in result.problems if p.severity == "error")
        if result.library is not None and not result.library.courses("nl"):
            message = f"there is no course below {self._root}: see LMS_CONTENT"
            self.problems = (Problem("courses", 1, message),)
        for problem in self.problems:
            self._log.error("content: %s", problem)
        return tree, None if self.problems else result.library

    def _publish(self, tree: Tree, library: Library, patience: float = PATIENCE) -> None:
        """Serve these files. Only an edition that is new needs the database to itself: a worker
        that starts while others write has nothing to wait for."""
        with only_reading(), db.engine.connect() as connection:
            newest = queries.current_edition(connection)
        if newest is not None and newest.tree_hash == tree.hash:
            self._loaded = Loaded(newest.id, library)
            return
        with writing(patience=patience) as connection:
            edition_id, new = services.publish(connection, tree=tree, library=library)
        self._loaded = Loaded(edition_id, library)
        if new:
            published.send(self._app)

    def _follow(self) -> None:
        with db.engine.connect() as connection:
            newest = queries.current_edition(connection)
            if newest is None or (self._loaded and newest.id == self._loaded.edition_id):
                return
            if self._loaded and self._loaded.library.tree_hash == newest.tree_hash:
                self._loaded = Loaded(newest.id, self._loaded.library)
                return
            tree = queries.tree_of(connection, newest.id)
        library = load_library(tree).library
        if library is not None:
            self._loaded = Loaded(newest.id, library)


def init_app(app: Flask) -> None:
    """Give the app its store; the content itself is loaded at the first use or by `start`."""
    app.extensions["content"] = Store(app)
    app.before_request(_refresh)


def _refresh() -> None:
    """Looking reads only; the request that comes after chooses for itself."""
    begin_reading()
    store().refresh()


def store() -> Store:
    """The store of the current app."""
    return cast(Store, current_app.extensions["content"])


def library() -> Library:
    """What is taught now."""
    return store().loaded.library


def edition_id() -> int:
    """The current edition."""
    return store().loaded.edition_id


def get_course(slug: str, lang: str | None = None) -> Course:
    """A course in the language of the request. Raises NotFound."""
    course = library().course(slug, lang or language())
    if course is None:
        raise NotFound
    return course


def basic_training(lang: str | None = None) -> Course:
    """What a POCO is trained in: the first course with a due date, or else the first.

    Raises NotFound when nothing is taught.
    """
    courses = library().courses(lang or language())
    if not courses:
        raise NotFound
    return next((course for course in courses if course.due_days), courses[0])


def shape_of(course: Course, edition: int | None = None) -> CourseShape:
    """A course as completion sees it: without extra practice.

    `edition` is the one it is taught in, by default today's.
    """
    return CourseShape(
        course.slug,
        tuple(
            ModuleShape(module.slug, tuple(part.key for part in module.required))
            for module in course.required_modules
        ),
        course.meetings,
        edition or edition_id(),
    )


def text_by_hash(digest: str) -> str:
    """The canonical text behind a hash, also of what no file holds any more."""
    return queries.text_of(db.session.connection(), digest)
