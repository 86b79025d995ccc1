"""The people of the programme itself: coordinators, a partner, staff and an administrator."""

from __future__ import annotations

from dataclasses import dataclass

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Role
from lms.demo.sites import AALSMEER, NAALDWIJK, RIJNSBURG


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """A person with one role; coordinators and partners at one site."""

    email: str
    name: str
    role: Role
    site: int | None = None


STAFF = (
    StaffPlan(f"coordinator@{DOMAIN}", "Ilse van Verbinden", Role.COORDINATOR, NAALDWIJK),
    StaffPlan(f"coordinator.aalsmeer@{DOMAIN}", "Hanan Netwerkstra", Role.COORDINATOR, AALSMEER),
    StaffPlan(f"coordinator.rijnsburg@{DOMAIN}", "Ruben Schakelaar", Role.COORDINATOR, RIJNSBURG),
    StaffPlan(f"partner@{DOMAIN}", "Joris Meekijker", Role.PARTNER, AALSMEER),
    StaffPlan(f"staff@{DOMAIN}", "Mira van Overzicht", Role.STAFF),
    StaffPlan(f"admin@{DOMAIN}", "Bram Beheerdersma", Role.ADMIN),
)
