"""The policy: which kind of person may use a route, and whose data they may see.

Every route carries one rule, given by `@access(…)` directly under the route. A route without a
rule answers 403 and fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import demo
from lms.accounts.models import Role
from lms.clock import utcnow
from lms.extensions import who_asks

FRESH = timedelta(minutes=15)
STAFF_RIGHTS = frozenset({Role.STAFF, Role.ADMIN, Role.COORDINATOR})
"""Roles that open more than one's own things."""

View = TypeVar("View", bound=Callable[..., Any])


class Rule(Enum):
    """Who may use a route."""

    PUBLIC = "everyone"
    SIGNED_IN = "everyone who is signed in; the view loads only their own objects"
    INSIGHT = "programme staff, and coordinators for their own sites"
    MANAGE = "programme staff, and coordinators for what belongs to their own sites"
    STAFF = "programme staff"
    ADMIN = "administrators"
    PARTNER = "partners for their own sites, and programme staff"
    DEVELOPMENT = "everyone, outside production only"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who makes this request: read once per request, never written to."""

    id: int
    public_id: str
    name: str
    email: str
    language: str
    session_id: int
    token: str
    roles: frozenset[str] = frozenset()
    sites: frozenset[int] = field(default_factory=frozenset)
    """The sites this person coordinates."""
    partner_sites: frozenset[int] = frozenset()
    """The sites whose totals this person may see."""
    since: datetime | None = None
    """When this device signed in."""
    is_ready: bool = True
    """Whether this person can come back later: has a passkey, or a password and, with staff
    rights, a second factor."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the random token of the login session."""
        return self.token

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & {Role.STAFF, Role.ADMIN})

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def has_staff_rights(self) -> bool:
        """Whether this account opens more than one's own things: it takes a second factor."""
        return self.is_staff or bool(self.sites)

    @property
    def sees(self) -> tuple[bool, ...]:
        """What tells apart the menus that people get."""
        return (self.is_staff, self.is_admin, bool(self.sites), bool(self.partner_sites))

    @property
    def is_fresh(self) -> bool:
        """Whether this person proved who it is just now: what protects the account may change."""
        return self.since is not None and utcnow() - self.since < FRESH

    @property
    def has_insight(self) -> bool:
        return self.is_staff or bool(self.sites)

    @property
    def is_only_partner(self) -> bool:
        """Whether this account was made to see totals; it may hold a seat all the same."""
        return bool(self.partner_sites) and not self.has_insight

    def may_see_site(self, site_id: int) -> bool:
        """Staff see every site, coordinators their own."""
        return self.is_staff or site_id in self.sites


def access(rule: Rule, *, before_ready: bool = False) -> Callable[[View], View]:
    """Give a view its rule. `before_ready`: also for who has no way to come back yet."""

    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        view.before_ready = before_ready  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(endpoint: str | None) -> Rule | None:
    """The rule of an endpoint; None when nobody gave it one."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access_rule", None)


def enforce() -> ResponseReturnValue | None:
    """Before every request: deny by default."""
    if request.endpoint is None:
        return None
    rule = rule_of(request.endpoint)
    if rule is Rule.PUBLIC:
        return None
    if rule is Rule.DEVELOPMENT:
        return None if not current_app.config["PRODUCTION"] else abort(404)
    if rule is None:
        abort(403)
    person = who_asks()
    if not person.is_authenticated:
        return _ask_to_sign_in()
    if not _may(person, rule):
        abort(404)
    return None if _may_go_on(person) else redirect(url_for("accounts.welcome"), 303)


def _may_go_on(person: SignedIn) -> bool:
    """Who cannot come back yet first chooses how; the invented people of a demo need not."""
    if person.is_ready or demo.is_demo():
        return True
    return getattr(current_app.view_functions[str(request.endpoint)], "before_ready", False)


def _may(person: SignedIn, rule: Rule) -> bool:
    """Whether who is signed in may use a route with this rule at all."""
    if rule in {Rule.INSIGHT, Rule.MANAGE}:
        return person.has_insight
    if rule is Rule.STAFF:
        return person.is_staff
    if rule is Rule.ADMIN:
        return person.is_admin
    if rule is Rule.PARTNER:
        return person.is_staff or bool(person.partner_sites)
    return rule is Rule.SIGNED_IN


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method not in {"GET", "HEAD"} or request.accept_mimetypes.best == "application/json":
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
