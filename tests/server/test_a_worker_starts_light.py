"""A process that serves readers does not hold what only a few pages need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "webauthn", "cryptography", "OpenSSL", "typst", "xlsxwriter", "python_calamine", "segno",
    "matplotlib",
}  # fmt: skip
COMMANDS = {"alembic", "mako", "flask_migrate"}
SCRIPT = f"""
import sys, lms

def loaded(names):
    there = names & sys.modules.keys()
    return {{n for n in there if "_Lazy" not in type(sys.modules[n]).__name__}}

print(loaded({HEAVY | COMMANDS!r}))
import lms.cli
print(loaded({HEAVY!r}))
"""


def test_large_libraries_are_loaded_at_their_first_use() -> None:
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert found.stdout.split() == ["set()", "set()"], found.stderr
