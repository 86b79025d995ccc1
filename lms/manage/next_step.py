"""The one thing an organisation needs most, in words and with its button."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from lms.accounts.invitations import INVITATION_DAYS
from lms.grading.completion import Status
from lms.i18n import day
from lms.i18n import gettext as _
from lms.insight.holders import Holder
from lms.network.models import SEATS, Organisation
from lms.network.queries import NominationRow


@dataclass(frozen=True, slots=True)
class Place:
    """A site where an organisation takes or took part, and who holds its seats now."""

    site_id: int
    site: str
    slug: str
    since: date
    until: date | None
    holders: tuple[Holder, ...]
    nominations: tuple[NominationRow, ...]

    @property
    def is_current(self) -> bool:
        return self.until is None

    @property
    def free(self) -> int:
        """How many seats nobody holds."""
        return SEATS - len(self.holders)

    @property
    def covered(self) -> bool:
        return any(holder.status is Status.COMPLETE for holder in self.holders)


@dataclass(frozen=True, slots=True)
class Step:
    """`posts` says that the button changes something by itself."""

    title: str
    text: str
    url: str
    action: str
    posts: bool = False


def next_step(organisation: Organisation, places: Sequence[Place], today: date) -> Step | None:
    """The first that applies; None when all is well."""
    return next(_steps(organisation, places, today), None)


def _steps(organisation: Organisation, places: Sequence[Place], today: date) -> Iterator[Step]:
    """The most pressing first: somebody waits, nobody is there, somebody cannot go on."""
    key = organisation.public_id
    if not places:
        yield Step(
            _("Choose a site"),
            _("This organisation takes part nowhere now, so it has no seats."),
            url_for("manage.take_part", organisation=key),
            _("Choose a site"),
        )
    for place in places:
        for nomination in place.nominations[:1]:
            yield Step(
                _("Decide about %(name)s", name=nomination.name),
                _(
                    "Put forward for %(site)s on %(day)s.",
                    site=place.site,
                    day=day(nomination.created_at),
                ),
                url_for("manage.nomination", nomination=nomination.public_id),
                _("To the candidate"),
            )
    for place in places:
        if not place.holders:
            yield Step(
                _("Choose a POCO"),
                _(
                    "Nobody holds a seat in %(site)s. Without a POCO there is no cover.",
                    site=place.site,
                ),
                url_for("manage.give_seat", organisation=key, site=place.slug),
                _("Give a seat"),
            )
    for place in places:
        for holder in place.holders:
            yield from _for_holder(key, place, holder, today)
    for place in places:
        if len(place.holders) == 1:
            yield Step(
                _("Choose a second POCO"),
                _(
                    "When %(name)s is away or leaves, %(site)s stays covered.",
                    name=place.holders[0].name,
                    site=place.site,
                ),
                url_for("manage.give_seat", organisation=key, site=place.slug),
                _("Give the second seat"),
            )


def _for_holder(key: str, place: Place, holder: Holder, today: date) -> Iterator[Step]:
    where = {"organisation": key, "site": place.slug, "number": str(holder.number)}
    invited = holder.milestones.get(Status.INVITED)
    if holder.blocked:
        yield Step(
            _("Hand the seat of %(name)s over", name=holder.name),
            _("This account is blocked, so nobody can use the seat in %(site)s.", site=place.site),
            url_for("manage.hand_over", **where),
            _("Hand over"),
        )
    elif holder.status is Status.NAMED:
        yield Step(
            _("Invite %(name)s", name=holder.name),
            _(
                "The seat was given on %(day)s, and no invitation has gone out.",
                day=day(holder.since),
            ),
            url_for("manage.invite_holder", **where),
            _("Send the invitation"),
            posts=True,
        )
    elif (
        holder.status is Status.INVITED
        and invited
        and today - invited >= timedelta(days=INVITATION_DAYS)
    ):
        yield Step(
            _("Invite %(name)s again", name=holder.name),
            _("The invitation of %(day)s has expired without a first sign-in.", day=day(invited)),
            url_for("manage.invite_holder", **where),
            _("Send a new invitation"),
            posts=True,
        )
    elif holder.overdue:
        yield Step(
            _("Ask %(name)s what is needed", name=holder.name),
            _("The basic training should have been complete."),
            url_for("insight.person", person=holder.public_id),
            _("See how far"),
        )
