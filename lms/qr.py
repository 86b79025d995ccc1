"""QR codes as SVG: dark on white, also on a dark page, because that is what phones read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from markupsafe import Markup

from lms.lazy import lazily

if TYPE_CHECKING:
    import segno
else:
    segno = lazily("segno")


def svg(text: str) -> Markup:
    """Fills the width it is given. As a file or inside a page."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", border=2, dark="#0e3b2c", light="#fff", omitsize=True, xmldecl=False)
    return Markup(out.getvalue().decode())  # noqa: S704  made of squares only
