"""The block between two lines of `---`: read as YAML, checked by a model, with lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from lms.content.problems import Report

_FENCE = re.compile(r"---\s*")
_MAX_DEPTH = 6
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Keys with their values and lines; `body_line` is where the text below begins."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int


class _Refused(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def split_front_matter(text: str, report: Report) -> FrontMatter | None:
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        report.error(1, "this file is empty: begin with a block between two lines of ---")
        return None
    if not _FENCE.fullmatch(lines[first]):
        report.error(first + 1, "the file must begin with a block between two lines of ---")
        return None
    end = next((n for n in range(first + 1, len(lines)) if _FENCE.fullmatch(lines[n])), None)
    if end is None:
        report.error(first + 1, "the block that begins here has no second line of ---")
        return None
    try:
        values, places = _read_yaml("\n".join(lines[first + 1 : end]), first + 2)
    except _Refused as refused:
        report.error(refused.line, refused.message)
        return None
    return FrontMatter(values, places, "\n".join(lines[end + 1 :]), end + 2)


def check(front: FrontMatter, model: type[Model], report: Report) -> Model | None:
    """The values as a model; every fault is reported at the line of its key."""
    try:
        return model.model_validate(dict(front.values))
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            line = front.lines.get(key, max(1, front.body_line - 1))
            report.error(line, _sentence(key, detail["type"], detail, model))
        return None


def _sentence(key: str, kind: str, detail: Any, model: type[BaseModel]) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    if place != key and kind in {"missing", "extra_forbidden"}:
        return f"'{place}' is {'missing' if kind == 'missing' else 'not known here: remove it'}"
    if kind == "missing":
        return f"'{key}' is missing: add a line '{key}: …' between the lines of ---"
    if kind == "extra_forbidden":
        known = list(model.model_fields)
        if getattr(model, "translation", False):
            return f"remove '{key}' here: a translation has only {', '.join(known)}"
        near = difflib.get_close_matches(key, known, n=1)
        if near:
            return f"'{key}' is not known: did you mean '{near[0]}'?"
        return f"'{key}' is not known here: use only {', '.join(known)}"
    if kind in {"string_type", "string_too_short"}:
        return f"'{place}' must be a text: put it between quotes if it looks like something else"
    if kind.startswith("int_"):
        return f"'{place}' must be a whole number"
    if kind.startswith("date_"):
        return f"'{place}' must be a date like 2026-11-23"
    return f"'{place}' is not right: {detail['msg'].removeprefix('Value error, ')}"


def _read_yaml(text: str, first_line: int) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        _refuse_tricks(text, first_line)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise _Refused("write every line here as 'key: value'", first_line)
        lines = _key_lines(node, first_line)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise _Refused(
            "this line cannot be read: write 'key: value', and put a value that holds a colon "
            "or begins with a special sign between quotes",
            line,
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        raise _Refused("this block cannot be read: write 'key: value' lines", first_line) from None


def _refuse_tricks(text: str, first_line: int) -> None:
    """References and deep nesting serve nobody here and can blow up a small file."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("a value that begins with * goes between quotes", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise _Refused("this is nested too deeply: write simple 'key: value' lines", line)


def _key_lines(node: yaml.MappingNode, first_line: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _Refused("write every line here as 'key: value'", line)
        if key.value in lines:
            raise _Refused(f"'{key.value}' stands here twice: keep one", line)
        lines[key.value] = line
        if isinstance(value, yaml.MappingNode):
            _key_lines(value, first_line)
    return lines
