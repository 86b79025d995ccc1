"""PDF from a template in Typst: tagged for screen readers (PDF/UA-1), and equal for equal data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lms.lazy import lazily

if TYPE_CHECKING:
    import typst
else:
    typst = lazily("typst")

FONTS = Path(__file__).parent / "insight" / "fonts"


def make(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF. `data` reaches the template as JSON in `sys.inputs.data`, never as source.

    Nothing is read but the template and our fonts, and nothing is written.
    """
    options: dict[str, Any] = {
        "root": template.parent,
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
        "format": "pdf",
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "timestamp": 0,
    }
    try:
        return bytes(typst.compile(template, pdf_standards=["ua-1"], **options))
    except typst.TypstError:
        # Somebody wrote a sign that our fonts do not have: a page without it is better than none.
        return bytes(typst.compile(template, **options))
