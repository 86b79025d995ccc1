"""Slowing down guessing: tries are counted in the database, over all workers and restarts.

A try is reserved *before* the work it allows, so that a hundred tries at the same moment count
as a hundred. What is counted (an address, a network, a person) is kept as a keyed hash, for an
hour at most. Passkeys are not counted: they cannot be guessed, and nobody's failures shut them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

import sqlalchemy as sa

from lms.accounts import vault
from lms.accounts.models import SignInFailure
from lms.clock import utcnow
from lms.errors import Throttled
from lms.extensions import db, writing


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries something gets within a time."""

    name: str
    tries: int
    within: timedelta


PASSWORD = Limit("password", 10, timedelta(minutes=15))
"""Tries for one address."""
NETWORK = Limit("network", 100, timedelta(minutes=15))
"""Tries from one network: a whole firm may share it."""
CODE = Limit("code", 8, timedelta(hours=1))
"""Tries at the second factor of one person: one in 40,000 an hour for who has the password."""
LETTER = Limit("letter", 3, timedelta(hours=1))
LETTER_NETWORK = Limit("letter-network", 30, timedelta(hours=1))
ONCE = Limit("once", 1, timedelta(hours=1))
"""For what works one time and is gone long before an hour has passed."""

KEPT = timedelta(hours=1)


def reserve(*counted: tuple[Limit, str]) -> tuple[int, ...]:
    """Count a try before it is made; returns what `release` takes back. Raises Throttled.

    Written at once, in a transaction of its own: call it before the request has written
    anything. Who is refused is not counted, so waiting ends when it was said to end.
    """
    db.session.rollback()
    buckets = sorted((_bucket(limit, what), limit) for limit, what in counted)
    with writing() as connection:
        _wait_for_turn(connection, [bucket for bucket, _ in buckets])
        connection.execute(sa.delete(SignInFailure).where(SignInFailure.at < utcnow() - KEPT))
        for bucket, limit in buckets:
            if _recent(connection, bucket, limit) >= limit.tries:
                raise Throttled
        now = utcnow()
        return tuple(
            connection.execute(
                sa.insert(SignInFailure).values(bucket=bucket, at=now)
            ).inserted_primary_key[0]
            for bucket, _ in buckets
        )


def check(limit: Limit, what: str) -> None:
    """Raise Throttled when no try is left, without counting one: for what is nearly always right,
    and is counted with `reserve` when it was not. Only reads."""
    if _recent(db.session.connection(), _bucket(limit, what), limit) >= limit.tries:
        raise Throttled


def release(tries: tuple[int, ...]) -> None:
    """The try was a good one: it does not count."""
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.id.in_(tries)))


def forget(limit: Limit, what: str) -> None:
    """The rightful person is there: earlier failures do not count any more."""
    bucket = _bucket(limit, what)
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.bucket == bucket))


def network_of(address: str | None) -> str:
    """The network an address belongs to: itself, or the /64 of an IPv6 address."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 64 if ip.version == 6 else 32), strict=False))


def _bucket(limit: Limit, what: str) -> str:
    return vault.keyed_hash(f"{limit.name} {what}", purpose="throttle")


def _recent(connection: sa.Connection, bucket: str, limit: Limit) -> int:
    return (
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(SignInFailure)
            .where(SignInFailure.bucket == bucket, SignInFailure.at > utcnow() - limit.within)
        )
        or 0
    )


def _wait_for_turn(connection: sa.Connection, buckets: list[str]) -> None:
    """One try at a time for each bucket. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        for bucket in buckets:
            number = int(bucket[:16], 16) - 2**63
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
