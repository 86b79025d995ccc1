"""What demo organisations share: three examples in the library, one that waits for a look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Person, Role, RoleGrant
from lms.demo.chance import token
from lms.demo.days import moment
from lms.extensions import db
from lms.library.models import Kind, Licence, Material, MaterialUse, MaterialVersion, State
from lms.network.models import Seat
from lms.search import fold

TRAINER = f"trainer@{DOMAIN}"


class Shared(NamedTuple):
    """An example in words; `used` is by how many other organisations, `days` how long ago."""

    title: str
    description: str
    text: str
    language: str
    kit: str
    state: State
    days: int
    used: int


EXAMPLES = (
    Shared(
        "De kar die niemand bestelde",
        "Een opening van vijf minuten. Laat iedereen eerst zelf kiezen, praat daarna.",
        "Vrijdagmiddag, net voor de laatste rit. Op het perron staat een kar met een label van een"
        " klant die vandaag niets heeft besteld.\nVraag aan de groep: wat doe je, en wie bel je"
        " als eerste?\nNa afloop: wijs aan waar bij jullie het nummer hangt.",
        "nl",
        "signalen-laadperron",
        State.ACCEPTED,
        120,
        9,
    ),
    Shared(
        "Twee minuten bij de koffie",
        "Voor wie geen zaal heeft: één vraag op een flap naast het koffieapparaat.",
        "Schrijf op een flap: 'Iemand biedt je 500 euro om een pas te lenen. Wat zeg je?'\nLaat"
        " mensen een streepje zetten bij hun antwoord. Bespreek het de volgende dag in het"
        " werkoverleg.",
        "nl",
        "vreemden-en-druk",
        State.ACCEPTED,
        45,
        4,
    ),
    Shared(
        "A visitor without an appointment",
        "A short role play for the front desk, in English.",
        "One person is the visitor and is in a hurry. One is at the desk. The others watch what"
        " the desk asks.\nAfterwards: which question helped most? Play it again with that one.",
        "en",
        "toegang-passen-bezoek",
        State.ACCEPTED,
        20,
        2,
    ),
    Shared(
        "Vraag voor de nachtploeg",
        "Wij begonnen er de nacht mee.",
        "Wie loopt er vannacht rond die je niet kent?\nLaat iedereen één plek noemen waar je hem"
        " zou zien, en één waar niet.",
        "nl",
        "",
        State.SUBMITTED,
        2,
        0,
    ),
)


def write(as_of: date) -> None:
    """Write them, when the trained POCO holds a seat."""
    trainer = db.session.scalar(sa.select(Person.id).where(Person.email == TRAINER))
    staff = db.session.scalar(
        sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.STAFF).limit(1)
    )
    seats = db.session.execute(
        sa.select(Seat.organisation_id, sa.func.min(Seat.person_id))
        .where(Seat.until.is_(None))
        .group_by(Seat.organisation_id)
        .order_by(sa.desc(sa.func.min(Seat.person_id) == trainer), Seat.organisation_id)
        .limit(12)
    ).all()
    if trainer is None or len(seats) < len(EXAMPLES):
        return
    for number, example in enumerate(EXAMPLES):
        organisation, person = seats[number]
        others = [each for each, _person in seats if each != organisation]
        _write(number, example, organisation, person, others[: example.used], staff, as_of)


def _write(
    number: int,
    example: Shared,
    organisation: int,
    person: int,
    others: list[int],
    staff: int | None,
    as_of: date,
) -> None:
    day = as_of - timedelta(days=example.days)
    at = moment(day, 12)
    material = Material(
        public_id=token("material", number), organisation_id=organisation, created_at=at
    )
    db.session.add(material)
    db.session.flush()
    accepted = example.state is State.ACCEPTED
    db.session.add(
        MaterialVersion(
            material_id=material.id,
            number=1,
            kind=Kind.EXAMPLE.value,
            title=example.title,
            description=example.description,
            text=example.text,
            language=example.language,
            licence=Licence.NETWORK.value,
            kit=example.kit,
            search_key=fold(f"{example.title} {example.description} {example.text}"),
            state=example.state.value,
            person_id=person,
            changed_at=at,
            decided_by=staff if accepted else None,
            decided_at=moment(day + timedelta(days=1), 12) if accepted else None,
        )
    )
    for place, other in enumerate(others):
        db.session.add(
            MaterialUse(
                material_id=material.id,
                organisation_id=other,
                day=day + timedelta(days=3 + 2 * place),
                helpful=place % 4 != 3,
            )
        )
