"""The words of material."""

from __future__ import annotations

from lms.content.media import size_text
from lms.i18n import gettext as _
from lms.i18n import language, ngettext
from lms.library.models import Kind, Licence, State
from lms.library.queries import Card


def kind_words() -> dict[str, str]:
    return {
        Kind.SLIDES.value: _("Slides"),
        Kind.PHOTO.value: _("Photo"),
        Kind.EXAMPLE.value: _("Example in words"),
    }


def licence_words() -> dict[str, str]:
    return {
        Licence.NETWORK.value: _("Only for POCOs of the network"),
        Licence.CC_BY.value: _("Free to use, with the source named (CC BY 4.0)"),
        Licence.CC0.value: _("Free to use for everybody (CC0)"),
    }


def state_words() -> dict[str, str]:
    return {
        State.DRAFT.value: _("Draft"),
        State.SUBMITTED.value: _("With the programme team"),
        State.ACCEPTED.value: _("In the library"),
        State.REFUSED.value: _("Not accepted"),
        State.REPLACED.value: _("Not in the library"),
    }


def file_words(card: Card) -> str:
    """What one gets: PDF, 1,2 MB, 3 pages."""
    words = [(card.mime or "").rpartition("/")[2].upper(), size_text(card.size or 0, language())]
    if card.pages:
        words.append(ngettext("%(num)d page", "%(num)d pages", card.pages))
    return ", ".join(words)
