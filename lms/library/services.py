"""Sharing material, looking at it, using it. Services flush, never commit."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.files.kinds import Checked
from lms.files.models import StoredFile
from lms.files.services import keep
from lms.i18n import lazy_gettext as _l
from lms.library.letters import tell
from lms.library.models import Kind, Licence, Material, MaterialUse, MaterialVersion, State
from lms.network.handover import stays
from lms.search import fold

OPEN = (State.DRAFT.value, State.SUBMITTED.value, State.REFUSED.value)
"""States of a version that is being worked on; a material has one at most."""

stays("materials", _l("shared material of the organisation"))


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody fills in about material. An example is `text`, the rest is a file."""

    kind: Kind
    title: str
    description: str
    text: str
    language: str
    licence: Licence
    kit: str
    named: bool


def share(*, organisation_id: int, by: int, words: Words, file: Checked | None) -> Material:
    """A new material with a draft of its first version."""
    material = Material(organisation_id=organisation_id, named=words.named)
    db.session.add(material)
    db.session.flush()
    _write(MaterialVersion(material_id=material.id, number=1), words, file, by)
    return material


def change(*, material: Material, by: int, words: Words, file: Checked | None) -> None:
    """Change the open version, or begin the next one; what is accepted stays until that is too.

    Without a new file the one of the last version stays.
    """
    material.named = words.named
    versions = _lock(material)
    last = versions[-1]
    version = last
    if last.state not in OPEN:
        version = MaterialVersion(
            material_id=material.id, number=last.number + 1, file_id=last.file_id
        )
    version.state = State.DRAFT.value
    version.decided_by = version.decided_at = None
    before = version.file_id
    _write(version, words, file, by)
    _forget(before)


def submit(*, material: Material) -> None:
    """Send the open version to the programme team. Nothing happens without one."""
    version = _lock(material)[-1]
    if version.state == State.DRAFT.value:
        version.state = State.SUBMITTED.value
        version.changed_at = utcnow()
        material.withdrawn_at, material.taken_down = None, False
        db.session.flush()


def decide(*, material: Material, number: int, accept: bool, reason: str, by: int) -> None:
    """Accept or refuse a version that waits. Raises NotFound when it waits no more."""
    versions = _lock(material)
    version = next((each for each in versions if each.number == number), None)
    if version is None or version.state != State.SUBMITTED.value:
        raise NotFound
    if accept:
        for older in versions:
            if older.state == State.ACCEPTED.value:
                older.state = State.REPLACED.value
        db.session.flush()
    version.state = (State.ACCEPTED if accept else State.REFUSED).value
    version.reason = reason
    version.decided_by, version.decided_at = by, utcnow()
    db.session.flush()
    tell(material=material, version=version)


def withdraw(*, material: Material, reason: str = "", by: int | None = None) -> None:
    """Take it out of the library; its owners keep it and may send it in anew.

    With `by` the programme team does it, for a reason that the owners read.
    """
    material.withdrawn_at, material.taken_down = utcnow(), by is not None
    for version in _lock(material):
        if version.state in {State.ACCEPTED.value, State.SUBMITTED.value}:
            version.state = State.REPLACED.value
            if by is not None:
                version.reason, version.decided_by, version.decided_at = reason, by, utcnow()
                tell(material=material, version=version)
    db.session.flush()


def remove(*, material: Material) -> None:
    """Remove it with all its versions and files."""
    files = [version.file_id for version in _lock(material)]
    for model in (MaterialUse, MaterialVersion):
        db.session.execute(sa.delete(model).where(model.material_id == material.id))
    db.session.delete(material)
    db.session.flush()
    for file_id in set(files):
        _forget(file_id)


def use(*, material: Material, organisation_id: int, helpful: bool | None) -> None:
    """Say that the organisation used it, and whether it helped; saying it again replaces that."""
    known = db.session.get(MaterialUse, (material.id, organisation_id))
    if known is None:
        known = MaterialUse(material_id=material.id, organisation_id=organisation_id)
        db.session.add(known)
    known.day, known.helpful = local_date(utcnow()), helpful
    db.session.flush()


def _lock(material: Material) -> list[MaterialVersion]:
    """The versions in order; two people who change one material wait for each other."""
    db.session.execute(sa.select(Material.id).where(Material.id == material.id).with_for_update())
    return list(
        db.session.scalars(
            sa.select(MaterialVersion)
            .where(MaterialVersion.material_id == material.id)
            .order_by(MaterialVersion.number)
            .execution_options(populate_existing=True)
        )
    )


def _write(version: MaterialVersion, words: Words, file: Checked | None, by: int) -> None:
    version.kind, version.licence = words.kind.value, words.licence.value
    version.title, version.description = words.title, words.description
    version.language, version.kit = words.language, words.kit
    version.text = words.text if words.kind is Kind.EXAMPLE else ""
    if words.kind is Kind.EXAMPLE:
        version.file_id = None
    elif file is not None:
        version.file_id = keep(file)
    version.search_key = fold(f"{words.title} {words.description} {version.text}")
    version.person_id, version.changed_at = by, utcnow()
    db.session.add(version)
    db.session.flush()


def _forget(file_id: int | None) -> None:
    """Remove a file that no version names any more."""
    used = sa.exists().where(MaterialVersion.file_id == file_id)
    db.session.execute(sa.delete(StoredFile).where(StoredFile.id == file_id, ~used))
