"""Self-study by link: making one, the codes that colleagues bring back, counting them.

Services flush, never commit.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from lms.clock import local_date, utcnow
from lms.errors import NotFound, TooManyLinks
from lms.extensions import db, random_id
from lms.training.kits import get_kit
from lms.training.models import SelfStudyCode, SelfStudyLink

WORKS_FOR = timedelta(days=90)
MOST_LINKS = 50
"""Of one organisation at the same time."""
MOST_CODES = 2000
"""Of one link: more colleagues no organisation here has."""
SIGNS = "23456789ABCDEFGHKLMNPRSTUVWXYZ"
"""Without what is read in two ways: 0 and O, 1, I and J, Q."""
LENGTH = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of codes that were typed in: how many count now, and those that do not."""

    new: int
    again: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link with what came of it."""

    link: SelfStudyLink
    finished: int
    counted: int


def make(*, organisation_id: int, site_id: int, by: int, kit: str) -> SelfStudyLink:
    """A link that works for WORKS_FOR. Raises NotFound for an unknown kit, TooManyLinks."""
    get_kit(kit)
    if len(running(organisation_id)) >= MOST_LINKS:
        raise TooManyLinks
    link = SelfStudyLink(
        word=random_id(),
        organisation_id=organisation_id,
        site_id=site_id,
        made_by=by,
        kit=kit,
        expires_at=utcnow() + WORKS_FOR,
    )
    db.session.add(link)
    db.session.flush()
    return link


def end(*, link: SelfStudyLink) -> None:
    """The address works no more; codes that were handed out still count."""
    link.ended_at = link.ended_at or utcnow()
    db.session.flush()


def open_link(word: str) -> SelfStudyLink:
    """The link behind an address. Raises NotFound for one that does not work (any more)."""
    now = utcnow()
    link = db.session.scalar(
        sa.select(SelfStudyLink).where(
            SelfStudyLink.word == word,
            SelfStudyLink.ended_at.is_(None),
            SelfStudyLink.expires_at > now,
        )
    )
    if link is None:
        raise NotFound
    return link


def finish(*, link: SelfStudyLink) -> str:
    """Somebody went through the kit: a code to bring back. Raises TooManyLinks when so many were
    handed out that it cannot be people."""
    handed_out = sa.select(sa.func.count()).where(SelfStudyCode.link_id == link.id)
    if (db.session.scalar(handed_out) or 0) >= MOST_CODES:
        raise TooManyLinks
    known = set(
        db.session.scalars(sa.select(SelfStudyCode.code).where(SelfStudyCode.link_id == link.id))
    )
    code = _new_code()
    while code in known:
        code = _new_code()
    today = local_date(utcnow())
    db.session.add(SelfStudyCode(link_id=link.id, code=code, made_on=today))
    db.session.flush()
    return code


def count(*, organisation_id: int, typed: str) -> Counted:
    """Count the codes in a text, each once, whatever stands between them."""
    codes = list(dict.fromkeys(_codes_in(typed)))
    rows = {
        row.code: row
        for row in db.session.scalars(
            sa.select(SelfStudyCode)
            .join(SelfStudyLink)
            .where(SelfStudyLink.organisation_id == organisation_id, SelfStudyCode.code.in_(codes))
            .order_by(SelfStudyCode.counted_on.is_(None))
            .with_for_update(of=SelfStudyCode)
        )
    }
    fresh = [row for row in rows.values() if row.counted_on is None]
    again = tuple(code for code in codes if code in rows and rows[code].counted_on is not None)
    for row in fresh:
        row.counted_on = local_date(utcnow())
    db.session.flush()
    return Counted(len(fresh), again, tuple(code for code in codes if code not in rows))


def running(organisation_id: int) -> list[Link]:
    """The links of an organisation that work, the newest first."""
    return [each for each in links(organisation_id) if works(each.link)]


def works(link: SelfStudyLink) -> bool:
    return link.ended_at is None and link.expires_at > utcnow()


def links(organisation_id: int) -> list[Link]:
    """All links of an organisation, the newest first."""
    rows = db.session.execute(
        sa.select(
            SelfStudyLink,
            sa.func.count(SelfStudyCode.id),
            sa.func.count(SelfStudyCode.counted_on),
        )
        .outerjoin(SelfStudyCode, SelfStudyCode.link_id == SelfStudyLink.id)
        .where(SelfStudyLink.organisation_id == organisation_id)
        .group_by(SelfStudyLink.id)
        .order_by(SelfStudyLink.created_at.desc(), SelfStudyLink.id.desc())
    )
    return [Link(*row) for row in rows]


def own_link(organisation_ids: Iterable[int], word: str) -> SelfStudyLink:
    """A link of an own organisation. Raises NotFound."""
    link = db.session.scalar(
        sa.select(SelfStudyLink).where(
            SelfStudyLink.word == word, SelfStudyLink.organisation_id.in_(list(organisation_ids))
        )
    )
    if link is None:
        raise NotFound
    return link


def spaced(code: str) -> str:
    """As it is shown: ABC DEF."""
    return f"{code[:3]} {code[3:]}"


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def _codes_in(typed: str) -> list[str]:
    """Codes as people type them: small letters, ABC DEF, commas, one a line."""
    lines = re.split(r"[,;\n]+|\s{2,}", typed.upper()[:20_000])
    found = []
    for line in lines:
        signs = re.sub(r"[^A-Z0-9]", "", line)
        found += [signs[at : at + LENGTH] for at in range(0, len(signs), LENGTH)]
    return found
