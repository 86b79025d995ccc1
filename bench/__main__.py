"""`python -m bench [PART …] [--quick] [--port N]`: measure and print.

A whole run without --quick also writes docs/benchmark.md.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import time

from bench import report
from bench.plan import Plan

PARTS = (
    "lessons",
    "quiz",
    "workers",
    "matrix",
    "dashboard",
    "people",
    "weight",
    "content",
    "imports",
    "live",
    "memory",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="short runs, for developing")
    parser.add_argument("--port", type=int, default=8110, help="first of ten ports in a row")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    # A terminated run stops its servers, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plan = Plan(port=given.port, quick=given.quick)
    begin = time.monotonic()
    print(report.machine(), flush=True)
    parts = [_measure(name, plan) for name in given.parts or PARTS]
    minutes = (time.monotonic() - begin) / 60
    print(f"\n{minutes:.1f} minutes.")
    if not given.parts and not given.quick:
        report.write(parts, minutes)
        print("Written to docs/benchmark.md.")


def _measure(name: str, plan: Plan) -> report.Part:
    module = importlib.import_module(f"bench.{name}")
    begin = time.monotonic()
    part = report.Part(module.TITLE, module.HOW, tuple(module.run(plan)))
    print(report.screen(part), flush=True)
    print(f"({time.monotonic() - begin:.0f} s)", flush=True)
    return part


if __name__ == "__main__":
    main()
