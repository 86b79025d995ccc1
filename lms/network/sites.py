"""Making and changing sites. Services flush, never commit."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from lms.errors import SiteExists
from lms.extensions import db
from lms.network.models import Site


def create_site(*, name: str, **details: str) -> Site:
    """A new site; its address comes from the name and stays. Raises SiteExists."""
    _refuse_double(name)
    site = Site(slug=_slug(name), name=name, **details)
    try:
        with db.session.begin_nested():
            db.session.add(site)
    except IntegrityError as error:
        raise SiteExists from error
    return site


def change_site(*, site: Site, name: str, **details: str) -> Site:
    """Another name, or other details. Raises SiteExists."""
    _refuse_double(name, but=site.id)
    for key, value in {"name": name, **details}.items():
        setattr(site, key, value)
    db.session.flush()
    return site


def _refuse_double(name: str, but: int = 0) -> None:
    same = sa.func.lower(Site.name) == name.lower()
    if db.session.scalar(sa.select(Site.id).where(same, Site.id != but)) is not None:
        raise SiteExists


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "site"
