"""A kit for colleagues who missed the session: without account, and nothing of them is kept.

What was answered stands in the address of the page, so that it works without a script, goes back
and forth, and is gone with the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.accounts.throttle import Limit, network_of, reserve
from lms.content.kits.types import Kit
from lms.content.outline import KITS
from lms.editions import queries as edition_queries
from lms.editions.store import library
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.items import Item
from lms.i18n import language
from lms.security import MEDIA_POLICY
from lms.training import self_study
from lms.training.blueprint import bp
from lms.training.kits import get_kit, languages_of
from lms.training.models import SelfStudyLink
from lms.training.papers import kit_line

READERS = Limit("self-study", 300, timedelta(hours=1))
"""Codes from one network: a whole hall may share it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it: `given` is the key that was chosen, if any."""

    item: Item
    given: str
    rest: tuple[tuple[str, str], ...]
    """The other answers, which the form sends along."""


@bp.get("/self-study/<word>")
@access(Rule.PUBLIC)
def self_study_page(word: str) -> ResponseReturnValue:
    link = self_study.open_link(word)
    lang = request.args.get("lang", "")
    languages = languages_of(link.kit)
    if lang not in languages:
        return _page("training/self_study_languages.html", link, language(), languages=languages)
    kit = get_kit(link.kit, lang)
    answers = _answers(kit)
    return _page(
        "training/self_study.html",
        link,
        lang,
        asked={
            slide.id: Asked(
                slide.item,
                answers.get(slide.item.id, ""),
                tuple((f"q-{id_}", key) for id_, key in answers.items() if id_ != slide.item.id),
            )
            for slide in kit.slides
            if slide.item is not None
        },
        missing=[id_ for id_ in kit.items if id_ not in answers],
        answers=[(f"q-{id_}", key) for id_, key in answers.items()],
    )


@bp.post("/self-study/<word>/done")
@access(Rule.PUBLIC)
def self_study_done(word: str) -> ResponseReturnValue:
    """A code to bring back; a page that is loaded again sends for no second one by itself."""
    reserve((READERS, network_of(request.remote_addr)))
    link = self_study.open_link(word)
    lang = request.form.get("lang", "")
    if lang not in languages_of(link.kit):
        raise NotFound
    code = self_study.finish(link=link)
    db.session.commit()
    return _page("training/self_study_done.html", link, lang, code=self_study.spaced(code))


@bp.get("/kits/media/<prefix>/<name>")
@access(Rule.PUBLIC)
def kit_media(prefix: str, name: str) -> ResponseReturnValue:
    """A picture of a kit, for colleagues: they are not signed in."""
    known = library().media_by_url.get(prefix)
    if known is None or not known.path.startswith(f"courses/{KITS}/"):
        raise NotFound
    data = edition_queries.media_by_prefix(db.session.connection(), prefix)
    if data is None:
        raise NotFound
    response = Response(data, mimetype=known.mime)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    return response


@bp.app_template_filter()
def kit_pictures(html: str) -> str:
    """Pictures by the address at which colleagues get them."""
    return html.replace('src="/media/', 'src="/kits/media/')


def _page(template: str, link: SelfStudyLink, lang: str, **values: object) -> str:
    kit = get_kit(link.kit, lang)
    words = library().kit_words(lang)
    return render_template(
        template,
        kit=kit,
        words=words,
        link=link,
        line=kit_line(kit, words),
        names={each: library().kit_words(each).name for each in languages_of(link.kit)},
        **values,
    )


def _answers(kit: Kit) -> dict[str, str]:
    """What the address says was answered, as far as the kit asks it."""
    given = {id_: request.args.get(f"q-{id_}", "") for id_ in kit.items}
    return {id_: key for id_, key in given.items() if key in kit.items[id_].keys}
