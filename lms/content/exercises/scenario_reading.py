"""Scenario files: a scene under every `##` heading, its choices as links to other scenes."""

from __future__ import annotations

import re
from dataclasses import replace

from lms.content.documents import Part, parts_of
from lms.content.exercises.base import Kind, Page
from lms.content.exercises.scenario import Choice, Outcome, Scenario, Scene
from lms.content.exercises.scenario_checks import check_story, match_scenes
from lms.content.scan import check_headings, scan
from lms.content.types import Exercise
from lms.grading.items.attributes import Braces, is_key, split_braces
from lms.grading.items.source import RawItem, RawOption, read_heading, read_source

_CHOICE = re.compile(r"^ {0,3}[-*+]\s+\[.*\]\(#")
_PARTS = re.compile(r"\[(?P<text>.+)\]\(#(?P<to>[^()\s]*)\)")
_PICTURE = re.compile(r"(!\[[^\n]*\]\([^\n]*\))[ ]*(?:\n\s*\n(?!///)|\Z)")
_OUTCOMES = ", ".join(Outcome)


class ScenarioKind(Kind):
    name = "scenario"

    def read(self, page: Page) -> Exercise | None:
        found = scan(page.body, page.line, page.report)
        check_headings(found.headings, page.report)
        for question in found.questions:
            page.report.error(question.line, "a scenario asks with choices: remove this question")
        intro, parts = parts_of(page.body, page.line)
        known = {read_heading(part.source).id for part in parts}
        scenes = tuple(_scene(page, part, known) for part in parts)
        if not scenes:
            page.report.error(
                page.line, "this scenario has no scenes: begin each with ## and an id"
            )
            return None
        lines = {scene.id: part.line for scene, part in zip(scenes, parts, strict=True)}
        if isinstance(page.original, Scenario):
            match_scenes(page.original.scenes, scenes, lines, page.report)
        else:
            check_story(scenes, lines, page.report)
        shown = page.renderer.part(intro, page.context) if intro else ""
        return Scenario(**page.common, intro=shown, scenes=scenes)


def _scene(page: Page, part: Part, known: set[str]) -> Scene:
    raw = read_source(part.source, _CHOICE)
    heading = read_heading(part.source)
    context = replace(page.context, popovers=True, used_terms={}, pictures=0)
    picture = _PICTURE.match(raw.body)
    shown = page.renderer.inline(picture[1], context) if picture else ""
    html = page.renderer.page(raw.body[picture.end() if picture else 0 :], context)
    _tell_what_is_odd(page, part, raw, heading)
    return Scene(
        id=heading.id,
        title=page.renderer.inline(heading.text, page.context),
        picture=shown,
        html=html,
        terms=tuple(page.terms[key] for key in context.used_terms if key in page.terms),
        choices=_choices(page, part, raw.options, known),
        outcome=_outcome(page, part, heading),
        why=page.renderer.part(raw.explanation, page.context) if raw.explanation else "",
    )


def _outcome(page: Page, part: Part, heading: Braces) -> Outcome | None:
    told = heading.values.get("outcome")
    if told is None or told in set(Outcome):
        return Outcome(told) if told else None
    page.report.error(part.line, f"there is no outcome '{told}': use {_OUTCOMES}")
    return None


def _tell_what_is_odd(page: Page, part: Part, raw: RawItem, heading: Braces) -> None:
    for odd in (*heading.junk, *(name for name in heading.values if name != "outcome")):
        page.report.error(
            part.line, f"'{odd}' is not known here: a scene has an id and perhaps outcome=good"
        )
    if not heading.text:
        page.report.error(part.line, "this scene has no title: write it behind the ##")
    for number in raw.stray:
        page.report.error(
            part.line - 1 + number,
            "this text stands below the choices: put it above them, or indent it by four spaces"
            " below the choice it belongs to",
        )


def _choices(
    page: Page, part: Part, options: list[RawOption], known: set[str]
) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for option in options:
        line = part.line - 1 + option.line
        braces = split_braces(option.text)
        match = _PARTS.fullmatch(braces.text)
        if match is None or braces.values or braces.junk:
            page.report.error(line, "write a choice as - [what I do](#scene) {#key}")
        elif "](" in match["text"]:
            page.report.error(line, "a choice is a button: put no link or picture in its words")
        elif not is_key(braces.id):
            page.report.error(line, "this choice has no usable key: put one behind it, like {#ask}")
        elif braces.id in found:
            page.report.error(line, f"the key '{braces.id}' is used twice in this scene")
        elif match["to"] not in known:
            page.report.error(line, f"there is no scene '{match['to']}' in this file")
        else:
            found[braces.id] = _choice(page, option, braces.id, match, line)
    return tuple(found.values())


def _choice(page: Page, option: RawOption, key: str, match: re.Match[str], line: int) -> Choice:
    consequence = option.feedback_source()
    if not consequence:
        page.report.warning(
            line, "this choice has no consequence: write below it what comes of it, indented"
        )
    return Choice(
        key=key,
        to=match["to"],
        text=page.renderer.inline(match["text"], page.context),
        consequence=page.renderer.part(consequence, page.context) if consequence else "",
    )
