"""The three sites and how each network does: Naaldwijk began later than planned and lags."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitePlan:
    """`opens` counts quarters from the beginning; the rest says how its people do."""

    slug: str
    name: str
    share: float
    opens: int
    pace: float
    """How long everything takes, compared with Aalsmeer."""
    trouble: float
    """How many never start or get stuck, compared with Aalsmeer."""
    trains_every: int
    """Quarters between two rounds of training days."""
    dips: frozenset[int]
    """Quarters, counted from the beginning, in which little happens."""
    municipalities: str
    address: str = ""
    route: str = ""
    contact: str = ""


SITES = (
    # The public facts of the programme; for the other two centres none are known.
    SitePlan(
        "aalsmeer", "Aalsmeer", 0.42, 0, 1.0, 1.0, 1, frozenset({3}),
        municipalities="Aalsmeer, Uithoorn",
        address="Legmeerdijk 313, Aalsmeer",
        route="Parkeerdek P23 WIT, tweede verdieping",
        contact="info@weerbaresierteeltsector.nl",
    ),
    SitePlan(
        "naaldwijk", "Naaldwijk", 0.30, 2, 2.0, 2.1, 2, frozenset({4, 5}),
        municipalities="Westland",
    ),
    SitePlan(
        "rijnsburg", "Rijnsburg", 0.28, 4, 0.8, 0.7, 1, frozenset({6}), municipalities="Katwijk"
    ),
)  # fmt: skip
AALSMEER, NAALDWIJK, RIJNSBURG = range(3)
