"""Charts: equal figures make equal bytes, and an address tells only what it holds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.insight import charts, drawing
from tests.factories import make_site
from tests.insight.conftest import make_organisation, make_poco

Points = Sequence[tuple[str, float | None, str]]
LINE: Points = [("K1\n2026", None, "–"), ("K2\n2026", 0.5, "50 %"), ("K3\n2026", 1.0, "100 %")]
BARS: Points = [("Transport & laden", 0.25, "1 van 4"), ("Een $lang$e " * 20, 0.0, "0 van 4")]


GROUPS: Points = [
    ("Zou ik het ook doen?\nAan het begin", 0.25, "25 %"),
    ("Zou ik het ook doen?\nNa het onlinedeel", 1.0, "100 %"),
    ("Zou ik het ook doen?\nEen half jaar later", None, "minder dan 5"),
    ("Weet ik waar ik het meld?\nAan het begin", 0.0, "0 %"),
]


def draw(kind: str, points: Points, tmp_path: Path, width: int = 320) -> str:
    return drawing.draw(charts.chart(kind, width, points), cache=tmp_path).decode()


def addresses(page: str) -> list[str]:
    return [text.replace("&amp;", "&") for text in re.findall(r'"(/networks/chart/[^"]+)"', page)]


@pytest.fixture
def page(app: Flask, staff: FlaskClient) -> str:
    site = make_site()
    firm = make_organisation("Bloemenbedrijf", site)
    make_poco("Alice Geheim", firm, site, done=4)
    return staff.get("/networks/aalsmeer").get_data(as_text=True)


@pytest.mark.parametrize(("kind", "points"), [("line", LINE), ("bars", BARS), ("groups", GROUPS)])
@pytest.mark.parametrize("width", [320, 560])
def test_equal_figures_make_equal_bytes(
    kind: str, points: Points, width: int, tmp_path: Path
) -> None:
    first = draw(kind, points, tmp_path, width)
    draw("line", LINE[1:], tmp_path)
    assert draw(kind, points, tmp_path, width) == first
    assert f'width="{width}"' in first
    assert "<metadata" not in first


@pytest.mark.parametrize(("kind", "points"), [("line", LINE), ("bars", BARS), ("groups", GROUPS)])
def test_a_chart_carries_its_own_letters_and_both_colour_schemes(
    kind: str, points: Points, tmp_path: Path
) -> None:
    svg = draw(kind, points, tmp_path)
    assert ET.fromstring(svg.split("\n", 3)[3]).tag.endswith("svg")
    assert "<text" not in svg
    assert "prefers-color-scheme:dark" in svg
    style, _, rest = svg.partition("</style>")
    assert not [light for light, _dark in drawing.COLOURS.values() if light in rest]
    assert all(f"--{name}:" in style for name in drawing.COLOURS)


@pytest.mark.parametrize("width", [320, 560])
def test_no_label_is_cut_off(width: int) -> None:
    """Everything that is drawn lies within the picture."""
    points = [(f"K{n}\n2026", value, f"{value:.0%}") for n, value in enumerate([0, 1, 0, 1, 1, 0])]
    for kind, values in {
        "line": points,
        "bars": [*BARS, ("Alles", 1.0, "1.234 van 1.234")],
        "groups": GROUPS,
    }.items():
        figure = drawing.figure(charts.chart(kind, width, values))
        left, bottom, right, top = figure.get_tightbbox().extents * drawing.DPI
        assert left >= -1
        assert right <= width + 1
        assert bottom >= -1
        assert top <= figure.get_figheight() * drawing.DPI + 1


def test_bars_of_a_group_differ_without_colour(tmp_path: Path) -> None:
    """Three bars have two kinds of hatching, and every one its value beside it."""
    svg = draw("groups", [(f"Vraag\n{n}", 0.5, "50 %") for n in range(3)], tmp_path)
    assert len(re.findall(r"<pattern ", svg)) == 2


@pytest.mark.parametrize("points", [LINE[:1], LINE[1:2], [("K1", 0.0, "0 %")] * 8])
def test_little_to_draw_is_drawn(points: Points, tmp_path: Path) -> None:
    assert "</svg>" in draw("line", points, tmp_path)
    assert "</svg>" in draw("line", points, tmp_path, width=560)


def test_a_chart_may_be_kept_for_ever(staff: FlaskClient, page: str) -> None:
    first, *_ = addresses(page)
    response = staff.get(first)
    assert response.mimetype == "image/svg+xml"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    again = staff.get(first, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_every_chart_of_a_page_is_there_and_names_nobody(staff: FlaskClient, page: str) -> None:
    found = addresses(page)
    assert len(found) == 4
    for address in found:
        drawn = staff.get(address)
        assert drawn.status_code == 200
        data = charts.decode(address.partition("?d=")[2])
        for secret in ("Alice", "Geheim", "Bloemenbedrijf", "Aalsmeer"):
            assert secret not in str(data)
            assert secret not in drawn.get_data(as_text=True)


def test_equal_figures_have_one_address(app: Flask) -> None:
    with app.test_request_context():
        assert charts.url_of(charts.chart("line", 320, LINE)) == charts.url_of(
            charts.chart("line", 320, LINE)
        )
        nearly = [("K1", 1 / 3, "33 %")]
        assert charts.chart("line", 320, nearly) == charts.chart(
            "line", 320, [("K1", 0.3333, "33 %")]
        )


@pytest.mark.parametrize("data", ["", "x", "AAAA", "é", "\x00", "a" * 9000])
def test_only_addresses_made_here_are_drawn(
    app: Flask, staff: FlaskClient, page: str, data: str
) -> None:
    digest = addresses(page)[0].split("/")[-1][:32]
    assert staff.get(f"/networks/chart/{digest}.svg", query_string={"d": data}).status_code in {
        400,
        404,
    }
    assert staff.get("/networks/chart/é.svg", query_string={"d": data}).status_code in {400, 404}
    with app.test_request_context():
        signed = charts.digest_of(data)
    signed_too = staff.get(f"/networks/chart/{signed}.svg", query_string={"d": data})
    assert signed_too.status_code in {400, 404}


def test_a_chart_is_drawn_once_and_kept(
    app: Flask, staff: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = addresses(page)
    body = staff.get(first).get_data()
    monkeypatch.setattr(drawing, "draw", lambda *_a, **_k: pytest.fail("drawn again"))
    assert staff.get(first).get_data() == body


def test_a_folder_that_cannot_be_written_only_costs_time(
    app: Flask, staff: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "charts").write_text("not a folder")
    monkeypatch.setattr(charts, "_folder", lambda: tmp_path / "charts")
    assert staff.get(addresses(page)[0]).status_code == 200


def test_old_charts_make_room(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(charts, "_folder", lambda: tmp_path)
    monkeypatch.setattr(charts, "KEPT", 3)
    for number in range(6):
        assert charts._cached(f"{number}", lambda: b"<svg/>") == b"<svg/>"
    assert len(list(tmp_path.iterdir())) == 3
