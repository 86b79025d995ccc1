"""Staff see that a story was done. Which way somebody took is in no page or file of theirs."""

from __future__ import annotations

from tests.test_architecture import files, imports

MAY_READ = {"scenarios", "privacy"}
"""The room itself, and what shows people their own data, erases it and ends its term."""


def test_no_room_of_others_can_read_the_ways() -> None:
    readers = {
        room
        for path, room in files()
        for module, _name in imports(path)
        if module.startswith("lms.scenarios")
    }
    assert readers == MAY_READ
