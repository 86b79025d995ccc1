"""A lesson page, signed in, beside the bare page."""

from __future__ import annotations

from collections.abc import Iterator

from bench import reference, servers
from bench.browser import PACKED, PLAIN
from bench.pairs import beside
from bench.plan import CONNECTIONS, Plan
from bench.report import Row, size
from bench.site import COURSE, halfway, installation

TITLE = "Lesson page"
HOW = (
    "`lms serve` under production settings on SQLite, real content, people half-way through the"
    " training; against `bench/reference.py`, which runs in the same server with as many workers,"
    " sends the bytes captured from the app and does two reads by primary key through SQLAlchemy"
    " on the same SQLite settings. Once without compression, once as a browser asks for it: then"
    f" both compress, with the same library and settings. {CONNECTIONS} keep-alive connections;"
    " the two are measured in turns (A B A B), the ratio is the median over the turns, with the"
    " lowest and the highest."
)
TARGET = 0.60


def run(plan: Plan) -> Iterator[Row]:
    with (
        installation() as site,
        servers.serving(servers.app(plan.port), plan.port, site.environment) as app,
    ):
        browsers = site.browsers(CONNECTIONS, plan.port)
        lesson, _ = halfway(site.course())
        path = f"/training/{COURSE}/lesson/{lesson.slug}"
        page = browsers[0].get(path)
        if page.status != 200:
            raise RuntimeError(f"{path} answered {page.status}")
        settings = reference.prepare(site.folder / "reference", {"lesson": page})
        with servers.serving(
            servers.own("bench.reference:app", plan.port + 1), plan.port + 1, settings
        ) as bare:
            plain = beside(plan, app, bare, [(b, path) for b in browsers], "lesson", PLAIN)
            packed = beside(plan, app, bare, [(b, path) for b in browsers], "lesson", PACKED)
        small = browsers[0].packed(path)
    yield plain.row(f"lesson page ({size(page)}), signed in", TARGET)
    yield packed.row(f"the same, compressed by both ({size(small)})", TARGET)
    yield plain.client_row("lesson page")
