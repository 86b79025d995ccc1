"""Content is published as editions; nothing that was ever shown is lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import config
from lms.editions.models import ContentBlob, Edition, EditionFile
from lms.editions.queries import tree_of
from lms.editions.store import Store, edition_id, library, store
from lms.errors import ContentError
from lms.extensions import db, writing
from tests.conftest import reload_content
from tests.factories import COURSE

LESSON = f"courses/{COURSE}/10-eerste/20-verder.md"
QUIZ = f"quizzes/{COURSE}/eerste.md"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    reload_content()


def kinds() -> dict[str, int]:
    rows = db.session.execute(
        sa.select(ContentBlob.kind, sa.func.count()).group_by(ContentBlob.kind)
    )
    return dict(rows.all())


def test_starting_again_with_the_same_files_adds_nothing(app: Flask) -> None:
    before = edition_id()
    Store(app).start()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Edition)) == 1
    assert edition_id() == before


def test_a_changed_lesson_is_a_new_edition_with_one_changed_file(app: Flask, content: Path) -> None:
    before, texts = edition_id(), kinds()
    change(content / LESSON, "Nog een les.", "Nog een betere les.")
    assert edition_id() == before + 1
    changed = db.session.scalars(
        sa.select(EditionFile.path).where(EditionFile.edition_id == edition_id())
    ).all()
    assert changed == [LESSON]
    assert kinds() == {**texts, "file": texts["file"] + 1, "lesson": texts["lesson"] + 1}


def test_a_typo_in_one_item_changes_that_items_hash_only(app: Flask, content: Path) -> None:
    course = library().course(COURSE, "nl")
    before = {item.id: item.hash for item in course.quiz("eerste").items}
    lessons = {lesson.slug: lesson.hash for lesson in course.lessons}
    change(content / QUIZ, "Nee, dit is het niet.", "Nee, dat is het niet.")
    course = library().course(COURSE, "nl")
    after = {item.id: item.hash for item in course.quiz("eerste").items}
    assert {name for name in before if before[name] != after[name]} == {"juist"}
    assert {lesson.slug: lesson.hash for lesson in course.lessons} == lessons


def test_a_question_in_a_lesson_has_a_hash_of_its_own(app: Flask, content: Path) -> None:
    lesson = library().course(COURSE, "nl").lesson("begin")
    change(content / f"courses/{COURSE}/10-eerste/10-begin.md", "Bellen helpt.", "Bellen helpt!")
    changed = library().course(COURSE, "nl").lesson("begin")
    assert changed.hash == lesson.hash
    assert changed.items[0].hash != lesson.items[0].hash


def test_every_hash_can_be_turned_back_into_text(app: Flask, content: Path) -> None:
    old = library().course(COURSE, "nl").lesson("verder").hash
    change(content / LESSON, "Nog een les.", "Heel iets anders.")
    row = db.session.get_one(ContentBlob, old)
    assert "Nog een les." in row.data.decode()
    assert all(
        hashlib.sha256(blob.data).hexdigest() == blob.hash
        for blob in db.session.scalars(sa.select(ContentBlob))
    )


def test_an_old_edition_can_be_rebuilt_whole(app: Flask, content: Path) -> None:
    first, tree_hash = edition_id(), library().tree_hash
    change(content / LESSON, "Nog een les.", "Heel iets anders.")
    (content / f"courses/{COURSE}/10-eerste/20-verder.en.md").unlink()
    reload_content()
    assert tree_of(db.session.connection(), first).hash == tree_hash
    assert tree_of(db.session.connection(), edition_id()).hash == library().tree_hash


def test_broken_content_keeps_the_last_good_edition(app: Flask, content: Path) -> None:
    before = edition_id()
    change(content / LESSON, "minutes: 4", "minuten: vier")
    assert edition_id() == before
    assert library().course(COURSE, "nl").lesson("verder") is not None
    assert next(f"{p.path}:{p.line}" for p in store().problems).startswith(LESSON)
    change(content / LESSON, "minuten: vier", "minutes: 5")
    assert edition_id() == before + 1
    assert store().problems == ()


def test_the_app_does_not_start_with_broken_content(app: Flask, content: Path) -> None:
    (content / LESSON).write_text("geen begin")
    db.session.commit()
    with pytest.raises(ContentError, match=LESSON):
        Store(app).start()


def test_a_machine_that_only_follows_serves_what_another_published(
    app: Flask, content: Path, tmp_path: Path
) -> None:
    settings: config.Settings = app.config["SETTINGS"]
    elsewhere = config.Settings(
        **{
            **{name: getattr(settings, name) for name in settings.__dataclass_fields__},
            "content": tmp_path / "no-content-here",
            "publish_content": False,
        }
    )
    app.config["SETTINGS"] = elsewhere
    try:
        follower = Store(app)
    finally:
        app.config["SETTINGS"] = settings
    assert follower.start().library.tree_hash == library().tree_hash
    change(content / LESSON, "Nog een les.", "Nieuws van de andere machine.")
    follower.refresh()
    assert follower.loaded.edition_id == edition_id()
    lesson = follower.loaded.library.course(COURSE, "nl").lesson("verder")
    assert "Nieuws van de andere machine" in "".join(map(str, lesson.segments))


def test_a_worker_starts_while_somebody_else_writes(app: Flask) -> None:
    """It has nothing to write when its edition is there: on SQLite there is one writer at a time,
    and the editions of PostgreSQL have a lock of their own."""
    edition = store().loaded.edition_id
    db.session.commit()
    with writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("lock table edition in share row exclusive mode"))
        assert Store(app).start().edition_id == edition
