"""Where a link leads: lesson:, quiz:, meeting:, tool:, term:, contact:, media/, https."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lms.content.problems import Report
from lms.content.types import Contact, Media

MEDIA_REFERENCE = re.compile(r"(?<=\]\()(?:\./)?(media/[^)\s]+)")
TOOL_PAGES = {"scan": "/resilience", "plan": "/plan"}
_MEDIA_URL = re.compile(r"/media/([0-9a-f]{16})/([A-Za-z0-9._-]+)")
_ADDRESS = re.compile(r"mailto:[^@\s?]+@[^@\s?]+")


@dataclass(frozen=True, slots=True)
class Places:
    """What the links of one course can point at: sections per lesson, quizzes, exercises per
    kind, tools, and training days."""

    course: str
    sections: Mapping[str, frozenset[str]]
    quizzes: frozenset[str]
    exercises: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()
    meetings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TermFacts:
    title: str
    plain: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works. `text` stands in where the author wrote none."""

    href: str
    kind: str
    text: str = ""


@dataclass(slots=True)
class Context:
    """Everything a text may refer to, and where to report what it may not.

    `media` goes by the 16 hash characters in its address, `files` by its path.

    Without a report the text comes from the store: what has gone since becomes plain text.
    """

    lang: str
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    terms: Mapping[str, TermFacts] = field(default_factory=dict)
    media: Mapping[str, Media] = field(default_factory=dict)
    files: Mapping[str, Media] = field(default_factory=dict)
    places: Places | None = None
    sections: frozenset[str] = frozenset()
    popovers: bool = False
    report: Report | None = None
    lines: Sequence[tuple[int, str]] = ()
    used_terms: dict[str, None] = field(default_factory=dict)
    pictures: int = 0

    def problem(self, target: str, message: str) -> None:
        """Report at every line where the target stands."""
        if self.report is None:
            return
        for number in self._where(target):
            self.report.error(number, message)

    def warning(self, target: str, message: str) -> None:
        if self.report is not None:
            self.report.warning(self._where(target)[0], message)

    def _where(self, target: str) -> list[int]:
        wanted = target or "]()"
        found = [number for number, line in self.lines if wanted in line]
        first = next((number for number, line in self.lines if line.strip()), 1)
        return found or [first]

    def broken(self, reason: str) -> None:
        if self.report is not None:
            self.report.error(
                self._where("\0")[0],
                f"the text from here cannot be read ({reason}): write it more simply",
            )

    def media_at(self, target: str) -> Media | None:
        match = _MEDIA_URL.fullmatch(target)
        return self.media.get(match[1]) if match else None

    def resolve(self, target: str) -> Link | None:
        """The link behind a target, or None after reporting why there is none."""
        scheme, _, rest = target.partition(":")
        if scheme in _BY_SCHEME and rest:
            return _BY_SCHEME[scheme](self, target, rest)
        if self.places and scheme in self.places.exercises and rest:
            return self._exercise(target, scheme, rest)
        if target.startswith("#"):
            return self._own_section(target)
        if target.startswith("/media/"):
            return self._download(target)
        return self._outside(target)

    def _lesson(self, target: str, rest: str) -> Link | None:
        slug, _, section = rest.partition("#")
        if self.places is None:
            return self._dead(target, "a link to a lesson works only inside a course")
        if slug not in self.places.sections:
            return self._dead(target, f"there is no lesson '{slug}' in this course")
        if section and section not in self.places.sections[slug]:
            return self._dead(target, f"lesson '{slug}' has no section '{section}'")
        anchor = f"#{section}" if section else ""
        return Link(f"/training/{self.places.course}/lesson/{slug}{anchor}", "lesson")

    def _quiz(self, target: str, rest: str) -> Link | None:
        if self.places is None or rest not in self.places.quizzes:
            return self._dead(target, f"there is no quiz '{rest}' in this course")
        return Link(f"/training/{self.places.course}/quiz/{rest}", "quiz")

    def _meeting(self, target: str, rest: str) -> Link | None:
        if self.places is None or rest not in self.places.meetings:
            return self._dead(target, f"there is no file meetings/{rest}.md in this course")
        return Link(f"/training/{self.places.course}/day/{rest}", "meeting")

    def _exercise(self, target: str, kind: str, slug: str) -> Link | None:
        if self.places is None or slug not in self.places.exercises.get(kind, ()):
            return self._dead(target, f"there is no {kind} '{slug}' in this course")
        return Link(f"/training/{self.places.course}/{kind}/{slug}", kind)

    def _tool(self, target: str, rest: str) -> Link | None:
        if self.places is None or rest not in self.places.tools:
            return self._dead(target, f"there is no file {rest}.md in this course")
        return Link(TOOL_PAGES[rest], "tool")

    def _contact(self, target: str, rest: str) -> Link | None:
        contact = self.contacts.get(rest)
        if contact is None:
            return self._dead(target, f"there is no contact '{rest}' in contacts.md")
        if contact.tel:
            return Link(f"tel:{contact.tel}", "contact", contact.phone)
        if contact.email:
            return Link(f"mailto:{contact.email}", "contact", contact.email)
        if contact.url:
            return Link(contact.url, "contact", urlsplit(contact.url).netloc.removeprefix("www."))
        return Link("", "contact", contact.name or contact.title)

    def _term(self, target: str, rest: str) -> Link | None:
        if rest not in self.terms:
            return self._dead(target, f"there is no term '{rest}' in glossary.md")
        self.used_terms[rest] = None
        return Link(rest, "term", self.terms[rest].title)

    def _download(self, target: str) -> Link | None:
        """Only an address we wrote ourselves; in a stored text the file may be of another day."""
        if self.report is not None and self.media_at(target) is None:
            return self._dead(target, "write a file of this course as (media/name.pdf)")
        return Link(target, "download")

    def _own_section(self, target: str) -> Link | None:
        name = target[1:]
        if name in self.sections or name.startswith(("fn:", "fnref")):
            return Link(target, "section")
        return self._dead(target, f"this text has no section '{name}'")

    def _outside(self, target: str) -> Link | None:
        if _ADDRESS.fullmatch(target):
            return Link(target, "mail")
        try:
            parts = urlsplit(target)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme == "https" and parts.netloc:
            return Link(target, "external")
        return self._dead(target, _advice(target))

    def _dead(self, target: str, message: str) -> Link | None:
        self.problem(target, message)
        return None


_BY_SCHEME = {
    "lesson": Context._lesson,
    "quiz": Context._quiz,
    "meeting": Context._meeting,
    "tool": Context._tool,
    "contact": Context._contact,
    "term": Context._term,
}


def _advice(target: str) -> str:
    if target.startswith("http:"):
        return f"'{target}' is not a safe address: use https"
    if target.startswith("tel:"):
        return "phone numbers are never typed here: link to contacts.md with (contact:…)"
    if target.startswith("media/"):
        return f"there is no file '{target}' in the media folder of this course"
    if target.endswith(".md"):
        return f"'{target}' cannot be linked: write (lesson:…) with the slug of the lesson"
    if not target:
        return "this link leads nowhere: put an address between the brackets"
    return f"'{target}' cannot be linked: use {', '.join(_BY_SCHEME)}, media/ or https"
