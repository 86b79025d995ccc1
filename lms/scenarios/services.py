"""Choosing in a story, and playing it again."""

from __future__ import annotations

from lms.clock import utcnow
from lms.content.exercises.scenario import Scenario
from lms.content.types import Course
from lms.extensions import db, insert_new
from lms.learning.services import mark_done
from lms.scenarios.models import ScenarioRun
from lms.scenarios.queries import Place, placed, run_to_change

LONGEST = 200
"""Choices in one way: who goes round in circles for longer begins again."""


def choose(*, person_id: int, course: Course, story: Scenario, step: int, choice: str) -> Place:
    """Make the choice with number `step`, counted from 0; at an ending the exercise is done.

    Sent twice, or from a page that is behind, it changes nothing: the place tells where one is.
    """
    run = _run(person_id, course, story)
    place = placed(run, story)
    made = place.walk.scene.choice(choice)
    if step != len(place.walk.taken) or made is None:
        return place
    path = [taken.choice.key for taken in place.walk.taken]
    _keep(run, story, [*path, choice] if len(path) < LONGEST else [])
    place = placed(run, story)
    if place.walk.ended:
        run.endings = sorted({*run.endings, place.walk.scene.id})
        mark_done(person_id=person_id, course=course, exercise=story)
    db.session.flush()
    return placed(run, story)


def play_again(*, person_id: int, course: Course, story: Scenario, step: int) -> Place:
    """Go back to the scene before the choice with number `step`; 0 is the beginning."""
    run = _run(person_id, course, story)
    place = placed(run, story)
    if 0 <= step < len(place.walk.taken):
        _keep(run, story, [taken.choice.key for taken in place.walk.taken[:step]])
        db.session.flush()
    return placed(run, story)


def _run(person_id: int, course: Course, story: Scenario) -> ScenarioRun:
    """The run of this person, made if it is not there; two requests take turns."""
    now = utcnow()
    db.session.execute(
        insert_new(ScenarioRun).values(
            person_id=person_id,
            course=course.slug,
            scenario=story.slug,
            path=[],
            endings=[],
            content_hash=story.hash,
            started_at=now,
            saved_at=now,
        )
    )
    return run_to_change(person_id, course.slug, story.slug)


def _keep(run: ScenarioRun, story: Scenario, path: list[str]) -> None:
    run.path = path
    run.content_hash = story.hash
    run.saved_at = utcnow()
