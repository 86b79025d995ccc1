"""Every text of the interface is there in Dutch, with the same variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
DUTCH = ROOT / "lms/translations/nl/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "text_in": (2,),
}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


@pytest.fixture(scope="module")
def dutch() -> dict[object, Message]:
    with DUTCH.open("rb") as file:
        catalogue: Catalog = read_po(file)
    return {message.id: message for message in catalogue if message.id}


@pytest.fixture(scope="module")
def used() -> set[object]:
    found = extract_from_dir(
        ROOT / "lms",
        method_map=METHODS,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in {"__pycache__", "migrations"},
    )
    return {message for _file, _line, message, *_rest in found}


def test_everything_is_translated(used: set[object], dutch: dict[object, Message]) -> None:
    missing = [text for text in used if text not in dutch or not all(parts(dutch[text].string))]
    assert not missing, f"run `make texts` and translate: {missing}"


def test_nothing_is_left_over(used: set[object], dutch: dict[object, Message]) -> None:
    assert not set(dutch) - used, "run `make texts`"


def test_variables_are_the_same(dutch: dict[object, Message]) -> None:
    for text, message in dutch.items():
        wanted = variables(*parts(text)) | {"num"}
        for translated in parts(message.string):
            assert variables(translated) <= wanted, text
        assert variables(*parts(message.string)) >= variables(*parts(text)) - {"num"}, text


def parts(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def variables(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"%\((\w+)\)[sd]", text)}
