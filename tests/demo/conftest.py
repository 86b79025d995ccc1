from __future__ import annotations

import pytest

from lms.content.library import load_library
from lms.content.tree import read_tree
from lms.demo.kit import Kit
from tests.conftest import SAMPLE


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The sample course as the story needs it."""
    library = load_library(read_tree(SAMPLE)).library
    assert library is not None
    return Kit(library, edition_id=1)
