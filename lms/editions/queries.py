"""Reads of the content history."""

from __future__ import annotations

import sqlalchemy as sa

from lms.content.tree import Tree
from lms.editions.models import ContentBlob, Edition, EditionFile

_BATCH = 500


def current_edition(connection: sa.Connection) -> sa.Row[tuple[int, str]] | None:
    """Id and tree hash of the newest edition; None in an empty database."""
    return connection.execute(
        sa.select(Edition.id, Edition.tree_hash).order_by(Edition.id.desc()).limit(1)
    ).first()


def files_of(connection: sa.Connection, edition_id: int) -> dict[str, str]:
    """Path → hash of every file of an edition: for each path, its last change up to then."""
    newest = (
        sa.select(EditionFile.path, sa.func.max(EditionFile.edition_id).label("edition_id"))
        .where(EditionFile.edition_id <= edition_id)
        .group_by(EditionFile.path)
        .subquery()
    )
    rows = connection.execute(
        sa.select(EditionFile.path, EditionFile.hash)
        .join(
            newest,
            sa.and_(
                newest.c.path == EditionFile.path,
                newest.c.edition_id == EditionFile.edition_id,
            ),
        )
        .where(EditionFile.hash.is_not(None))
    )
    return {path: digest for path, digest in rows if digest is not None}


def tree_of(connection: sa.Connection, edition_id: int) -> Tree:
    """The whole content set as it stood in an edition."""
    hashes = files_of(connection, edition_id)
    blobs: dict[str, bytes] = {}
    wanted = sorted(set(hashes.values()))
    for start in range(0, len(wanted), _BATCH):
        blobs.update(
            connection.execute(
                sa.select(ContentBlob.hash, ContentBlob.data).where(
                    ContentBlob.hash.in_(wanted[start : start + _BATCH])
                )
            ).all()
        )
    return Tree.from_mapping({path: blobs[digest] for path, digest in hashes.items()})


def text_of(connection: sa.Connection, digest: str) -> str:
    """The canonical text behind a hash. Raises NoResultFound for a hash that was never kept."""
    data = connection.execute(sa.select(ContentBlob.data).where(ContentBlob.hash == digest))
    return data.scalar_one().decode()


def media_by_prefix(connection: sa.Connection, prefix: str) -> bytes | None:
    """The bytes of a picture or download by the first characters of its hash."""
    return connection.execute(
        sa.select(ContentBlob.data)
        .where(
            ContentBlob.hash >= prefix,
            ContentBlob.hash < prefix + "g",
            ContentBlob.kind == "file",
            ContentBlob.name.like("courses/%/media/%"),  # lessons and quizzes are not for download
        )
        .limit(1)
    ).scalar()
