"""A process that serves readers does not hold what only a few pages need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("webauthn", "cryptography", "OpenSSL", "typst", "xlsxwriter", "segno", "matplotlib")
SCRIPT = f"""
import sys, lms, lms.cli
names = {HEAVY!r}
print([n for n in names if n in sys.modules and "_Lazy" not in type(sys.modules[n]).__name__])
"""


def test_large_libraries_are_loaded_at_their_first_use() -> None:
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr
