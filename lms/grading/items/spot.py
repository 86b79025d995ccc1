"""Spot the signal: a picture with places to find, some of them quite ordinary."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from lms.grading.items.attributes import split_braces
from lms.grading.items.base import Grade, ItemView, Option, Region
from lms.grading.items.building import Draft
from lms.grading.items.choice import Multiple, boxed_line, read_boxed
from lms.grading.items.source import RawOption

PHONE = 358
"""CSS pixels that a picture is wide on a phone."""
FINGER = 44
MOST = 9

_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)\s]+\)[ \t]*$", re.MULTILINE)
_AROUND = re.compile(r"^\s*<(?:figure|p)>\s*|\s*</(?:figure|p)>\s*$")
_SIZE = re.compile(r'\s(width|height)="(\d+)"')
_EXAMPLE = 'at="40,52,14,20" (x, y, width, height, in percent of the picture)'


def spot_line(raw: RawOption, place: int) -> str:
    at = split_braces(raw.text).values.get("at", "")
    region = read_region(at)
    return boxed_line(raw, place)[:-1] + f' at="{region or at}"}}'


def read_region(text: str) -> Region | None:
    """Four numbers in percent; None when it is something else."""
    try:
        x, y, width, height = (round(float(part), 2) for part in text.split(","))
    except (ValueError, OverflowError):
        return None
    region = Region(x, y, width, height)
    return region if all(0 <= side <= 100 for side in (x, y, width, height)) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot(Multiple):
    """Options with a place on the picture. Response and score are those of `multiple`.

    `scene` is the picture (HTML). The places count from left to right, which says nothing about
    what is right, and is the same for everybody.
    """

    type = "spot"
    option_line = staticmethod(spot_line)

    scene: str

    @classmethod
    def read_options(cls, draft: Draft) -> dict[str, object]:
        scene, body = _split_scene(draft)
        options = tuple(_with_region(draft, option) for option in read_boxed(draft, ("at",)))
        draft.want_feedback(options)
        _check_regions(draft, options, scene)
        _check_balance(draft, options)
        return {"options": options, "scene": scene, "body": body}

    def order(self, rng: random.Random) -> tuple[str, ...]:
        return tuple(option.key for option in _from_the_left(self.options))

    def view(self, order: Sequence[str]) -> ItemView:
        return replace(Multiple.view(self, order), scene=self.scene)

    def _verdict(self, score: float, chosen: set[str]) -> Grade:
        grade = Multiple._verdict(self, score, chosen)
        by_key = {option.key: option for option in grade.options}
        return Grade(
            score,
            tuple(
                replace(by_key[option.key], region=option.region)
                for option in _from_the_left(self.options)
            ),
        )


def _from_the_left(options: tuple[Option, ...]) -> list[Option]:
    def middle(option: Option) -> tuple[float, float, str]:
        region = option.region or Region(0, 0, 0, 0)
        return region.x + region.width / 2, region.y, option.key

    return sorted(options, key=middle)


def _split_scene(draft: Draft) -> tuple[str, str]:
    """The picture and the text around it, both as HTML."""
    pictures = _PICTURE.findall(draft.raw.body)
    if len(pictures) != 1:
        draft.error(
            "put one picture between the question and the places, on a line of its own, like "
            "![What there is to see](media/scene.svg)"
        )
        return "", draft.render.block(draft.raw.body) if draft.raw.body else ""
    if "/// caption" in draft.raw.body:
        draft.error("this picture has no caption: say it in the text of the question")
    scene = _AROUND.sub("", draft.render.block(pictures[0].strip()))
    if scene.startswith(("<video", "<audio")):
        draft.error("places are found on a picture, not in a film")
    text = _PICTURE.sub("", draft.raw.body).strip()
    return scene, draft.render.block(text) if text else ""


def _with_region(draft: Draft, option: Option) -> Option:
    raw = next(raw for raw in draft.raw.options if split_braces(raw.text).id == option.key)
    at = split_braces(raw.text).values.get("at", "")
    region = read_region(at)
    if not at:
        draft.error(f"place '{option.key}' is nowhere: add {_EXAMPLE}", raw.line)
    elif region is None:
        draft.error(f"'{at}' is no place: write four numbers, like {_EXAMPLE}", raw.line)
    return replace(option, region=region)


def _check_regions(draft: Draft, options: tuple[Option, ...], scene: str) -> None:
    lines = {split_braces(raw.text).id: raw.line for raw in draft.raw.options}
    size = {name: int(value) for name, value in _SIZE.findall(scene)}
    tall = PHONE * size["height"] / size["width"] if size.get("width") and "height" in size else 0
    for option in options:
        region = option.region
        if region is None:
            continue
        if region.right > 100 or region.bottom > 100:
            draft.error(f"place '{option.key}' sticks out of the picture", lines[option.key])
        width, height = region.width * PHONE / 100, region.height * tall / 100
        if width < FINGER or (tall and height < FINGER):
            draft.error(
                f"place '{option.key}' is too small for a finger: at least "
                f"{_least(PHONE)} percent wide" + (f" and {_least(tall)} high" if tall else ""),
                lines[option.key],
            )
    for one, other in combinations(options, 2):
        if one.region and other.region and one.region.meets(other.region):
            draft.error(f"places '{one.key}' and '{other.key}' overlap", lines[other.key])


def _least(side: float) -> str:
    """The smallest percentage of a side that a finger can hit, rounded up."""
    return f"{-(-FINGER * 1000 // side) / 10:g}"


def _check_balance(draft: Draft, options: tuple[Option, ...]) -> None:
    right = sum(option.correct for option in options)
    if len(options) > MOST:
        draft.error(f"there are {len(options)} places: at most {MOST} can be told apart")
    if options and len(options) - right < right:
        draft.warning(
            "there are fewer innocent places than signals: then ticking everything looks wise"
        )
