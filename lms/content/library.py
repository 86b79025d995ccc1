"""Files in, library out: everything that is taught, or the list of what has to be mended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.content.card import read_card
from lms.content.courses import read_course
from lms.content.exercises import KINDS
from lms.content.kits.reading import read_kits
from lms.content.kits.words import read_words
from lms.content.media import read_media
from lms.content.outline import KIT_WORDS, KITS, outline
from lms.content.problems import Problem
from lms.content.reference import read_contacts, read_glossary
from lms.content.shelf import Shelf
from lms.content.tree import Tree
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Course, Library

_NAMED_MEDIA = re.compile(rb"(?<![\w/])media/([A-Za-z0-9._/-]*[A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Loaded:
    """`library` is None when there is any error: half a course is never shown."""

    library: Library | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)


def load_library(tree: Tree) -> Loaded:
    """Read everything; one bad file does not keep the others from being checked."""
    found = outline(tree.files, KINDS)
    shelf = Shelf(tree, found, [*tree.problems, *found.problems])
    for folder in found.courses.values():
        _read_media(shelf, folder.slug, folder.media)
    _read_media(shelf, KITS, found.kit_media)
    terms = read_glossary(shelf)
    contacts = read_contacts(shelf)
    courses: dict[str, dict[str, Course]] = {lang: {} for lang in LANGUAGES}
    for slug in sorted(found.courses):
        for lang, course in read_course(shelf, found.courses[slug], terms).items():
            courses[lang][slug] = course
    cards = read_card(shelf, contacts, courses[SOURCE_LANGUAGE].values())
    words, kits = read_words(shelf), read_kits(shelf)
    if kits and SOURCE_LANGUAGE not in words:
        shelf.report(KIT_WORDS).error(1, "there are kits, but no words for phone and projector")
    problems = tuple(sorted(set(shelf.problems)))
    if any(problem.is_error for problem in problems):
        return Loaded(None, problems)
    library = Library(
        tree_hash=tree.hash,
        by_language=courses,
        contacts_by_language=contacts,
        glossary_by_language=terms,
        media=shelf.media,
        cards=cards,
        kits_by_slug=kits,
        words_of_kits=words,
        texts=shelf.texts,
    )
    return Loaded(library, problems)


def _read_media(shelf: Shelf, folder: str, paths: list[str]) -> None:
    named = _named_media(shelf.tree, folder)
    for path in paths:
        report = shelf.report(path)
        media = read_media(path, shelf.tree.files[path], shelf.tree.hashes[path], report)
        if media is None:
            continue
        shelf.media[path] = media
        shelf.media_by_key[media.hash[:16]] = media
        stem = path.removeprefix(f"courses/{folder}/media/")
        if stem not in named and not _accompanies(stem, named):
            report.warning(1, "no text uses this file")


def _named_media(tree: Tree, folder: str) -> set[str]:
    """Every media file that a text of the folder mentions, found without rendering."""
    starts = (f"courses/{folder}/", f"quizzes/{folder}/")
    return {
        name.decode()
        for path, content in tree.files.items()
        if path.startswith(starts) and path.endswith(".md")
        for name in _NAMED_MEDIA.findall(content)
    }


def _accompanies(name: str, named: set[str]) -> bool:
    """Captions and a still picture stand beside a film without being mentioned."""
    stem = name.rsplit(".", 1)[0]
    for lang in LANGUAGES:
        stem = stem.removesuffix(f".{lang}")
    return any(other.rsplit(".", 1)[0] == stem for other in named)
