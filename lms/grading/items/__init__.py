"""Questions: one class per type; parse, show without the answer, read, grade.

A new type is one class with `read_options` and one line in REGISTRY.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lms.grading.items.attributes import Braces, is_key
from lms.grading.items.base import (
    FormData,
    Grade,
    InvalidResponse,
    Item,
    ItemProblem,
    ItemProblems,
    ItemView,
    Option,
    OptionGrade,
    OptionView,
    Region,
    Render,
    Response,
)
from lms.grading.items.building import Draft, canonical, plain, text_hash
from lms.grading.items.choice import Multiple, Single, TrueFalse
from lms.grading.items.matching import Matching
from lms.grading.items.numeric import Number
from lms.grading.items.ordering import Ordering
from lms.grading.items.source import read_heading, read_source
from lms.grading.items.spot import Spot
from lms.grading.items.text import Text

__all__ = [
    "REGISTRY",
    "FormData",
    "Grade",
    "InvalidResponse",
    "Item",
    "ItemProblem",
    "ItemProblems",
    "ItemView",
    "Option",
    "OptionGrade",
    "OptionView",
    "Region",
    "Render",
    "Response",
    "parse_item",
]

ItemType = (
    type[Single] | type[Multiple] | type[Ordering] | type[Matching] | type[Number] | type[Text]
)

REGISTRY: dict[str, ItemType] = {
    "single": Single,
    "multiple": Multiple,
    "true-false": TrueFalse,
    "ordering": Ordering,
    "matching": Matching,
    "number": Number,
    "text": Text,
    "spot": Spot,
}

_ATTRIBUTES = ("type", "tags", "unit", "shuffle")
_YES_NO = {"no": False, "false": False, "yes": True, "true": True}


def parse_item(
    source: str,
    *,
    lang: str,
    render: Render,
    line: int = 1,
    require_explanation: bool = True,
    on_warning: Callable[[ItemProblem], None] | None = None,
) -> Item:
    """Read one question. `line` is where its heading stands in the file.

    Raises ItemProblems with everything that is wrong; warnings go to `on_warning`.
    """
    heading = read_heading(source)
    cls = REGISTRY.get(heading.values.get("type", "single"))
    draft = Draft(read_source(source, (cls or Single).option_start), render)
    shuffle = _check_heading(draft, heading, cls)
    _check_parts(draft, require_explanation)
    fields: dict[str, Any] = (cls or Single).read_options(draft) if draft.raw.options else {}
    if "body" not in fields:
        fields["body"] = render.block(draft.raw.body) if draft.raw.body else ""
    _raise_or_warn(draft, on_warning)
    assert cls is not None
    unit = heading.values.get("unit", "")
    text = canonical(draft, cls.type, unit, shuffle, cls.option_line)
    prompt = render.inline(heading.text)
    return cls(
        id=heading.id,
        prompt=prompt,
        prompt_text=plain(prompt),
        explanation=render.block(draft.raw.explanation) if draft.raw.explanation else "",
        tags=tuple(heading.values.get("tags", "").replace(",", " ").split()),
        shuffle=shuffle,
        unit=unit,
        lang=lang,
        hash=text_hash(text),
        source=text,
        line=line,
        **fields,
    )


def _check_heading(draft: Draft, heading: Braces, cls: ItemType | None) -> bool:
    """Report what is wrong with the first line; returns whether the options are mixed."""
    if not heading.text:
        draft.error("this question has no text behind ##")
    if not heading.id:
        draft.error("this question has no id: put one behind it, like {#my-question}")
    elif not is_key(heading.id):
        draft.error(f"the id '{heading.id}' is not usable: small letters, digits and hyphens only")
    if cls is None:
        known = ", ".join(REGISTRY)
        draft.error(f"type '{heading.values.get('type')}' is not known: choose from {known}")
    for name in (*(set(heading.values) - set(_ATTRIBUTES)), *heading.junk):
        draft.error(f"'{name}' is not known behind a question: use {', '.join(_ATTRIBUTES)}")
    if heading.values.get("unit") and cls is not None and cls is not Number:
        draft.error("a unit belongs to a question of type=number only")
    shuffle = heading.values.get("shuffle", "yes").lower()
    if shuffle not in _YES_NO:
        draft.error("shuffle is yes or no")
    return _YES_NO.get(shuffle, True)


def _check_parts(draft: Draft, require_explanation: bool) -> None:
    raw = draft.raw
    if not raw.options:
        draft.error("this question has no options: write at least two lines like - [ ] Text {#a}")
    for line in raw.stray:
        draft.error(
            "this line belongs to nothing: text stands above the options, feedback is indented "
            "by four spaces, the explanation begins with > and comes last",
            line,
        )
    if not raw.explanation:
        message = "this question has no explanation: end it with lines that begin with >"
        (draft.error if require_explanation else draft.warning)(message)


def _raise_or_warn(draft: Draft, on_warning: Callable[[ItemProblem], None] | None) -> None:
    problems = sorted(draft.problems, key=lambda problem: problem.line)
    if any(problem.severity == "error" for problem in problems):
        raise ItemProblems(problems)
    for problem in problems:
        if on_warning is not None:
            on_warning(problem)
