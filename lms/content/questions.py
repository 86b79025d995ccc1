"""Questions out of lessons and quizzes, and whether a translation asks the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lms.content.links import MEDIA_REFERENCE, Context
from lms.content.markdown import Renderer
from lms.content.problems import Report
from lms.content.types import Media
from lms.grading.items import Item, ItemProblem, ItemProblems, parse_item
from lms.grading.items.matching import Matching
from lms.grading.items.numeric import Number


class ItemRender:
    """Binds a renderer to one context, in the shape that the grading package asks for."""

    def __init__(self, renderer: Renderer, context: Context) -> None:
        self._renderer = renderer
        self._context = context

    def inline(self, text: str, /) -> str:
        return self._renderer.inline(text, self._context)

    def block(self, text: str, /) -> str:
        return self._renderer.part(text, self._context)


def with_media(text: str, course: str, files: Mapping[str, Media]) -> str:
    """Media by address: the text then names its pictures for good, whatever happens to the file."""

    def address(match: re.Match[str]) -> str:
        media = files.get(f"courses/{course}/{match[1]}")
        return media.url if media else match[1]

    return MEDIA_REFERENCE.sub(address, text) if "media/" in text else text


def read_item(
    source: str,
    line: int,
    *,
    renderer: Renderer,
    context: Context,
    report: Report,
    in_quiz: bool,
) -> Item | None:
    """One question, or None after reporting what is wrong with it."""

    def tell(problem: ItemProblem) -> None:
        place = line - 1 + problem.line
        if problem.severity == "error":
            report.error(place, problem.message)
        else:
            report.warning(place, problem.message)

    here = replace(
        context,
        lines=list(enumerate(source.split("\n"), start=line)),
        used_terms={},
        pictures=0,
        popovers=False,
        sections=frozenset(),
    )
    try:
        return parse_item(
            source,
            lang=context.lang,
            render=ItemRender(renderer, here),
            line=line,
            require_explanation=in_quiz,
            on_warning=tell,
        )
    except ItemProblems as problems:
        for problem in problems.problems:
            tell(problem)
        return None


def check_ids(items: Sequence[Item], report: Report) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            report.error(item.line, f"the question id '{item.id}' is used twice: choose another")
        seen.add(item.id)


def match_translation(
    originals: Sequence[Item], items: Sequence[Item], report: Report
) -> tuple[Item, ...]:
    """The translated items in the Dutch order, with the Dutch tags; differences are reported."""
    by_id = {item.id: item for item in items}
    known = {item.id for item in originals}
    for item in items:
        if item.id not in known:
            report.error(item.line, f"question '{item.id}' is not in the Dutch file")
    matched: list[Item] = []
    for original in originals:
        translation = by_id.get(original.id)
        if translation is None:
            report.error(1, f"question '{original.id}' is missing here: translate it too")
            continue
        for message in _differences(original, translation):
            report.error(translation.line, f"question '{original.id}': {message}")
        matched.append(replace(translation, tags=original.tags))
    return tuple(matched)


def _differences(original: Item, item: Item) -> list[str]:
    if original.type != item.type:
        return [f"the type is {original.type} in the Dutch file and {item.type} here"]
    if original.type == "text":
        return []  # accepted words differ between languages, and so may their number
    if original.type == "ordering" and original.keys != item.keys:
        return ["the steps stand in another order, or have other keys, than in the Dutch file"]
    found = []
    if set(original.keys) != set(item.keys):
        odd = ", ".join(sorted(set(original.keys) ^ set(item.keys)))
        found.append(f"the keys are not those of the Dutch file: {odd}")
    elif _right(original) != _right(item):
        found.append("another answer is right than in the Dutch file")
    elif _regions(original) != _regions(item):
        found.append("a place on the picture is another than in the Dutch file")
    return found


def _right(item: Item) -> object:
    if isinstance(item, Matching):
        return set(item.belongs), {target.key for target in item.targets}
    if isinstance(item, Number):
        return {(answer.key, answer.value, answer.tolerance) for answer in item.accepted}, _ticked(
            item
        )
    return _ticked(item)


def _regions(item: Item) -> dict[str, object]:
    return {option.key: option.region for option in item.options}


def _ticked(item: Item) -> set[str]:
    return {option.key for option in item.options if option.correct}
