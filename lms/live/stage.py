"""What phones show at a step. It is the same for everybody who reads a language, so a worker makes
it once and keeps it; what this phone chose is marked by the page itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, render_template

from lms.content.kits.types import Kit
from lms.editions.store import library, store
from lms.errors import NotFound
from lms.live.queries import State
from lms.live.steps import step_at
from lms.training.kits import FEEDBACK

KEPT = 600
"""Stages per worker, of some kilobytes each."""


def kit_of(slug: str, lang: str) -> Kit:
    """A kit in the language of a phone, or else in Dutch. Raises NotFound."""
    kit = library().kit(slug, lang)
    if kit is None:
        raise NotFound
    return kit


def tag(state: State, lang: str) -> str:
    """The ETag of what a phone shows."""
    return f'"{state.session_id}-{state.version}-{lang}"'


def phone(
    slug: str, lang: str, state: State, own: Mapping[tuple[str, str], str] | None = None
) -> str:
    """The HTML of a step; with `own`, the choices of this phone are marked in it."""
    if own:
        return _render(slug, lang, state, own)
    kept: dict[object, str] = current_app.extensions.setdefault("live_stages", {})
    key = (store().loaded.edition_id, slug, lang, state.step, state.phase)
    if key not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = _render(slug, lang, state, {})
    return kept[key]


def _render(slug: str, lang: str, state: State, own: Mapping[tuple[str, str], str]) -> str:
    kit = kit_of(slug, lang)
    return render_template(
        "live/_stage.html",
        kit=kit,
        words=library().kit_words(lang),
        step=step_at(kit, state.step),
        number=state.step,
        phase=state.phase.value,
        own=own,
        feedback=FEEDBACK,
    )
