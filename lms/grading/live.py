"""What may happen in a running session, and what may be told of the answers. Pure.

A session is a row of steps. At a step with a question its phase says what phones may do:

    waiting → asking → stopped → shown

A question that is asked before *and* after stops at `stopped` the first time: its answer would
make the second time worthless.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

LEAST = 5
"""With fewer answers only the right one is shown: nobody can be found in a count."""


class Phase(StrEnum):
    """What phones may do with the question of this step."""

    WAITING = "waiting"
    ASKING = "asking"
    STOPPED = "stopped"
    SHOWN = "shown"


class Asked(StrEnum):
    """What a step asks: nothing, a question whose answer stays hidden, or one with its answer."""

    NOTHING = "nothing"
    HIDDEN = "hidden"
    OPEN = "open"


class Move(StrEnum):
    """What the presenter can do. GO is what a clicker has: whatever comes next."""

    NEXT = "next"
    BACK = "back"
    ASK = "ask"
    STOP = "stop"
    SHOW = "show"
    COUNTS = "counts"
    GO = "go"


class MoveRefused(ValueError):
    """This move is not possible here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is; `counts` says that the distribution is on the projector."""

    step: int
    phase: Phase = Phase.WAITING
    counts: bool = False


def moves(place: Place, steps: Sequence[Asked]) -> frozenset[Move]:
    """What the presenter can do here, without GO."""
    found = set()
    if place.step + 1 < len(steps):
        found.add(Move.NEXT)
    if place.step > 0:
        found.add(Move.BACK)
    asked = steps[place.step]
    if asked is Asked.NOTHING:
        return frozenset(found)
    if place.phase in {Phase.WAITING, Phase.STOPPED}:
        found.add(Move.ASK)
    if place.phase is Phase.ASKING:
        found.add(Move.STOP)
    if asked is Asked.OPEN and place.phase in {Phase.ASKING, Phase.STOPPED}:
        found.add(Move.SHOW)
    if place.phase is Phase.SHOWN:
        found.add(Move.COUNTS)
    return frozenset(found)


def forward(place: Place, steps: Sequence[Asked]) -> Move | None:
    """What GO means here; None at the end. A question is asked, closed and explained in turn."""
    possible = moves(place, steps)
    wanted: tuple[Move, ...] = (Move.STOP, Move.SHOW, Move.NEXT)
    if place.phase is Phase.WAITING:
        wanted = (Move.ASK, *wanted)
    return next((move for move in wanted if move in possible), None)


def after(place: Place, move: Move, steps: Sequence[Asked], answered: Sequence[int]) -> Place:
    """Where a move leads. `answered` are the steps that have answers already: whoever comes back
    to one of them finds it closed, so that nobody answers anew by accident. Raises MoveRefused."""
    if move is Move.GO:
        onward = forward(place, steps)
        if onward is None:
            raise MoveRefused
        move = onward
    if move not in moves(place, steps):
        raise MoveRefused
    if move in {Move.NEXT, Move.BACK}:
        step = place.step + (1 if move is Move.NEXT else -1)
        return Place(step, Phase.STOPPED if step in answered else Phase.WAITING)
    if move is Move.COUNTS:
        return replace(place, counts=not place.counts)
    phase = {Move.ASK: Phase.ASKING, Move.STOP: Phase.STOPPED, Move.SHOW: Phase.SHOWN}[move]
    return replace(place, phase=phase, counts=phase is Phase.SHOWN)


def may_count(total: int) -> bool:
    """Whether a distribution over so many answers may be shown to anybody."""
    return total >= LEAST


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer in a distribution: how many chose it, and their share in whole percents."""

    key: str
    count: int
    percent: int


def bars(counts: Mapping[str, int], keys: Sequence[str]) -> tuple[Bar, ...]:
    """The distribution in the order of the answers; nothing for a small group."""
    total = sum(counts.get(key, 0) for key in keys)
    if not may_count(total):
        return ()
    return tuple(
        Bar(key, counts.get(key, 0), round(100 * counts.get(key, 0) / total)) for key in keys
    )


@dataclass(frozen=True, slots=True)
class Gain:
    """The share that answered right before and after, in whole percents: of groups, not people."""

    before: int
    after: int


def gain(before: Mapping[str, int], after: Mapping[str, int], right: str) -> Gain | None:
    """None where one of the groups is too small to tell."""
    totals = sum(before.values()), sum(after.values())
    if not all(may_count(total) for total in totals):
        return None
    return Gain(
        round(100 * before.get(right, 0) / totals[0]), round(100 * after.get(right, 0) / totals[1])
    )
