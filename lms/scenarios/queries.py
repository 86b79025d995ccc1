"""Where somebody is in a story."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms.content.exercises.scenario import Scenario, Walk
from lms.extensions import db
from lms.scenarios.models import ScenarioRun


@dataclass(frozen=True, slots=True)
class Place:
    """`seen` are the endings seen so far. `content_hash` is the story at the last choice, empty
    before the first. `restarted` says that the story was changed so much that the way taken is no
    longer in it."""

    walk: Walk
    seen: frozenset[str] = frozenset()
    content_hash: str = ""
    restarted: bool = False


def place_of(person_id: int, course: str, story: Scenario) -> Place:
    """Where this person is, in the story as it is now; at its beginning when not yet in it."""
    run = db.session.get(ScenarioRun, (person_id, course, story.slug))
    return Place(beginning(story)) if run is None else placed(run, story)


def placed(run: ScenarioRun, story: Scenario) -> Place:
    """Where a run is: choices that are still there lead where they lead now."""
    walk = story.walk(run.path)
    known = {ending.id for ending in story.endings}
    return Place(
        walk or beginning(story),
        frozenset(run.endings) & known,
        run.content_hash,
        restarted=walk is None,
    )


def beginning(story: Scenario) -> Walk:
    return Walk((), story.scenes[0])


def run_to_change(person_id: int, course: str, scenario: str) -> ScenarioRun:
    """The run that is there, kept from others until the end of the transaction."""
    statement = sa.select(ScenarioRun).where(
        ScenarioRun.person_id == person_id,
        ScenarioRun.course == course,
        ScenarioRun.scenario == scenario,
    )
    return db.session.scalars(
        statement.with_for_update().execution_options(populate_existing=True)
    ).one()
