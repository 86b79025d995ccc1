"""PURE: the network as far as a file is about it, and the file's place in it while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lms.search import fold

_LEGAL = frozenset(
    {"bv", "nv", "vof", "cv", "ba", "coop", "cooperatie", "maatschap", "mts", "ltd", "gmbh"}
    | {"holding", "groep", "group", "de", "het", "the"}
)
_VOWELS = re.compile(r"(?<=.)[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Site:
    """A site; `own` says that whoever imports may write there."""

    id: int
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """`own` says that all its sites are of whoever imports: then its kind may be changed."""

    id: int
    name: str
    kind: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """`shown` says that whoever imports may know the name."""

    id: int
    name: str
    blocked: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a seat."""

    person_id: int
    name: str
    since: date


@dataclass(slots=True)
class Place:
    """An organisation at a site. `since` is None when it does not take part there now.

    `ended` is the last day before which it took part earlier, `first_seat` the first seat of the
    running time, `freed` the day from which a seat number is free again.
    """

    since: date | None = None
    ended: date | None = None
    first_seat: date | None = None
    holders: dict[int, Holder] = field(default_factory=dict)
    freed: dict[int, date] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """What the planner reads and, for the rows it lets in, adds to."""

    sites: dict[str, Site] = field(default_factory=dict)
    organisations: dict[str, list[Organisation]] = field(default_factory=dict)
    places: dict[tuple[int, int], Place] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)

    def add_site(self, site: Site, slug: str) -> None:
        """A site goes by its name and by its word in addresses."""
        for text in (site.name, slug, f"Royal FloraHolland {site.name}", f"RFH {site.name}"):
            self.sites.setdefault(fold(text), site)

    def add_organisation(self, organisation: Organisation) -> None:
        """Organisations of the same folded name are kept apart, not merged."""
        self.organisations.setdefault(fold(organisation.name), []).append(organisation)
        self.shapes.setdefault(shape(organisation.name), organisation.name)

    @property
    def own_sites(self) -> list[str]:
        """Names of the sites that may be written to, for explanations."""
        return sorted({site.name for site in self.sites.values() if site.own})


def shape(name: str) -> str:
    """What names have in common that differ by a typing error, a legal form or word order.

    Only for hints: different firms may share a shape.
    """
    words = (fold(word) for word in re.split(r"[\s,/&+-]+", name.replace(".", "")))
    kept = sorted(word for word in words if word and word not in _LEGAL)
    shaped = (_DOUBLED.sub(r"\1", _VOWELS.sub("", word.replace("ij", "y"))) for word in kept)
    return " ".join(shaped) or fold(name)
