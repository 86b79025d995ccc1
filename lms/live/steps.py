"""The steps of a kit, as the rules of lms/grading/live.py see them."""

from __future__ import annotations

from lms.content.kits.types import Kit, Round, Step, StepKind
from lms.grading.items import Item
from lms.grading.live import Asked
from lms.training.kits import FEEDBACK


def asked_in(kit: Kit) -> tuple[Asked, ...]:
    """What each step asks; a question that comes back at the end keeps its answer until then."""
    return tuple(_asked(step) for step in kit.steps)


def _asked(step: Step) -> Asked:
    if step.round is None:
        return Asked.NOTHING
    return Asked.HIDDEN if step.round is Round.BEFORE else Asked.OPEN


def step_at(kit: Kit, number: int) -> Step:
    """The step; the last one when the kit became shorter while the session runs."""
    return kit.steps[min(number, len(kit.steps) - 1)]


def item_at(kit: Kit, number: int) -> tuple[Item, Round] | None:
    """The question of a step and its round."""
    step = step_at(kit, number)
    if step.round is None or step.slide is None or step.slide.item is None:
        return None
    return step.slide.item, step.round


def open_answers(kit: Kit, number: int, item: str) -> tuple[str, Round] | None:
    """The question that a phone may answer at this step, by the name it is counted under."""
    if step_at(kit, number).kind is StepKind.END:
        return (item, Round.ONCE) if item.removeprefix("feedback/") in FEEDBACK else None
    found = item_at(kit, number)
    return (item, found[1]) if found and found[0].id == item else None


def right_key(item: Item) -> str:
    """The answer that is right: a live question has one."""
    return next(option.key for option in item.options if option.correct)
