"""How long and how often everything is measured."""

from __future__ import annotations

from dataclasses import dataclass

CONNECTIONS = 16
"""So many that each of two workers has enough of them, wherever the kernel puts them."""


@dataclass(frozen=True)
class Plan:
    """`seconds` per load, `turns` per comparison, `repeats` of what is timed by itself."""

    port: int
    quick: bool

    @property
    def seconds(self) -> float:
        return 1.5 if self.quick else 3.0

    @property
    def turns(self) -> int:
        return 3 if self.quick else 5

    @property
    def repeats(self) -> int:
        return 3 if self.quick else 7
