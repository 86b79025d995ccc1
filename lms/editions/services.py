"""Append an edition when the content changed. Runs on a connection of its own (see store)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa

from lms.clock import utcnow
from lms.content.tree import Tree
from lms.content.types import Library
from lms.editions.models import ContentBlob, Edition, EditionFile
from lms.editions.queries import current_edition, files_of

_BATCH = 200

Row = TypeVar("Row")


def publish(connection: sa.Connection, *, tree: Tree, library: Library) -> tuple[int, bool]:
    """Make `tree` the current edition; returns its id, and whether it is a new one.

    Holds the write lock (SQLite) or a table lock (PostgreSQL), so that two workers that see the
    same change append one edition.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("lock table edition in share row exclusive mode"))
    current = current_edition(connection)
    if current is not None and current.tree_hash == tree.hash:
        return current.id, False
    before = files_of(connection, current.id) if current else {}
    _keep_blobs(connection, tree=tree, library=library, known=set(before.values()))
    edition_id = connection.execute(
        sa.insert(Edition).values(tree_hash=tree.hash, created_at=utcnow()).returning(Edition.id)
    ).scalar_one()
    changes = [
        {"edition_id": edition_id, "path": path, "hash": tree.hashes.get(path)}
        for path in sorted(before.keys() | tree.hashes.keys())
        if before.get(path) != tree.hashes.get(path)
    ]
    for batch in _batches(changes):
        connection.execute(sa.insert(EditionFile), batch)
    return int(edition_id), True


def _keep_blobs(
    connection: sa.Connection, *, tree: Tree, library: Library, known: set[str]
) -> None:
    """Store what is new: changed files, and the canonical text of changed lessons and items."""
    new: dict[str, dict[str, object]] = {}
    for path, digest in tree.hashes.items():
        if digest not in known:
            new[digest] = {"kind": "file", "name": path, "language": "", "data": tree.files[path]}
    for text in library.texts.values():
        new[text.hash] = {
            "kind": text.kind,
            "name": text.key,
            "language": text.lang,
            "data": text.text.encode(),
        }
    now = utcnow()
    for digests in _batches(sorted(new)):
        there = set(
            connection.scalars(sa.select(ContentBlob.hash).where(ContentBlob.hash.in_(digests)))
        )
        rows = [
            {"hash": digest, "created_at": now, **new[digest]}
            for digest in digests
            if digest not in there
        ]
        if rows:
            connection.execute(sa.insert(ContentBlob), rows)


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), _BATCH):
        yield list(rows[start : start + _BATCH])
