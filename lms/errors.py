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


class LinkExpired(LmsError):
    """A sign-in link is unknown, used or too old."""

    status = 410
    code = "link-expired"


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
