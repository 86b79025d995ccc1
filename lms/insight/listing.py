"""Filters, order and page of a list: they live in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from lms.errors import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a list; `filters` are carried along from page to page."""

    sort: str
    page: int
    total: int
    filters: dict[str, str]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE

    def url(self, **changes: Any) -> str:
        """This list with something changed (None takes it out), from its first page."""
        values: dict[str, Any] = {**self.filters, "sort": self.sort, **changes}
        return url_for(
            str(request.endpoint),
            **(request.view_args or {}),
            **{name: value for name, value in values.items() if value},
        )

    def url_for_page(self, page: int) -> str:
        return self.url(page=page)

    def sorted_by(self, key: str) -> str:
        """The address that orders by a column, or turns its order round."""
        return self.url(sort=f"-{key}" if self.sort == key else key)

    def direction(self, key: str) -> str:
        """For aria-sort."""
        return {key: "ascending", f"-{key}": "descending"}.get(self.sort, "")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


def read_sort(known: tuple[str, ...]) -> str:
    """The order the address asks for; the first known one by default. Raises NotFound."""
    sort = request.args.get("sort", known[0])
    if sort.removeprefix("-") not in known:
        raise NotFound
    return sort


def read_place(total: int, known: tuple[str, ...], filters: dict[str, str]) -> Place:
    """The place the address asks for. Raises NotFound for a page that is not there."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise NotFound
    place = Place(read_sort(known), int(number), total, filters)
    if not 1 <= place.page <= place.pages:
        raise NotFound
    return place


def read_filters(*names: str) -> dict[str, str]:
    """The filters that are set in the address."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def read_choice(name: str, choices: tuple[str, ...]) -> str:
    """A filter that knows only some values; empty when it is not set. Raises NotFound."""
    value = request.args.get(name, "")
    if value and value not in choices:
        raise NotFound
    return value
