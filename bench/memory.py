"""Memory of one worker, at rest and after load."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

import psutil

from bench import load, servers
from bench.browser import Browser
from bench.plan import CONNECTIONS, Plan
from bench.report import Row
from bench.servers import Server
from bench.site import COURSE, installation

TITLE = "Memory per worker"
HOW = (
    "`lms serve` with two workers, real content; proportional set size (what workers share is"
    " divided among them), mean of the workers; besides them run the server's own process and its"
    " parent. The load is the first page, every lesson and every"
    " quiz page, over 16 connections."
)


def run(plan: Plan) -> Iterator[Row]:
    with (
        installation() as site,
        servers.serving(servers.app(plan.port), plan.port, site.environment) as app,
    ):
        yield _row("at rest", app)
        browsers = site.browsers(CONNECTIONS, plan.port)
        course = site.course()
        paths = ["/", "/training"]
        for module in course.modules:
            paths += [f"/training/{COURSE}/lesson/{lesson.slug}" for lesson in module.lessons]
            paths += [f"/training/{COURSE}/quiz/{module.quiz.slug}"] if module.quiz else []
        paths = [path for path in paths if browsers[0].get(path).status == 200]
        for name in ("after load", "after as much again"):
            sent = _load(plan, browsers, paths)
            yield _row(f"{name} ({sent:,} pages)", app)


def _load(plan: Plan, browsers: list[Browser], paths: list[str]) -> int:
    sent = 0
    for begin in range(0, len(paths), CONNECTIONS):
        scripts = [
            load.Script(browser.head("GET", path) + "\r\n")
            for browser, path in zip(browsers, paths[begin:], strict=False)
        ]
        sent += sum(load.run(plan.port, scripts, plan.seconds).sent)
    return sent


def _row(name: str, app: Server) -> Row:
    workers = mean(_size(worker) for worker in app.workers())
    everything = sum(_size(process) for process in app.processes())
    return Row(name, f"{workers:.0f} MB; all processes together {everything:.0f} MB")


def _size(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss / 2**20)
