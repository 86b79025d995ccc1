"""What the pages about material share, those of its owners and those of the programme team."""

from __future__ import annotations

from flask import Response

from lms.editions.store import library
from lms.errors import NotFound
from lms.extensions import db
from lms.files.models import StoredFile
from lms.i18n import language
from lms.library import words
from lms.library.models import MaterialVersion


def send(version: MaterialVersion, what: str) -> Response:
    """A file to be kept, or its small picture to be shown. Raises NotFound."""
    stored = db.session.get(StoredFile, version.file_id) if version.file_id else None
    if stored is None or what not in {"preview", "file"}:
        raise NotFound
    if what == "preview":
        answer = Response(stored.preview, mimetype="image/webp")
    else:
        answer = Response(stored.data, mimetype=stored.mime)
        name = f"material-{version.number}.{stored.ending}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def kit_languages() -> dict[str, str]:
    """The languages of kits, with what each calls itself."""
    content = library()
    return {lang: content.kit_words(lang).name for lang in content.kit_languages}


def kits() -> dict[str, str]:
    """The titles of the kits by slug."""
    return {kit.slug: kit.title for kit in library().kits(language())}


def choices() -> dict[str, object]:
    """The words that pages about material need."""
    return {
        "kinds": words.kind_words(),
        "licences": words.licence_words(),
        "states": words.state_words(),
        "file_words": words.file_words,
        "kits": kits(),
        "kit_languages": kit_languages(),
    }
