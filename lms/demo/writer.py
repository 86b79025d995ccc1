"""From the story to rows, written in batches so that any number of people fits in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Invitation, Person, Role, RoleGrant
from lms.assessment.models import Attempt, Response, SurenessTotal
from lms.assessment.sureness import COUNTS
from lms.clock import start_of_day
from lms.demo import days, names
from lms.demo.bulk import Bulk
from lms.demo.chance import seal, share, token
from lms.demo.days import Era
from lms.demo.invited import invitations_of
from lms.demo.kit import Kit
from lms.demo.papers import Sitting
from lms.demo.plan import CANDIDATES, OrganisationPlan, PersonPlan
from lms.demo.rounds import Rounds
from lms.demo.selfcheck import answers_of
from lms.demo.sites import SITES
from lms.demo.staff import STAFF
from lms.demo.story import RECORDING, Event, Life
from lms.demo.sureness import Sureness
from lms.extensions import db
from lms.grading.completion import FactKind, unbroken_since
from lms.meetings.models import Meeting
from lms.network.models import Handover, Nomination, Organisation, Participation, Seat, Site
from lms.progress import projection
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact
from lms.search import fold
from lms.selfcheck.models import QUESTIONS, SelfCheck

BATCH = 5_000
"""Facts that are kept before they are written."""

_LATELY = 0.4
"""The share of those who never came in who were invited again some days ago."""
_AT_ONCE = {FactKind.NAMED, FactKind.INVITED}
_PROJECTION = ("person_id", "course", *projection.DATES, "done", "modules")
_QUARTER = ("person_id", "course", "quarter")


class Writer:
    """Writes a network into empty tables, inside the session's transaction.

    It gives out the ids that rows of other tables refer to.
    """

    def __init__(self, *, kit: Kit, edition_id: int, responses: bool) -> None:
        self._kit = kit
        self._edition_id = edition_id
        self._with_responses = responses
        self._people = self._organisations = self._attempts = 0
        self._sureness = Sureness()
        self._seats = self._handovers = self._nominations = self._invitations = 0
        self._coordinators: dict[int, int] = {}
        connection = db.session.connection()
        self.site = Bulk(Site, "id slug name municipalities address route contact", connection)
        self.person = Bulk(
            Person,
            "id public_id email name search_key language password_hash created_at blocked_at",
            connection,
        )
        self.grant = Bulk(RoleGrant, "person_id role site_id granted_at", connection)
        self.organisation = Bulk(
            Organisation, "id public_id name kind search_key created_at", connection
        )
        self.participation = Bulk(Participation, "organisation_id site_id since until", connection)
        self.seat = Bulk(
            Seat,
            "id organisation_id site_id person_id number since until unbroken_since",
            connection,
        )
        self.handover = Bulk(Handover, "id old_seat_id new_seat_id done_by at", connection)
        self.nomination = Bulk(
            Nomination,
            "id public_id organisation_id site_id name email language nominated_by created_at"
            " state",
            connection,
        )
        self.invitation = Bulk(
            Invitation,
            "id public_id person_id token_hash invited_by created_at expires_at accepted_at"
            " withdrawn_at",
            connection,
        )
        self.attempt = Bulk(
            Attempt,
            "id public_id person_id course quiz quiz_title quiz_hash edition_id language"
            " pass_mark drawn started_at submitted_at score passed",
            connection,
            lasting="drawn",
        )
        self.response = Bulk(
            Response, "attempt_id number value sure revision key saved_at", connection
        )
        self.fact = Bulk(
            LedgerFact,
            "person_id course kind subject reference passed at recorded_at recorded_by"
            " edition_id content_hash",
            connection,
        )
        self.rounds = Rounds(connection)
        self.progress = Bulk(CourseProgress, " ".join(_PROJECTION), connection)
        self.selfcheck = Bulk(
            SelfCheck, f"person_id course moment {' '.join(QUESTIONS)} answered_at", connection
        )
        self.sureness = Bulk(SurenessTotal, f"course quiz item {' '.join(COUNTS)}", connection)
        self.quarter = Bulk(ActiveQuarter, " ".join(_QUARTER), connection)

    def programme(self, era: Era) -> None:
        """The sites, and the people who run the programme."""
        since = days.moment(era.quarter_start(0), 8)
        self._as_of = era.as_of
        for number, site in enumerate(SITES, start=1):
            self.site.add(
                (
                    number,
                    site.slug,
                    site.name,
                    site.municipalities,
                    site.address,
                    site.route,
                    site.contact,
                )
            )
        for plan in STAFF:
            person_id = self._add_person(plan.email, plan.name, "nl", since)
            site_id = None if plan.site is None else plan.site + 1
            self.grant.add((person_id, plan.role.value, site_id, since))
            if plan.role is Role.COORDINATOR and plan.site is not None:
                self._coordinators[plan.site] = person_id

    def add(self, plan: OrganisationPlan, live: Callable[[PersonPlan], Life]) -> None:
        """An organisation with its seats, its people and their lives."""
        self._organisations += 1
        own_id = self._organisations
        began = days.moment(min(since for _site, since, _until in plan.sites), 9)
        self.organisation.add(
            (
                own_id,
                token("organisation", plan.number),
                plan.name,
                names.kind(plan.name),
                fold(plan.name),
                began,
            )
        )
        for site, since, until in plan.sites:
            self.participation.add((own_id, site + 1, since, until))
        people = {person.key: self._add_poco(person, live(person)) for person in plan.people}
        self._add_seats(own_id, plan, people)
        if plan.number in CANDIDATES and plan.places and plan.places[0].until is None:
            self._add_nomination(own_id, plan, people)
        if len(self.fact) >= BATCH:
            self.flush()

    def _add_seats(self, own_id: int, plan: OrganisationPlan, people: dict[str, int]) -> None:
        """The seats, and who took one over from whom."""
        ended: dict[tuple[int, int, date], int] = {}
        for place in plan.places:
            self._seats += 1
            person_id, site_id = people[place.person.key], place.site + 1
            held = [(own.since, own.until) for own in plan.places if own.person is place.person]
            first = unbroken_since(held, day=place.since)
            times = place.since, place.until, first
            self.seat.add((self._seats, own_id, site_id, person_id, place.number, *times))
            before = ended.get((place.site, place.number, place.since))
            if before is not None:
                coordinator = self._coordinators[place.site]
                at = days.moment(place.since, 9)
                self._handovers += 1
                self.handover.add((self._handovers, before, self._seats, coordinator, at))
            if place.until is not None:
                ended[place.site, place.number, place.until] = self._seats

    def _add_nomination(self, own_id: int, plan: OrganisationPlan, people: dict[str, int]) -> None:
        """Its first POCO puts somebody forward for the second seat."""
        place, name = plan.places[0], CANDIDATES[plan.number]
        email = f"{names.address(name, plan.number)}@{DOMAIN}"
        at = days.moment(self._as_of - timedelta(days=3), 10)
        self._nominations += 1
        self.nomination.add(
            (
                self._nominations,
                token("nomination", plan.number),
                own_id,
                place.site + 1,
                name,
                email,
                "nl",
                people[place.person.key],
                at,
                "open",
            )
        )

    def flush(self) -> None:
        """Send what is kept to the database; what a row refers to goes before it."""
        for bulk in (
            self.site, self.person, self.grant, self.organisation, self.participation, self.seat,
            self.handover, self.nomination, self.invitation, self.attempt, self.response,
            self.fact, self.progress, self.quarter, self.selfcheck, self.rounds.meeting,
            self.rounds.attendance, self.sureness,
        ):  # fmt: skip
            bulk.flush()

    def finish(self) -> None:
        """Write the rest. PostgreSQL is told which ids are taken."""
        for row in self._sureness.totals():
            self.sureness.add((self._kit.slug, *row))
        self.flush()
        if db.engine.dialect.name == "postgresql":
            for model in (
                Site, Person, Organisation, Seat, Handover, Nomination, Invitation, Attempt,
                Meeting,
            ):  # fmt: skip
                sequence = sa.func.pg_get_serial_sequence(model.__tablename__, "id")
                db.session.execute(sa.select(sa.func.setval(sequence, sa.func.max(model.id))))

    def _add_poco(self, plan: PersonPlan, life: Life) -> int:
        person_id = self._add_person(
            plan.email, plan.name, life.language, days.moment(plan.named, 9)
        )
        for event in life.events:
            self._add_fact(person_id, plan.site, event)
            if event.sitting is not None:
                self._add_attempt(person_id, event.sitting)
        self._add_invitations(person_id, plan, life)
        self._add_selfchecks(person_id, plan, life)
        slug, standing = self._kit.slug, life.standing
        row = projection.row(person_id, slug, standing)
        self.progress.add(tuple(row[name] for name in _PROJECTION))
        for quarter in projection.quarter_rows(person_id, slug, standing):
            self.quarter.add(tuple(quarter[name] for name in _QUARTER))
        return person_id

    def _add_invitations(self, person_id: int, plan: PersonPlan, life: Life) -> None:
        held = plan.left is None and share("lately", plan.key) < _LATELY
        lately = days.moment(self._as_of - timedelta(days=4), 9, 30) if held else None
        for number, sent in enumerate(invitations_of(life.standing, lately=lately)):
            self._invitations += 1
            name, by = ("invitation", plan.key, number), self._coordinators[plan.site]
            self.invitation.add(
                (self._invitations, token(*name), person_id, seal(*name), by, *sent)
            )

    def _add_selfchecks(self, person_id: int, plan: PersonPlan, life: Life) -> None:
        end = start_of_day(plan.left or self._as_of)
        for moment, answers, at in answers_of(life.standing, plan.key, end):
            self.selfcheck.add((person_id, self._kit.slug, moment.value, *answers, at))

    def _add_person(self, email: str, name: str, language: str, created: datetime) -> int:
        self._people += 1
        public_id = token("person", email)
        self.person.add(
            (self._people, public_id, email, name, fold(name), language, None, created, None)
        )
        return self._people

    def _add_fact(self, person_id: int, site: int, event: Event) -> None:
        fact, coordinator = event.fact, self._coordinators[site]
        later = event.by_others and fact.kind not in _AT_ONCE
        recorded_at = fact.at + RECORDING if later else fact.at
        reference = event.sitting.public_id if event.sitting else ""
        if fact.kind is FactKind.MEETING_ATTENDED:
            reference = self.rounds.attended(
                person_id=person_id,
                site=site,
                fact=fact,
                recorded_by=coordinator,
                recorded_at=recorded_at,
            )
        self.fact.add(
            (
                person_id,
                self._kit.slug,
                fact.kind.value,
                fact.subject,
                reference,
                fact.passed,
                fact.at,
                recorded_at,
                coordinator if event.by_others else None,
                self._edition_id,
                event.content_hash,
            )
        )

    def _add_attempt(self, person_id: int, sitting: Sitting) -> None:
        self._attempts += 1
        quiz = sitting.quiz
        self.attempt.add(
            (
                self._attempts,
                sitting.public_id,
                person_id,
                self._kit.slug,
                quiz.slug,
                quiz.title,
                quiz.hash,
                self._edition_id,
                quiz.lang,
                quiz.pass_mark,
                sitting.drawn,
                sitting.started_at,
                sitting.submitted_at,
                sitting.score,
                sitting.passed,
            )
        )
        if self._with_responses:
            self._add_responses(sitting)

    def _add_responses(self, sitting: Sitting) -> None:
        attempt_id = self._attempts
        step = (sitting.submitted_at - sitting.started_at) / (len(sitting.answers) + 1)
        for number, answer in enumerate(sitting.answers, start=1):
            if answer.value is not None:
                key = f"demo-{attempt_id}-{number}"
                saved_at = sitting.started_at + step * number
                said = self._sureness.of(sitting, number, key)
                self.response.add((attempt_id, number, answer.value, said, 1, key, saved_at))
