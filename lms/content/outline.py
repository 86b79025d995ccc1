"""Which file is what: the folders of authoring.md, sorted before anything is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lms.content.problems import Problem
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE

CONTACTS = "courses/contacts.md"
GLOSSARY = "courses/glossary.md"
CARD = "courses/card.md"
CARD_LANGUAGES = (*LANGUAGES, "pl")
"""Polish is no language of the interface: the card goes to colleagues who read it."""
KITS = "kits"
"""The folder of the training kits, courses/kits; no course has that name."""
KIT_WORDS = f"courses/{KITS}/words.md"
TOOLS = ("scan", "plan")
"""What a course may have besides lessons, each in a file of that name beside course.md."""

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBERED = re.compile(rf"(?P<number>\d{{1,4}})-(?P<slug>{_SLUG})")
_NAMED = re.compile(_SLUG)
_WORDS = re.compile(rf"courses/{KITS}/words(?:\.([a-z]{{2,3}}))?\.md")
_SLUG_MAX = 60
_PATH_MAX = 200


@dataclass(frozen=True, slots=True)
class StepFile:
    """A lesson (no kind) or an exercise; the number orders them in their module."""

    number: int
    slug: str
    path: str
    kind: str = ""


@dataclass(slots=True)
class ModuleFolder:
    number: int
    slug: str
    folder: str
    steps: list[StepFile] = field(default_factory=list)


@dataclass(slots=True)
class CourseFolder:
    slug: str
    modules: dict[str, ModuleFolder] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    quizzes: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    tools: set[str] = field(default_factory=set)

    def tool(self, name: str) -> str:
        """The path of a tool, whether the course has it or not."""
        return f"courses/{self.slug}/{name}.md"

    @property
    def path(self) -> str:
        return f"courses/{self.slug}/course.md"

    def in_order(self) -> list[ModuleFolder]:
        return sorted(self.modules.values(), key=lambda module: (module.number, module.slug))


@dataclass(slots=True)
class Outline:
    """`kinds` are the second extensions that make a file an exercise. `kits` are the files of the
    training kits by slug; their languages are those that have a file of words."""

    kinds: frozenset[str] = frozenset()
    courses: dict[str, CourseFolder] = field(default_factory=dict)
    kits: dict[str, str] = field(default_factory=dict)
    kit_media: list[str] = field(default_factory=list)
    kit_languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def course(self, slug: str) -> CourseFolder:
        return self.courses.setdefault(slug, CourseFolder(slug))


def translated(path: str, lang: str) -> str:
    """The path of a file in a language: `x.md` is Dutch, `x.en.md` English."""
    return path if lang == SOURCE_LANGUAGE else f"{path.removesuffix('.md')}.{lang}.md"


def outline(paths: Iterable[str], kinds: Collection[str] = ()) -> Outline:
    found = Outline(frozenset(kinds))
    present = set(paths)
    found.kit_languages = _kit_languages(present)
    for path in sorted(present):
        if len(path) > _PATH_MAX:
            _error(found, path, "the names in this path are too long: shorten them")
            continue
        original = _original(path, found)
        if original is None:
            continue
        if original != path and original not in present:
            _error(found, path, f"this translation has no Dutch file: add {_name(original)}")
        _place(original, found, first=original == path)
    return found


def _kit_languages(present: Collection[str]) -> tuple[str, ...]:
    """Dutch first, then the interface's other languages, then the rest."""
    there = {match[1] or SOURCE_LANGUAGE for path in present if (match := _WORDS.fullmatch(path))}
    known = [lang for lang in LANGUAGES if lang in there]
    return (*known, *sorted(there - set(known)))


def _original(path: str, found: Outline) -> str | None:
    """The Dutch file a text belongs to; other files stand for themselves."""
    if not path.endswith(".md"):
        return path
    if path in {translated(CARD, lang) for lang in CARD_LANGUAGES}:
        return CARD
    stem, _, lang = path.removesuffix(".md").rpartition(".")
    if not stem or "/" in lang:
        return path
    if path.startswith(f"courses/{KITS}/") and lang in found.kit_languages:
        return path if lang == SOURCE_LANGUAGE else f"{stem}.md"
    if lang in LANGUAGES and lang != SOURCE_LANGUAGE:
        return f"{stem}.md"
    if lang in found.kinds:
        return path
    known = ", ".join(f".{known}.md" for known in LANGUAGES[1:])
    also = f", an exercise in {', '.join(f'.{k}.md' for k in sorted(found.kinds))}"
    _error(
        found,
        path,
        f"'.{lang}' is no language here: Dutch ends in .md, a translation in {known}"
        f"{also if found.kinds else ''}",
    )
    return None


def _place(path: str, found: Outline, *, first: bool) -> None:
    parts = path.split("/")
    if path in {CONTACTS, GLOSSARY, CARD, KIT_WORDS}:
        return
    if len(parts) < 3 or not _is_slug(parts[1]):
        _misplaced(found, path, parts)
    elif parts[0] == "quizzes":
        _place_quiz(path, parts, found)
    elif parts[1] == KITS:
        _place_kit(path, parts, found)
    elif parts[2] == "media" and len(parts) > 3:
        found.course(parts[1]).media.append(path)
    elif len(parts) == 3 and parts[2] == "course.md":
        found.course(parts[1])
    elif parts[2] == "meetings" and len(parts) == 4 and path.endswith(".md"):
        _place_meeting(path, parts, found)
    elif len(parts) == 3 and parts[2] in {f"{name}.md" for name in TOOLS}:
        found.course(parts[1]).tools.add(parts[2].removesuffix(".md"))
    elif len(parts) == 4 and path.endswith(".md"):
        _place_in_module(path, parts, found, first=first)
    else:
        _unused(found, path)


def _place_quiz(path: str, parts: list[str], found: Outline) -> None:
    slug = parts[-1].removesuffix(".md")
    if len(parts) != 3 or not path.endswith(".md"):
        _unused(found, path)
    elif not _is_slug(slug):
        _error(found, path, "name this file with small letters, digits and hyphens: my-quiz.md")
    else:
        found.course(parts[1]).quizzes[slug] = path


def _place_kit(path: str, parts: list[str], found: Outline) -> None:
    slug = parts[2].removesuffix(".md")
    if parts[2] == "media" and len(parts) > 3:
        found.kit_media.append(path)
    elif len(parts) != 3 or not path.endswith(".md"):
        _unused(found, path)
    elif not _is_slug(slug):
        _error(found, path, "name this file with small letters, digits and hyphens: my-kit.md")
    else:
        found.kits[slug] = path


def _place_meeting(path: str, parts: list[str], found: Outline) -> None:
    kind = parts[3].removesuffix(".md")
    if kind.endswith(tuple(f".{lang}" for lang in LANGUAGES)):
        return
    if not _is_slug(kind):
        _error(found, path, "name this file after the meeting in course.md: training-day-1.md")
    else:
        found.course(parts[1]).meetings[kind] = path


def _place_in_module(path: str, parts: list[str], found: Outline, *, first: bool) -> None:
    folder = _NUMBERED.fullmatch(parts[2])
    if folder is None or len(folder["slug"]) > _SLUG_MAX:
        _error(found, path, f"name the folder '{parts[2]}' like 10-my-module: number, hyphen, name")
        return
    module = found.course(parts[1]).modules.setdefault(
        parts[2],
        ModuleFolder(int(folder["number"]), folder["slug"], "/".join(parts[:3])),
    )
    if parts[3] == "module.md" or not first:
        return
    name, _, kind = parts[3].removesuffix(".md").partition(".")
    step = _NUMBERED.fullmatch(name)
    if step is None or len(step["slug"]) > _SLUG_MAX or (kind and kind not in found.kinds):
        _error(found, path, "name this file like 10-my-lesson.md: a number, a hyphen, a name")
        return
    module.steps.append(StepFile(int(step["number"]), step["slug"], path, kind))
    module.steps.sort(key=lambda file: (file.number, file.slug))


def _misplaced(found: Outline, path: str, parts: list[str]) -> None:
    if len(parts) < 3 or parts[1].startswith("_"):
        _unused(found, path)
    else:
        _error(found, path, f"name the folder '{parts[1]}' with small letters, digits and hyphens")


def _unused(found: Outline, path: str) -> None:
    message = "this file is not used: no place for it is known in this folder"
    found.problems.append(Problem(path, 1, message, "warning"))


def _error(found: Outline, path: str, message: str) -> None:
    found.problems.append(Problem(path, 1, message))


def _is_slug(text: str) -> bool:
    return len(text) <= _SLUG_MAX and _NAMED.fullmatch(text) is not None


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
