"""What came out of a session, put together: the questions as they were asked, their counts, and
what other sessions of the kit knew."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from lms.clock import local_date, utcnow
from lms.content.kits.types import Kit
from lms.content.stored import parse_stored_item
from lms.content.types import SOURCE_LANGUAGE
from lms.editions.store import library, text_by_hash
from lms.grading.items import Item
from lms.grading.items.base import ItemProblem, ItemProblems
from lms.i18n import language
from lms.training import queries
from lms.training.kits import item_hash, kit_named
from lms.training.models import TrainingSession
from lms.training.queries import Counted
from lms.training.results import Counts, Results, results, share_right
from lms.training.suggest import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a session; `counts` also has what participants thought of it."""

    results: Results
    counts: Counts


def outcome_of(session: TrainingSession) -> Outcome:
    """Of a session that was held."""
    own = queries.counts_of(session.id)
    asked = {entry.item: entry.hash for entry in own if not entry.item.startswith("feedback/")}
    items = _items(session.kit, asked)
    others = queries.others(session)
    same = [entry for entry in others.counts if asked.get(entry.item) == entry.hash]
    counts = _counts(own)
    return Outcome(results(items, counts, _counts(same), sessions=others.sessions), counts)


def known(person_id: int) -> dict[str, float]:
    """Kit → the share of right answers that the colleagues of a person gave, where five or more
    answered each of its questions."""
    shares: dict[str, list[float]] = {}
    for slug, entries in _by_kit(queries.own_answers(person_id)).items():
        kit = kit_named(slug, SOURCE_LANGUAGE)
        counts = _counts(entry for entry in entries if item_hash(slug, entry.item) == entry.hash)
        for (id_, _round), answers in counts.items():
            item = kit.items.get(id_) if kit is not None else None
            share = share_right(item, answers) if item is not None else None
            if share is not None:
                shares.setdefault(slug, []).append(share)
    return {slug: sum(found) / len(found) for slug, found in shares.items()}


def next_kit(person_id: int, after: str = "") -> Suggestion | None:
    """What a POCO could give next, after the kit `after` or the one that was given last."""
    return suggest(
        library().kits(language()),
        queries.last_given(person_id),
        known(person_id),
        today=local_date(utcnow()),
        after=after,
    )


def _by_kit(rows: Iterable[tuple[str, Counted]]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for slug, entry in rows:
        found.setdefault(slug, []).append(entry)
    return found


def _counts(rows: Iterable[Counted]) -> Counts:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        answers = found.setdefault((row.item, row.round), {})
        answers[row.answer] = answers.get(row.answer, 0) + row.count
    return found


def _items(slug: str, asked: dict[str, str]) -> dict[str, Item]:
    """The questions in the order of the kit; what it asks no more stands last."""
    kit = kit_named(slug)
    order = [*(kit.items if kit is not None else ()), *sorted(asked)]
    items = {id_: _item(kit, slug, id_, asked[id_]) for id_ in order if id_ in asked}
    return {id_: item for id_, item in items.items() if item is not None}


def _item(kit: Kit | None, slug: str, id_: str, digest: str) -> Item | None:
    """In the language of the reader; one that was changed since in Dutch, as it was asked."""
    if kit is not None and id_ in kit.items and item_hash(slug, id_) == digest:
        return kit.items[id_]
    with suppress(NoResultFound, ItemProblem, ItemProblems):
        taught = library()
        return parse_stored_item(
            text_by_hash(digest),
            lang=SOURCE_LANGUAGE,
            contacts=taught.contacts(SOURCE_LANGUAGE),
            media=taught.media_by_url,
        )
    return None
