"""Whom the person who is signed in may write to, and which site the address asks for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_login import current_user

from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.followup import scope
from lms.network.models import Site


@dataclass(frozen=True, slots=True)
class View:
    """The sites to choose from, the chosen one (or None), and the people that gives."""

    sites: tuple[Site, ...]
    site: Site | None
    scope: scope.Scope

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a select."""
        return [(site.slug, site.name) for site in self.sites]


def whole_scope() -> scope.Scope:
    """Everybody for staff, the own sites for coordinators."""
    today = local_date(utcnow())
    if current_user.is_staff:
        return scope.Scope(today)
    return scope.Scope(today, tuple(sorted(current_user.sites)))


def load_view(slug: str | None = None) -> View:
    """What the address (or `slug`) asks for. Raises NotFound for a site that is not in view."""
    slug = request.args.get("site", "") if slug is None else slug
    sites = tuple(site for site in scope.sites() if current_user.may_see_site(site.id))
    whole = whole_scope()
    if not slug:
        return View(sites, None, whole)
    site = next((site for site in sites if site.slug == slug), None)
    if site is None:
        raise NotFound
    return View(sites, site, whole.narrowed(site.id))
