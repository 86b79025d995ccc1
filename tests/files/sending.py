"""Files as people send them."""

from __future__ import annotations

import io

from PIL import Image

CANARY = b"LegmeerdijkCanary"


def photo(kind: str = "JPEG", size: tuple[int, int] = (90, 60), mode: str = "RGB") -> bytes:
    """A photo that tells where it was taken, on its side, with the name of a device."""
    picture = Image.new(mode, size, "red" if mode == "RGB" else (255, 0, 0, 90))
    exif = picture.getexif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, CANARY.decode(), CANARY.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 15.0, 6.0), 3: "E", 4: (4.0, 46.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, comment=CANARY, icc_profile=CANARY * 9)
    return out.getvalue()
