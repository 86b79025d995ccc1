"""The errors of the product. Views let them rise; `lms.error_pages` answers."""

from __future__ import annotations


class LmsError(Exception):
    """Base: `status` is the HTTP status, `code` a stable word for programs."""

    status = 400
    code = "error"


class ConfigError(LmsError):
    """A setting is missing or wrong; the text says which and what to do."""


class ContentError(LmsError):
    """The content has errors; `problems` holds them with file and line."""

    def __init__(self, problems: tuple[object, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class DemoRefused(LmsError):
    """The demo would touch a database that holds something else, or production."""


class NotFound(LmsError):
    """There is no such thing, or it is somebody else's: the answer is the same."""

    status = 404
    code = "not-found"


class Throttled(LmsError):
    """Too many tries; wait."""

    status = 429
    code = "throttled"


class WeakPassword(LmsError):
    """A new password is one of those that are guessed first."""

    code = "weak-password"


class PasskeyRefused(LmsError):
    """A passkey could not be checked: too late, used already, unknown or of another site."""

    code = "passkey-refused"


class LastWayIn(LmsError):
    """Without this the person could not sign in any more."""

    status = 409
    code = "last-way-in"


class LinkExpired(LmsError):
    """A sign-in link is unknown, used or too old."""

    status = 410
    code = "link-expired"


class NotInvitable(LmsError):
    """Somebody is blocked, erased, or can sign in already, and so gets no invitation."""

    status = 409
    code = "not-invitable"


class AttemptClosed(LmsError):
    """The attempt was handed in already; nothing can change."""

    status = 409
    code = "submitted"


class StaleAnswer(LmsError):
    """A newer answer to this question was saved from another window."""

    status = 409
    code = "stale"


class AttemptsExhausted(LmsError):
    """No attempts are left."""

    status = 409
    code = "attempts-exhausted"


class TooSoon(LmsError):
    """The waiting time between attempts has not passed; `until` says when it has."""

    status = 409
    code = "too-soon"

    def __init__(self, until: object) -> None:
        super().__init__("too soon")
        self.until = until


class MeetingRefused(LmsError):
    """A meeting that cannot have been: unknown, without a place, in the future or long ago."""

    status = 409
    code = "meeting-refused"


class SiteExists(LmsError):
    """There is a site of this name already."""

    status = 409
    code = "site-exists"


class OrganisationExists(LmsError):
    """There is an organisation of this name already; `public_id` says which."""

    status = 409
    code = "organisation-exists"

    def __init__(self, public_id: str) -> None:
        super().__init__("organisation exists")
        self.public_id = public_id


class TakesPartAlready(LmsError):
    """The organisation takes part at this site already."""

    status = 409
    code = "takes-part-already"


class NotTakingPart(LmsError):
    """The organisation does not take part at this site."""

    status = 409
    code = "not-taking-part"


class SeatsTaken(LmsError):
    """Both POCO seats of the organisation at the site are held: hand one over instead."""

    status = 409
    code = "seats-taken"


class HasSeat(LmsError):
    """The person holds a seat of this organisation at this site already."""

    status = 409
    code = "has-seat"


class SeatsHeld(LmsError):
    """Seats are held at the site, so the participation cannot end by itself."""

    status = 409
    code = "seats-held"


class SeatEnded(LmsError):
    """The seat is no longer held by this person: somebody changed it in between."""

    status = 409
    code = "seat-ended"


class WrongDay(LmsError):
    """The day is in the future, or lies before `earliest`."""

    status = 409
    code = "wrong-day"

    def __init__(self, earliest: object) -> None:
        super().__init__("wrong day")
        self.earliest = earliest


class AccountBlocked(LmsError):
    """The account of this person is blocked or erased, so it can be given nothing."""

    status = 409
    code = "account-blocked"


class TooManyNominations(LmsError):
    """So many nominations wait for a decision that no other is taken."""

    status = 429
    code = "too-many-nominations"


class NominationDecided(LmsError):
    """Somebody decided about this nomination already."""

    status = 409
    code = "nomination-decided"


class NominationLinkExpired(LinkExpired):
    """A nomination address is unknown, used or too old."""

    code = "nomination-link-expired"


class EmailTaken(LmsError):
    """Somebody else has this e-mail address already."""

    status = 409
    code = "email-taken"


class RoleRefused(LmsError):
    """A right may not be given or taken away like this; `reason` says why in one word."""

    status = 409
    code = "role-refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DataKeyMissing(LmsError):
    """What is sealed cannot be opened, or nothing can be sealed: its key is not here."""

    status = 503
    code = "data-key-missing"


class SealBroken(LmsError):
    """What is sealed was changed, or moved to where it does not belong."""

    status = 503
    code = "seal-broken"


class ScanUnfinished(LmsError):
    """A scan with too few answers has no result yet."""

    status = 409
    code = "scan-unfinished"


class TooManyMeasures(LmsError):
    """So many measures are open that no other is taken."""

    status = 409
    code = "too-many-measures"


class SessionRefused(LmsError):
    """A training session that cannot be what was asked: it was held, cancelled or started
    already, or a fact of it cannot be right."""

    status = 409
    code = "session-refused"


class CountsRefused(LmsError):
    """Counts of answers that nobody can have given: another question, or more than were there."""

    status = 409
    code = "counts-refused"


class TooManyLinks(LmsError):
    """So many self-study links or codes are there that no other is made."""

    status = 429
    code = "too-many-links"


class SessionFull(LmsError):
    """So many phones are in a running session that no other comes in."""

    status = 409
    code = "session-full"
