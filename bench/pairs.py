"""Two things measured in turns, A B A B, so that a busy moment of the machine hits both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench import load
from bench.browser import Browser
from bench.load import Load
from bench.plan import Plan
from bench.report import Row
from bench.servers import Server


@dataclass(frozen=True)
class Pairs:
    """The rates of the app and of the reference, turn by turn; `client` is the load's CPU share."""

    ours: list[float]
    theirs: list[float]
    client: tuple[float, float]

    @property
    def ratios(self) -> list[float]:
        return [a / b for a, b in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the turns."""
        return median(self.ratios)

    def row(self, what: str, target: float) -> Row:
        """The comparison as a line of the table."""
        return Row(
            what,
            f"{median(self.ours):,.0f}/s",
            f"{median(self.theirs):,.0f}/s",
            f"{self.ratio:.0%} ({min(self.ratios):.0%}–{max(self.ratios):.0%})",
            f"≥ {target:.0%}",
            self.ratio >= target,
        )

    def client_row(self, what: str) -> Row:
        """What the load client took, which both have to share the machine with."""
        ours, theirs = self.client
        return Row(f"{what}: the load client's share of the CPU", f"{ours:.0%}", f"{theirs:.0%}")


def alternate(
    ours: Callable[[], tuple[Load, float]], theirs: Callable[[], tuple[Load, float]], turns: int
) -> Pairs:
    """Each turn measures both; a first turn that does not count warms both up."""
    ours(), theirs()
    a, b = [], []
    for _ in range(turns):
        a.append(ours())
        b.append(theirs())
    return Pairs([x.rate for x, _ in a], [x.rate for x, _ in b], (_share(a), _share(b)))


def beside(
    plan: Plan,
    app: Server,
    bare: Server,
    visits: list[tuple[Browser, str]],
    name: str,
    encoding: dict[str, str],
) -> Pairs:
    """Each browser asks for its page, in turns with the same browsers at the bare page `name`."""
    ours = [load.Script(b.head("GET", path, encoding) + "\r\n") for b, path in visits]
    theirs = [load.Script(b.head("GET", f"/page/{name}", encoding) + "\r\n") for b, _ in visits]
    return alternate(
        lambda: with_cpu(app, lambda: load.run(app.port, ours, plan.seconds)),
        lambda: with_cpu(bare, lambda: load.run(bare.port, theirs, plan.seconds)),
        plan.turns,
    )


def with_cpu(server: Server, work: Callable[[], Load]) -> tuple[Load, float]:
    """A load, and the processor time it took the server."""
    before = server.cpu()
    result = work()
    return result, server.cpu() - before


def _share(loads: list[tuple[Load, float]]) -> float:
    client = sum(one.cpu for one, _ in loads)
    return client / (client + sum(server for _, server in loads))
