"""`lms check --advice`: beyond what is wrong, what could be better. Pure, and read from the files.

A rule is a function from the material to advice. A new one goes in a file of its family, in
`RULES`, and in docs/authoring.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lms.content.advice.asked import asked
from lms.content.advice.base import Advice, Material, Rule
from lms.content.advice.counts import Counts, count
from lms.content.advice.dates import check_dates
from lms.content.advice.length import right_length
from lms.content.advice.links import alternative_text, phone_numbers, vague_links
from lms.content.advice.questions import (
    all_of_the_above,
    missing_feedback,
    right_in_one_place,
    right_is_longest,
)
from lms.content.advice.reading import read_pages
from lms.content.advice.sentences import plain_sentences
from lms.content.advice.translations import left_behind
from lms.content.advice.words import hard_words
from lms.content.library import Loaded
from lms.content.tree import Tree

__all__ = ["RULES", "Advice", "Counts", "advise"]

RULES: tuple[Rule, ...] = (
    plain_sentences,
    hard_words,
    right_is_longest,
    right_in_one_place,
    missing_feedback,
    all_of_the_above,
    alternative_text,
    vague_links,
    phone_numbers,
    check_dates,
    right_length,
    left_behind,
)


def advise(
    tree: Tree, loaded: Loaded, today: date, rules: Sequence[Rule] = RULES
) -> tuple[tuple[Advice, ...], Counts | None]:
    """All advice by file and line, and how much there is (None when the files have errors)."""
    pages = read_pages(tree)
    library = loaded.library
    material = Material(pages, library, today, tuple(asked(library, pages)) if library else ())
    found = [advice for rule in rules for advice in rule(material)]
    counts = count(library, pages) if library else None
    return tuple(sorted(found, key=lambda advice: advice.place)), counts
