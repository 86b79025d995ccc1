"""The register: every column of every table, why it is held, for how long, and how it goes.

A test fails for a column that is not in it. docs/privacy.md, the page /privacy, the download, the
erasure and the retention are all made from it.
"""

from __future__ import annotations

from lms.privacy.entries.accounts import ACCOUNTS
from lms.privacy.entries.learning import LEARNING
from lms.privacy.entries.library import SHARED
from lms.privacy.entries.network import NETWORK
from lms.privacy.entries.resilience import RESILIENCE
from lms.privacy.entries.running import RUNNING
from lms.privacy.entries.trainings import TRAININGS
from lms.privacy.kinds import Entry

REGISTER: tuple[Entry, ...] = (
    *ACCOUNTS,
    *NETWORK,
    *LEARNING,
    *RESILIENCE,
    *TRAININGS,
    *SHARED,
    *RUNNING,
)


def personal() -> tuple[Entry, ...]:
    """The entries that hold something about people."""
    return tuple(entry for entry in REGISTER if entry.is_personal)


def entry_of(table: str) -> Entry:
    """The entry of a table."""
    return next(entry for entry in REGISTER if entry.table == table)
