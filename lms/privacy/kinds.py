"""The words of the register: what an entry says about a table, and what erasing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa

# The register speaks of every table, also of those in rooms that nothing has imported yet.
from lms.accounts import keys as _keys  # noqa: F401
from lms.audit import models as _audit  # noqa: F401
from lms.extensions import db
from lms.files import models as _files  # noqa: F401
from lms.imports import models as _imports  # noqa: F401
from lms.jobs import models as _jobs  # noqa: F401
from lms.library import models as _library  # noqa: F401
from lms.live import models as _live  # noqa: F401
from lms.mail import models as _mail  # noqa: F401
from lms.meetings import models as _meetings  # noqa: F401
from lms.network import models as _network  # noqa: F401
from lms.practice import models as _practice  # noqa: F401
from lms.privacy import models as _privacy  # noqa: F401
from lms.remarks import models as _remarks  # noqa: F401
from lms.resilience import models as _resilience  # noqa: F401
from lms.scenarios import models as _scenarios  # noqa: F401
from lms.selfcheck import models as _selfcheck  # noqa: F401
from lms.training import models as _training  # noqa: F401


@dataclass(frozen=True, slots=True)
class Subject:
    """The person a download or an erasure is about."""

    id: int
    public_id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """How long something is kept. `after` is None where no clock runs but the account's own."""

    words: object
    after: timedelta | None = None

    @property
    def length(self) -> timedelta:
        """For a term with a clock of its own."""
        assert self.after is not None
        return self.after


class Basis(Enum):
    """Why it may be kept at all; the texts stand in `lms.privacy.terms`."""

    PROGRAMME = "programme"
    SECURITY = "security"
    ACCOUNTABILITY = "accountability"
    CHOICE = "choice"


class Erasure(Enum):
    """What erasing a person does with the rows about them."""

    DELETE = "delete row"
    BLANK = "blank"
    KEEP = "keep pseudonymous"
    EXPIRE = "gone by its own term"


About = Callable[[sa.Table, Subject], sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A table in the register. Every column stands in exactly one of the lists.

    `personal` columns are about the person of the row and come in the download. `secret` ones
    prove who somebody is: they are named there and never shown. `others` hold data about other
    people than the one who the row belongs to. `acts` name who did something, with the columns
    that this person may see of the row. `technical` columns say nothing about anybody.

    Of the personal columns, `choice` are held only because the person wants it.

    `blanks` are the columns that erasure empties, with what they then hold; `free` are texts that
    somebody wrote, in which a name could stand, and `keys` the columns made from such a text, which
    the random id of the row then fills.
    """

    table: str
    title: object
    purpose: object
    basis: Basis = Basis.PROGRAMME
    term: Term
    erasure: Erasure = Erasure.KEEP
    about: About | None = None
    personal: tuple[str, ...] = ()
    choice: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    technical: tuple[str, ...] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def of(self) -> sa.Table:
        return db.metadata.tables[self.table]

    @property
    def is_personal(self) -> bool:
        return bool(self.personal or self.secret or self.others or self.acts)

    def columns(self) -> Iterator[str]:
        """Every column that the entry classifies."""
        for names in (self.personal, self.secret, self.others, tuple(self.acts), self.technical):
            yield from names


def by(column: str) -> About:
    """Rows that name the person in a column."""
    return lambda table, subject: table.c[column] == subject.id


def words(text: str) -> tuple[str, ...]:
    """Names of columns, written as a line."""
    return tuple(text.split())
