"""What is taught: Markdown files in, frozen objects out. No Flask, no database."""

from lms.content.library import Loaded, load_library
from lms.content.lint import check
from lms.content.problems import Problem
from lms.content.stored import parse_stored_item
from lms.content.tree import Tree, read_tree
from lms.content.types import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    CanonicalText,
    Contact,
    Contacts,
    Course,
    Exercise,
    Lesson,
    Library,
    Media,
    Module,
    Quiz,
    Section,
    Step,
    Term,
    Theme,
)

__all__ = [
    "LANGUAGES",
    "SOURCE_LANGUAGE",
    "CanonicalText",
    "Contact",
    "Contacts",
    "Course",
    "Exercise",
    "Lesson",
    "Library",
    "Loaded",
    "Media",
    "Module",
    "Problem",
    "Quiz",
    "Section",
    "Step",
    "Term",
    "Theme",
    "Tree",
    "check",
    "load_library",
    "parse_stored_item",
    "read_tree",
]
