"""SVG is a document, not only a picture: opened by itself it can run scripts and call elsewhere."""

from __future__ import annotations

import xml.etree.ElementTree as etree

_ACTIVE = {"script", "foreignobject", "handler", "iframe", "object", "embed", "audio", "video"}


def is_plain_svg(content: bytes) -> bool:
    """Whether a file is SVG that only draws: no scripts, no events, no links to elsewhere."""
    if b"<!ENTITY" in content or b"\0" in content:
        return False
    try:
        root = etree.fromstring(content)  # noqa: S314 - entities are refused above
    except (etree.ParseError, ValueError, LookupError):
        return False
    return _local(root.tag) == "svg" and all(_only_draws(element) for element in root.iter())


def _only_draws(element: etree.Element) -> bool:
    if _local(element.tag) in _ACTIVE:
        return False
    if _local(element.tag) == "style" and _leads_away(element.text or ""):
        return False
    return all(_harmless(_local(name), value) for name, value in element.attrib.items())


def _harmless(name: str, value: str) -> bool:
    compact = "".join(value.split()).lower()
    if name.startswith("on") or "javascript:" in compact:
        return False
    if name in {"href", "src"}:
        return compact.startswith(("#", "data:image/png", "data:image/jpeg", "data:image/webp"))
    return name != "style" or not _leads_away(value)


def _leads_away(css: str) -> bool:
    compact = "".join(css.split()).lower()
    return "@import" in compact or any(
        not target.startswith(("#", '"#', "'#", "data:image/"))
        for target in compact.split("url(")[1:]
    )


def _local(name: object) -> str:
    """A name without its namespace; comments have none."""
    return name.rsplit("}", 1)[-1].lower() if isinstance(name, str) else ""
