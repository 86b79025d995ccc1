"""Which server and worker class: the lesson page under five of them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import load, servers
from bench.plan import CONNECTIONS, Plan
from bench.report import Row
from bench.site import COURSE, halfway, installation

TITLE = "Server and worker class"
HOW = (
    "The lesson page as above under each server with two worker processes; all run at the same"
    " time and get the load in turns. The ratio is to granian with one blocking thread, which is"
    " what `lms serve` starts; median over the turns. gunicorn's sync workers close the connection"
    " after every request, and the client then opens a new one, as a proxy in front would."
)
CHOSEN = "granian, 2 workers × 1 blocking thread"


def commands(port: int) -> dict[str, list[str]]:
    """Name → how to start it, on ports in a row."""
    granian = {
        CHOSEN: 1,
        "granian, 2 workers × 2 blocking threads": 2,
        "granian, 2 workers × 4 blocking threads": 4,
    }
    gunicorn = {
        "gunicorn, 2 sync workers": ["--worker-class", "sync"],
        "gunicorn, 2 gthread workers × 4 threads": ["--worker-class", "gthread", "--threads", "4"],
    }
    found = {}
    for place, (name, threads) in enumerate(granian.items(), start=port):
        found[name] = _granian(place, threads)
    for place, (name, options) in enumerate(gunicorn.items(), start=port + len(granian)):
        found[name] = _gunicorn(place, options)
    return found


def run(plan: Plan) -> Iterator[Row]:
    rates: dict[str, list[float]] = {}
    with installation() as site, contextlib.ExitStack() as stack:
        heads: dict[str, tuple[int, list[load.Script]]] = {}
        lesson, _ = halfway(site.course())
        path = f"/training/{COURSE}/lesson/{lesson.slug}"
        for port, (name, command) in enumerate(commands(plan.port).items(), start=plan.port):
            stack.enter_context(servers.serving(command, port, site.environment))
            browsers = site.browsers(CONNECTIONS, port)
            heads[name] = port, [load.Script(b.head("GET", path) + "\r\n") for b in browsers]
        for turn in range(plan.turns // 2 + 2):
            for name, (port, scripts) in heads.items():
                rate = load.run(port, scripts, plan.seconds).rate
                if turn:
                    rates.setdefault(name, []).append(rate)
    for name, found in rates.items():
        ratios = [a / b for a, b in zip(found, rates[CHOSEN], strict=True)]
        yield Row(name, f"{median(found):,.0f}/s", ratio=f"{median(ratios):.0%}")


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _granian(port: int, threads: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": str(servers.WORKERS),
        "--blocking-threads": str(threads),
        "--backpressure": "128",
        "--log-level": "error",
    }
    return [_program("granian"), *(x for pair in options.items() for x in pair), "lms.wsgi:app"]


def _gunicorn(port: int, options: list[str]) -> list[str]:
    place = ["--bind", f"127.0.0.1:{port}", "--workers", str(servers.WORKERS)]
    return [_program("gunicorn"), *place, *options, "--log-level", "error", "lms.wsgi:app"]
