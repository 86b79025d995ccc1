"""card.md: whole in three languages, and no number but those of contacts.md."""

from __future__ import annotations

import pytest

from lms.content import Tree, load_library, read_tree
from tests.conftest import SAMPLE

CARD = "courses/card.md"
POLISH = "courses/card.pl.md"


def test_the_card_takes_its_numbers_from_the_contacts_also_in_polish() -> None:
    library = load_library(read_tree(SAMPLE)).library
    assert library is not None
    assert list(library.cards) == ["nl", "en", "pl"]
    route = library.cards["pl"].routes[0]
    assert (route.when, route.tel) == ("Zagrożenie lub dzieje się to teraz", "112")
    assert (route.name, route.lang) == ("Alarmnummer", "nl")
    assert library.cards["pl"].checked == library.contacts("nl").checked


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (POLISH, "", None, "the card is not complete: add courses/card.pl.md"),
        (POLISH, "  remember:\n", "  other:\n", "'steps' has other keys than the Dutch file"),
        (POLISH, "  note: ", "  nota: ", "'words.note' is missing"),
        (CARD, "Neem afstand.", "Bel 0800 1234.", "a number is typed here"),
        (CARD, "  emergency:", "  nobody:", "there is no contact 'nobody' with a phone"),
        (CARD, "theme: een", "theme: geen", "no course has the theme 'geen'"),
    ],
)
def test_what_is_missing_or_typed_by_hand_is_an_error(
    path: str, old: str, new: str | None, said: str
) -> None:
    files = dict(read_tree(SAMPLE).files)
    text = files.pop(path).decode()
    if new is not None:
        assert old in text
        files[path] = text.replace(old, new, 1).encode()
    errors = [str(problem) for problem in load_library(Tree.from_mapping(files)).errors]
    assert any(said in error for error in errors), errors
