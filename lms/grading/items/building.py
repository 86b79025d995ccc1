"""What the item types share while they are read: one look at every option, all faults kept."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lms.grading.items.attributes import Braces, is_key, split_braces
from lms.grading.items.base import ItemProblem, Option, Render
from lms.grading.items.source import RawItem, RawOption

_TAG = re.compile(r"<[^>]*>")
_TELLING = {"goed", "fout", "juist", "onjuist", "correct", "incorrect", "right", "wrong"}


@dataclass(slots=True)
class Draft:
    """An item being read: its raw parts, how to render them and what is wrong so far."""

    raw: RawItem
    render: Render
    problems: list[ItemProblem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def error(self, message: str, line: int = 1) -> None:
        self.problems.append(ItemProblem(message, line))

    def warning(self, message: str, line: int = 1) -> None:
        self.problems.append(ItemProblem(message, line, "warning"))

    def key(
        self,
        braces: Braces,
        line: int,
        *,
        shared: bool = False,
        attributes: tuple[str, ...] = (),
    ) -> str:
        """The key in the braces, reported when missing, malformed or used before.

        `attributes` are the names that may stand behind it.
        """
        for name in (*(name for name in braces.values if name not in attributes), *braces.junk):
            self.error(f"'{name}' is not known behind an option: only its key, like {{#a}}", line)
        key = braces.id
        if not key:
            self.error("this option has no key: put one behind it, like {#a}", line)
        elif not is_key(key):
            self.error(
                f"the key '{key}' is not usable: small letters, digits and hyphens only", line
            )
        elif key in self.seen and not shared:
            self.error(f"the key '{key}' is used twice in this question: choose another", line)
        elif key in _TELLING:
            self.warning(
                f"the key '{key}' gives the answer away to who looks at the page's source: "
                "choose a neutral key",
                line,
            )
        self.seen.add(key)
        return key

    def option(
        self,
        raw: RawOption,
        *,
        correct: bool | None = None,
        attributes: tuple[str, ...] = (),
    ) -> Option:
        braces = split_braces(raw.text)
        key = self.key(braces, raw.line, attributes=attributes)
        if not braces.text:
            self.error("this option has no text", raw.line)
        return Option(
            key=key,
            html=self.render.inline(braces.text),
            correct=bool(raw.ticked) if correct is None else correct,
            feedback=self.feedback(raw),
        )

    def feedback(self, raw: RawOption) -> str:
        source = raw.feedback_source()
        return self.render.block(source) if source else ""

    def boxed(self) -> list[RawOption]:
        """The options that have a box; a bullet without one is reported."""
        for raw in self.raw.options:
            if raw.ticked is None:
                self.error("write [x] (right) or [ ] (wrong) at the start of this option", raw.line)
        return [raw for raw in self.raw.options if raw.ticked is not None]

    def want_feedback(self, options: tuple[Option, ...]) -> None:
        for option, raw in zip(options, self.raw.options, strict=False):
            if not option.feedback:
                self.warning(
                    f"option '{option.key}' has no feedback: say under it, "
                    "indented by four spaces, why it is right or wrong",
                    raw.line,
                )


def canonical(
    draft: Draft,
    item_type: str,
    unit: str,
    shuffle: bool,
    option_line: Callable[[RawOption, int], str],
) -> str:
    """The item in one normal form, so that layout and tags do not change its hash."""
    heading = f"## {draft.raw.heading.text} {{#{draft.raw.heading.id} type={item_type}"
    heading += f' unit="{unit}"' if unit else ""
    heading += "}" if shuffle else " shuffle=no}"
    options: list[str] = []
    for place, raw in enumerate(draft.raw.options, start=1):
        options.append(option_line(raw, place))
        feedback = raw.feedback_source()
        options.extend(_prefixed("    ", feedback) if feedback else [])
    quote = _prefixed("> ", draft.raw.explanation) if draft.raw.explanation else []
    parts = [heading, draft.raw.body, "\n".join(options), "\n".join(quote)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _prefixed(prefix: str, text: str) -> list[str]:
    return [f"{prefix}{line}" if line else prefix.rstrip() for line in text.split("\n")]


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain(markup: str) -> str:
    """HTML as running text."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
