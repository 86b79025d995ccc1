"""The kits as they are taught now."""

from __future__ import annotations

from lms.content.kits.types import Kit, Round
from lms.content.types import SOURCE_LANGUAGE
from lms.editions.store import library
from lms.errors import NotFound
from lms.i18n import language

FEEDBACK = {"useful": ("yes", "some", "no"), "route": ("yes", "no")}
"""What participants are asked about the session, and what they can answer. Counted like a
question, as item `feedback/<question>` in round ONCE."""


def get_kit(slug: str, lang: str | None = None) -> Kit:
    """A kit in the language of the request, or another one. Raises NotFound."""
    kit = library().kit(slug, lang or language())
    if kit is None:
        raise NotFound
    return kit


def kit_named(slug: str, lang: str | None = None) -> Kit | None:
    """The same; None for a kit that is no longer there, of which old sessions still tell."""
    return library().kit(slug, lang or language())


def answers_of(kit: Kit, item: str) -> tuple[str, ...]:
    """The keys that can be counted for a question of the kit or of the feedback; none for
    something that is not asked."""
    if item.startswith("feedback/"):
        return FEEDBACK.get(item.removeprefix("feedback/"), ())
    question = kit.items.get(item)
    return question.keys if question is not None else ()


def rounds_of(kit: Kit, item: str) -> tuple[Round, ...]:
    """When a question is asked."""
    return (Round.BEFORE, Round.AFTER) if item in kit.gain else (Round.ONCE,)


def item_hash(slug: str, item: str) -> str:
    """The hash of a question as asked: that of its Dutch text, the same in every language."""
    kit = kit_named(slug, SOURCE_LANGUAGE)
    question = kit.items.get(item) if kit is not None else None
    return question.hash if question is not None else ""


def languages_of(slug: str) -> tuple[str, ...]:
    """The languages that a kit is there in, in the order of the languages of kits."""
    versions = library().kits_by_slug.get(slug, {})
    return tuple(lang for lang in library().kit_languages if lang in versions)
