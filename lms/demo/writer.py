"""From the story to rows, written in batches so that any number of people fits in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person, RoleGrant
from lms.assessment.models import Attempt, Response
from lms.demo import days
from lms.demo.chance import token
from lms.demo.days import Era
from lms.demo.kit import Kit
from lms.demo.papers import Sitting
from lms.demo.plan import OrganisationPlan, PersonPlan
from lms.demo.sites import SITES
from lms.demo.staff import STAFF
from lms.demo.story import RECORDING, Event, Life
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress import projection
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact

BATCH = 5_000
"""Facts that are kept before they are written."""

# Rows go in this order, so that what a row refers to is there before it.
_MODELS: tuple[type[Any], ...] = (
    Site, Person, RoleGrant, Organisation, Participation, Seat, Attempt, Response, LedgerFact,
    CourseProgress, ActiveQuarter,
)  # fmt: skip
_NUMBERED: tuple[type[Any], ...] = (Site, Person, Organisation, Attempt)
"""Tables whose ids are given out here, because other rows refer to them."""

_AT_ONCE = {FactKind.NAMED, FactKind.INVITED}


class Writer:
    """Writes a network into empty tables, inside the session's transaction."""

    def __init__(self, *, kit: Kit, edition_id: int, responses: bool) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._kit = kit
        self._edition_id = edition_id
        self._with_responses = responses
        self._rows: dict[type[Any], list[dict[str, Any]]] = {model: [] for model in _MODELS}
        self._ids: dict[type[Any], int] = dict.fromkeys(_NUMBERED, 0)
        self._coordinators: dict[int, int] = {}

    def programme(self, era: Era) -> None:
        """The sites, and the people who run the programme."""
        since = days.moment(era.quarter_start(0), 8)
        for site in SITES:
            self._add(Site, id=self._id(Site), slug=site.slug, name=site.name)
        for plan in STAFF:
            person_id = self._person(plan.email, plan.name, "nl", since)
            self._add(
                RoleGrant,
                person_id=person_id,
                role=plan.role.value,
                site_id=None if plan.site is None else plan.site + 1,
                granted_at=since,
            )
            if plan.site is not None:
                self._coordinators[plan.site] = person_id

    def organisation(self, plan: OrganisationPlan, live: Callable[[PersonPlan], Life]) -> None:
        """An organisation with its seats, its people and their lives."""
        organisation_id = self._id(Organisation)
        self._add(
            Organisation,
            id=organisation_id,
            public_id=token("organisation", plan.number),
            name=plan.name,
        )
        for site, since, until in plan.sites:
            self._add(
                Participation,
                organisation_id=organisation_id,
                site_id=site + 1,
                since=since,
                until=until,
            )
        people = {person.key: self._poco(person, live(person)) for person in plan.people}
        for place in plan.places:
            self._add(
                Seat,
                organisation_id=organisation_id,
                site_id=place.site + 1,
                person_id=people[place.person.key],
                number=place.number,
                since=place.since,
                until=place.until,
            )
        if len(self._rows[LedgerFact]) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Send what is kept to the database."""
        for model, rows in self._rows.items():
            if rows:
                db.session.execute(sa.insert(model.__table__), rows)
                self.counts[model.__tablename__] += len(rows)
                rows.clear()

    def finish(self) -> None:
        """Write the rest. PostgreSQL is told which ids are taken."""
        self.flush()
        if db.engine.dialect.name == "postgresql":
            for model in _NUMBERED:
                name = model.__tablename__
                db.session.execute(
                    sa.select(
                        sa.func.setval(
                            sa.func.pg_get_serial_sequence(name, "id"), sa.func.max(model.id)
                        )
                    )
                )

    def _poco(self, plan: PersonPlan, life: Life) -> int:
        created = days.moment(plan.named, 9)
        person_id = self._person(plan.email, plan.name, life.language, created)
        coordinator = self._coordinators[plan.site]
        for event in life.events:
            self._fact(person_id, coordinator, event)
            if event.sitting is not None:
                self._attempt(person_id, event.sitting)
        slug = self._kit.slug
        self._rows[CourseProgress].append(projection.row(person_id, slug, life.standing))
        self._rows[ActiveQuarter].extend(projection.quarter_rows(person_id, slug, life.standing))
        self.counts["poco"] += 1
        return person_id

    def _person(self, email: str, name: str, language: str, created: datetime) -> int:
        person_id = self._id(Person)
        self._add(
            Person,
            id=person_id,
            public_id=token("person", email),
            email=email,
            name=name,
            language=language,
            password_hash=None,
            created_at=created,
            blocked_at=None,
        )
        return person_id

    def _fact(self, person_id: int, coordinator: int, event: Event) -> None:
        fact = event.fact
        later = event.by_others and fact.kind not in _AT_ONCE
        self._add(
            LedgerFact,
            person_id=person_id,
            course=self._kit.slug,
            kind=fact.kind.value,
            subject=fact.subject,
            reference=event.sitting.public_id if event.sitting else "",
            passed=fact.passed,
            at=fact.at,
            recorded_at=fact.at + RECORDING if later else fact.at,
            recorded_by=coordinator if event.by_others else None,
            edition_id=self._edition_id,
            content_hash=event.content_hash,
        )

    def _attempt(self, person_id: int, sitting: Sitting) -> None:
        attempt_id = self._id(Attempt)
        quiz = sitting.quiz
        self._add(
            Attempt,
            id=attempt_id,
            public_id=sitting.public_id,
            person_id=person_id,
            course=self._kit.slug,
            quiz=quiz.slug,
            quiz_title=quiz.title,
            edition_id=self._edition_id,
            language=quiz.lang,
            pass_mark=quiz.pass_mark,
            drawn=sitting.drawn,
            started_at=sitting.started_at,
            submitted_at=sitting.submitted_at,
            score=sitting.score,
            passed=sitting.passed,
        )
        if self._with_responses:
            self._responses(attempt_id, sitting)

    def _responses(self, attempt_id: int, sitting: Sitting) -> None:
        step = (sitting.submitted_at - sitting.started_at) / (len(sitting.answers) + 1)
        for number, answer in enumerate(sitting.answers, start=1):
            if answer.value is not None:
                self._add(
                    Response,
                    attempt_id=attempt_id,
                    number=number,
                    value=answer.value,
                    revision=1,
                    key=f"demo-{attempt_id}-{number}",
                    saved_at=sitting.started_at + step * number,
                )

    def _add(self, model: type[Any], **values: Any) -> None:
        self._rows[model].append(values)

    def _id(self, model: type[Any]) -> int:
        self._ids[model] += 1
        return self._ids[model]
