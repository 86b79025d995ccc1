"""The last word on HTML: whatever Markdown made, only this leaves."""

from __future__ import annotations

import nh3

# fmt: off
_TAGS = {
    "a", "abbr", "aside", "audio", "b", "blockquote", "br", "button", "caption", "code", "dd",
    "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "section", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "track", "ul", "video",
}
# fmt: on
_ATTRIBUTES = {
    "*": {"class", "id", "lang"},
    "a": {"href", "rel", "download", "role", "title", "hreflang"},
    "abbr": {"title"},
    "aside": {"role"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "button": {"type", "popovertarget"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "preload", "poster", "width", "height", "aria-label"},
}
_SCHEMES = {"https", "mailto", "tel"}


def _cleaner(attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS, attributes=attributes, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
    )


_page = _cleaner(_ATTRIBUTES)
_part = _cleaner({**_ATTRIBUTES, "*": {"class", "lang"}})


def clean_page(html: str) -> str:
    return _page.clean(html)


def clean_part(html: str) -> str:
    """For texts of which several stand on one page: without ids, which would meet."""
    return _part.clean(html)
