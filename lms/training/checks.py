"""The questions of a kit on a page: answered in place, and nothing of it is kept."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.assessment import messages
from lms.content.kits.types import Kit
from lms.errors import NotFound
from lms.grading.items import Grade, InvalidResponse, Item, ItemView
from lms.grading.items.base import FormData


@dataclass(frozen=True, slots=True)
class Check:
    """A question as the page shows it, and what was answered just now."""

    item: Item
    view: ItemView
    action_url: str
    response: Any = None
    grade: Grade | None = None
    error: str = ""
    lesson: str = ""
    """None: of a kit no remarks are made on the page."""


def check_of(item: Item, action_url: str) -> Check:
    """A question that is still open. The order is mixed by the hash: the same at every visit."""
    order = item.order(random.Random(item.hash))  # noqa: S311  no secret
    return Check(item, item.view(order), action_url)


def answered(kit: Kit, item_id: str, form: FormData, action_url: str) -> Check:
    """A question with the answer in a form, judged. Raises NotFound for a question that the kit
    does not ask."""
    item = kit.items.get(item_id)
    if item is None:
        raise NotFound
    fresh = check_of(item, action_url)
    try:
        response = item.read(form)
        if response is None:
            return _with(fresh, error=messages.nothing_chosen())
        return _with(fresh, response=response, grade=item.grade(response))
    except InvalidResponse as invalid:
        return _with(fresh, error=messages.invalid(invalid.code))


def checks_of(kit: Kit, actions: Mapping[str, str], given: Check | None = None) -> dict[str, Check]:
    """All questions of a kit; `actions` are their addresses, `given` the one just answered."""
    found = {id_: check_of(item, actions[id_]) for id_, item in kit.items.items()}
    if given is not None:
        found[given.item.id] = given
    return found


def _with(check: Check, **values: Any) -> Check:
    return Check(check.item, check.view, check.action_url, **values)
