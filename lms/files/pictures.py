"""Pictures: made anew from their pixels, so that place, time and device are gone.

Loaded at the first file that somebody sends (see checking.py).
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.files.kinds import Checked, Fault, FileRefused

MOST_PIXELS = 50_000_000
"""About those of a phone's largest photo; a bomb has more."""
LONGEST_SIDE = 2400
PREVIEW_SIDE = 640
FORMATS = {
    "JPEG": ("image/jpeg", "jpg", {"quality": 88}),
    "PNG": ("image/png", "png", {"optimize": True}),
    "WEBP": ("image/webp", "webp", {"quality": 85}),
}


def clean(data: bytes) -> Checked:
    """Of what moves only the first picture stays. Raises FileRefused for what is broken or has too
    many pixels."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(Fault.HUGE)
            kind = str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            bare = upright.convert("RGBA" if _see_through(upright) else "RGB")
    except Image.DecompressionBombError:
        raise FileRefused(Fault.HUGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise FileRefused(Fault.BROKEN) from None
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    mime, ending, _options = FORMATS[kind]
    return Checked(mime, ending, _save(bare, kind), preview_of(bare))


def preview_of(picture: Image.Image) -> bytes:
    """A small WebP."""
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return _save(small, "WEBP")


def _see_through(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _save(picture: Image.Image, kind: str) -> bytes:
    """Only the pixels: a fresh picture has neither EXIF nor comments nor a profile."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, kind, **FORMATS[kind][2])
    return out.getvalue()
