"""A lesson page, signed in, beside the bare page."""

from __future__ import annotations

from collections.abc import Iterator

from bench import load, reference, servers
from bench.pairs import alternate, with_cpu
from bench.plan import CONNECTIONS, Plan
from bench.report import Row, size
from bench.site import COURSE, halfway, installation

TITLE = "Lesson page"
HOW = (
    "`lms serve` under production settings on SQLite, real content, people half-way through the"
    " training; against `bench/reference.py`, which runs in the same server with as many workers,"
    " sends the bytes captured from the app and does two reads by primary key through SQLAlchemy"
    f" on the same SQLite settings. {CONNECTIONS} keep-alive connections; the two are measured in"
    " turns (A B A B), the ratio is the median over the turns, with the lowest and the highest."
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
        page = browsers[0].packed(path)
        if page.status != 200:
            raise RuntimeError(f"{path} answered {page.status}")
        settings = reference.prepare(site.folder / "reference", {"lesson": page})
        ours = [load.Script(b.head("GET", path) + "\r\n") for b in browsers]
        with servers.serving(
            servers.own("bench.reference:app", plan.port + 1), plan.port + 1, settings
        ) as bare:
            theirs = [load.Script(b.head("GET", "/page/lesson") + "\r\n") for b in browsers]
            pairs = alternate(
                lambda: with_cpu(app, lambda: load.run(app.port, ours, plan.seconds)),
                lambda: with_cpu(bare, lambda: load.run(bare.port, theirs, plan.seconds)),
                plan.turns,
            )
    yield pairs.row(f"lesson page ({size(page)}), signed in", TARGET)
    yield pairs.client_row("lesson page")
