"""What the presenter, the projector and the remote control show: one look at a running session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from lms.clock import utcnow
from lms.content.kits.types import Kit, KitWords, Round, Step
from lms.editions.store import library
from lms.errors import SessionRefused
from lms.grading.items import Item
from lms.grading.live import Bar, Gain, Move, Phase, Place, bars, forward, gain, may_count, moves
from lms.live import queries
from lms.live.models import LiveSession
from lms.live.stage import kit_of
from lms.live.steps import asked_in, item_at, right_key, step_at
from lms.training.models import TrainingSession, Way


@dataclass(frozen=True)
class Desk:
    """A running session at this moment. `kit` and `words` are in the language of the session."""

    session: TrainingSession
    live: LiveSession
    kit: Kit
    words: KitWords

    @cached_property
    def place(self) -> Place:
        return queries.place_of(self.live)

    @property
    def number(self) -> int:
        return min(self.live.step, len(self.kit.steps) - 1)

    @property
    def step(self) -> Step:
        return step_at(self.kit, self.live.step)

    @property
    def following(self) -> Step | None:
        place = self.number + 1
        return self.kit.steps[place] if place < len(self.kit.steps) else None

    @property
    def phase(self) -> Phase:
        return self.place.phase

    @cached_property
    def moves(self) -> frozenset[Move]:
        return moves(Place(self.number, self.phase, self.place.counts), asked_in(self.kit))

    @cached_property
    def forward(self) -> Move | None:
        """What the big button does."""
        return forward(Place(self.number, self.phase), asked_in(self.kit))

    @cached_property
    def asked(self) -> tuple[Item, Round] | None:
        return item_at(self.kit, self.live.step)

    @cached_property
    def joined(self) -> int:
        return queries.count_joined(self.session.id)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many chose each answer; nothing where no question is."""
        if self.asked is None:
            return {}
        item, round_ = self.asked
        return queries.counts_of(self.session.id, item.id, round_.value)

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def is_small(self) -> bool:
        """Whether so few answered that no number is shown to anybody."""
        return not may_count(self.answered)

    @cached_property
    def bars(self) -> dict[str, Bar]:
        """The distribution by answer, once the question is closed; empty for a small group."""
        if self.asked is None or self.phase not in {Phase.STOPPED, Phase.SHOWN}:
            return {}
        return {bar.key: bar for bar in bars(self.counts, self.asked[0].keys)}

    @property
    def shows_bars(self) -> bool:
        """Whether the projector shows the distribution."""
        return self.phase is Phase.SHOWN and self.place.counts and bool(self.bars)

    @cached_property
    def gain(self) -> Gain | None:
        """What the group knew before and knows now, where the same question was asked twice."""
        if self.asked is None or self.asked[1] is not Round.AFTER or self.phase is not Phase.SHOWN:
            return None
        item = self.asked[0]
        before = queries.counts_of(self.session.id, item.id, Round.BEFORE.value)
        return gain(before, self.counts, right_key(item))

    @property
    def hands(self) -> dict[str, int]:
        if self.asked is None:
            return {}
        item, round_ = self.asked
        return queries.hands_of(self.session.id, item.id, round_.value)

    @property
    def counts_hands(self) -> bool:
        return self.session.way == Way.HANDS

    @property
    def minutes(self) -> int:
        """Whole minutes since the start."""
        started = self.session.started_at
        return int((utcnow() - started) / timedelta(minutes=1)) if started else 0


def open_desk(session: TrainingSession) -> Desk:
    """Raises SessionRefused for a session that does not run."""
    live = queries.live_of(session.id)
    if live is None or live.word is None:
        raise SessionRefused
    kit = kit_of(session.kit, session.language)
    return Desk(session, live, kit, library().kit_words(session.language))
