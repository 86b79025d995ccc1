"""A demo network of any size, served under production settings, and its database read bare."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pysqlite3.dbapi2 as sqlite

from bench import servers
from bench.browser import Browser
from bench.servers import Server
from bench.site import Installation, give_passkey, installation, writing
from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.clock import local_date, utcnow
from lms.demo import seed
from lms.demo.sites import SITES


@dataclass(frozen=True)
class Network:
    """`staff` is signed in and sees every site; `bare` is the database through its driver."""

    site: Installation
    server: Server
    staff: Browser
    bare: Any
    seeding: float


@contextlib.contextmanager
def network(
    size: int, port: int, change: Callable[[Any], None] = lambda _: None
) -> Iterator[Network]:
    """`size` is the number of POCOs; `change` gets the bare database before the server starts."""
    with installation(production=False) as site:
        begin = time.perf_counter()
        with writing(site.app), contextlib.redirect_stdout(None):
            seed.run(people=size, as_of=local_date(utcnow()), reset=False, progress=False)
        seeding = time.perf_counter() - begin
        with contextlib.closing(_connect(site)) as bare:
            # A demo is not served under production settings, and those are what is measured.
            bare.execute("update person set email = replace(email, 'demo.', 'example.')")
            change(bare)
            bare.execute("pragma wal_checkpoint(truncate)").fetchall()
            environment = {**site.environment, "LMS_ENV": "production"}
            with servers.serving(servers.app(port), port, environment) as server:
                yield Network(site, server, _staff(site, port), bare, seeding)


def slugs() -> list[str]:
    """The sites of the demo."""
    return [site.slug for site in SITES]


def _staff(site: Installation, port: int) -> Browser:
    with writing(site.app):
        person = people.by_email("staff@example.invalid")
        assert person is not None
        give_passkey(person)
        token = accounts.make_login_link(person=person)
    browser = Browser(port)
    browser.sign_in(f"/sign-in/link/{token}")
    return browser


def _connect(site: Installation) -> Any:
    """With the same cache as the app's connections have."""
    connection = sqlite.connect(str(site.database), isolation_level=None)
    for pragma in ("cache_size=-32000", "temp_store=MEMORY", "busy_timeout=5000"):
        connection.execute(f"pragma {pragma}").fetchall()
    return connection
