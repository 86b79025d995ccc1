"""Drawing with matplotlib, as SVG. Equal charts give equal bytes; no font is asked of the reader.

Colours are written as CSS variables with a light and a dark set, so that one file fits both.
"""

from __future__ import annotations

import io
import os
import re
import textwrap
from pathlib import Path
from typing import Any

from lms.insight.charts import Chart, Point

FONTS = Path(__file__).parent / "fonts"
DPI = 96
POINTS_PER_PIXEL = 72 / DPI

# Name → light, dark. The light ones double as markers in what matplotlib writes.
COLOURS = {
    "ink": ("#1c2a24", "#eef2ec"),
    "soft": ("#54605a", "#adbab2"),
    "rule": ("#e4ded2", "#2d3a34"),
    "leaf": ("#17624a", "#8ad8b6"),
    "wash": ("#e9f4ee", "#16332a"),
    "track": ("#ece5d6", "#38423d"),
}
INK, SOFT, RULE, LEAF, WASH, TRACK = (light for light, _dark in COLOURS.values())


def draw(chart: Chart, *, cache: Path) -> bytes:
    """The chart as SVG. `cache` is where matplotlib may keep its list of fonts."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache / "matplotlib"))
    return _canvas(chart).svg()


def figure(chart: Chart) -> Any:
    """The matplotlib figure of a chart, to be measured."""
    return _canvas(chart).figure


def _canvas(chart: Chart) -> _Canvas:
    if chart.kind == "line":
        return _line(chart)
    if chart.kind == "bars":
        return _bars(chart)
    if chart.kind == "groups":
        return _groups(chart)
    raise ValueError(f"unknown kind of chart: {chart.kind!r}")


class _Canvas:
    """A figure measured in CSS pixels, the origin at the top left."""

    def __init__(self, width: int, height: int) -> None:
        import matplotlib
        from matplotlib.figure import Figure

        matplotlib.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "poco"})
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        self._axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def line(self, xs: list[float], ys: list[float], colour: str, width: float = 1.0) -> None:
        self._axes.plot(
            xs,
            ys,
            color=colour,
            linewidth=width * POINTS_PER_PIXEL,
            solid_capstyle="round",
            solid_joinstyle="round",
            clip_on=False,
        )

    def area(self, xs: list[float], ys: list[float], floor: float, colour: str) -> None:
        self._axes.fill_between(xs, ys, floor, color=colour, linewidth=0)

    def dot(self, x: float, y: float, colour: str, size: float = 4.5) -> None:
        self._axes.plot(
            [x], [y], "o", color=colour, markersize=2 * size * POINTS_PER_PIXEL, clip_on=False
        )

    def bar(
        self, x: float, y: float, width: float, height: float, colour: str, hatch: str = ""
    ) -> None:
        """A bar; a hatched one is lines of its colour within an outline."""
        from matplotlib.patches import FancyBboxPatch, Rectangle

        radius = min(3.0, width / 2)
        if width < 1:
            self._axes.add_patch(Rectangle((x, y), width, height, color=colour, linewidth=0))
            return
        self._axes.add_patch(
            FancyBboxPatch(
                (x, y),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=WASH if hatch else colour,
                edgecolor=colour,
                linewidth=1 if hatch else 0,
                hatch=hatch or None,
            )
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = INK,
        size: float = 14,
        bold: bool = False,
        across: str = "left",
        down: str = "baseline",
    ) -> None:
        self._axes.text(
            x,
            y,
            text.replace("$", r"\$"),
            color=colour,
            fontproperties=_font(bold, size),
            ha=across,
            va=down,
        )

    def width_of(self, text: str, *, size: float = 14, bold: bool = False) -> float:
        """How wide a text will be, in CSS pixels."""
        from matplotlib.textpath import TextPath

        if not text.strip():
            return 0.0
        path = TextPath((0, 0), text.replace("$", r"\$"), prop=_font(bold, size), size=size)
        return float(path.get_extents().width)

    def svg(self) -> bytes:
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        FigureCanvasSVG(self.figure)
        target = io.BytesIO()
        self.figure.savefig(
            target,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
        return _recolour(target.getvalue().decode(), self.width, self.height).encode()


def _font(bold: bool, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    weight = "Bold" if bold else "Regular"
    return FontProperties(
        fname=str(FONTS / f"AtkinsonHyperlegibleNext-{weight}.ttf"), size=size * POINTS_PER_PIXEL
    )


def _recolour(svg: str, width: int, height: int) -> str:
    """CSS variables for colours, CSS pixels for the size."""
    for name, (light, _dark) in COLOURS.items():
        svg = svg.replace(light, f"var(--{name})")
    light = ";".join(f"--{name}:{colours[0]}" for name, colours in COLOURS.items())
    dark = ";".join(f"--{name}:{colours[1]}" for name, colours in COLOURS.items())
    style = f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    svg = re.sub(
        r'(<svg [^>]*?)width="[^"]*pt" height="[^"]*pt"',
        rf'\1width="{width}" height="{height}"',
        svg,
        count=1,
    )
    svg = re.sub(r'(<svg [^>]*?)height="[^"]*pt"', rf'\1height="{height}"', svg, count=1)
    svg = re.sub(r'(<svg [^>]*?)width="[^"]*pt"', rf'\1width="{width}"', svg, count=1)
    svg = re.sub(r"(<svg [^>]*>)", r"\1" + style, svg, count=1)
    return re.sub(r"\s*<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)


def _line(chart: Chart) -> _Canvas:
    """Values over time on a scale from 0 to 1 that is the same for every chart."""
    small = chart.width < 400
    height = 132 if small else 260
    size = 13 if small else 14
    canvas = _Canvas(chart.width, height)
    top, floor = 26.0, height - (24.0 if small else 50.0)
    left, right = 20.0, chart.width - 20.0
    for level in (0.0, 1.0) if small else (0.0, 0.25, 0.5, 0.75, 1.0):
        y = floor - level * (floor - top)
        canvas.line([0, chart.width], [y, y], RULE)
    step = (right - left) / max(1, len(chart.points) - 1)
    places = [
        (left + index * step if len(chart.points) > 1 else (left + right) / 2, point)
        for index, point in enumerate(chart.points)
    ]
    for run in _runs(places):
        xs = [x for x, _point in run]
        ys = [floor - float(point.value or 0) * (floor - top) for _x, point in run]
        canvas.area(xs, ys, floor, WASH)
        canvas.line(xs, ys, LEAF, 2.5)
    _label_line(canvas, places, top=top, floor=floor, small=small, size=size)
    return canvas


def _runs(places: list[tuple[float, Point]]) -> list[list[tuple[float, Point]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, Point]]] = [[]]
    for place in places:
        if place[1].value is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _label_line(
    canvas: _Canvas,
    places: list[tuple[float, Point]],
    *,
    top: float,
    floor: float,
    small: bool,
    size: float,
) -> None:
    """Values at the points (in a small chart only first and last), quarters below."""
    known = [(x, point) for x, point in places if point.value is not None]
    for index, (x, point) in enumerate(known):
        if small and 0 < index < len(known) - 1:
            continue
        y = floor - float(point.value or 0) * (floor - top)
        last = point is places[-1][1]
        canvas.dot(x, y, LEAF, 4.5 if last else 3.5)
        half = canvas.width_of(point.text, size=size, bold=last) / 2
        below = _is_dip(known, index) and y + 26 < floor
        canvas.text(
            min(max(x, half + 1), canvas.width - half - 1),
            y + 21 if below else y - 10,
            point.text,
            bold=last,
            size=size,
            across="center",
        )
    if small:
        ends = [(0.0, "left", places[0]), (float(canvas.width), "right", places[-1])]
        for x, across, (_x, point) in ends[: len(places)]:
            label = point.label.replace("\n", " ")
            canvas.text(x, floor + 17, label, colour=SOFT, size=12, across=across)
        return
    for x, point in places:
        first, _, second = point.label.partition("\n")
        canvas.text(x, floor + 20, first, colour=SOFT, size=13, across="center")
        canvas.text(x, floor + 37, second, colour=SOFT, size=13, across="center")


def _is_dip(known: list[tuple[float, Point]], index: int) -> bool:
    """Whether the line rises away from a point, so that a label above would lie on it."""
    around = [known[i][1].value or 0.0 for i in (index - 1, index + 1) if 0 <= i < len(known)]
    here = known[index][1].value or 0.0
    return bool(around) and sum(around) / len(around) > here + 0.02


def _bars(chart: Chart) -> _Canvas:
    """One bar for each, its name above it and its value at its end."""
    size, block, thick = 14, 21, 16
    rows = [(point, _wrap(point.label, chart.width)) for point in chart.points]
    height = sum(len(lines) * block + thick + 20 for _point, lines in rows)
    canvas = _Canvas(chart.width, max(height, 40))
    room = max((canvas.width_of(p.text, size=size, bold=True) for p in chart.points), default=0)
    length = chart.width - room - 16
    y = 0.0
    for point, lines in rows:
        for line in lines:
            y += block
            canvas.text(0, y - 6, line, size=size)
        canvas.bar(0, y, length, thick, TRACK)
        if point.value:
            canvas.bar(0, y, length * point.value, thick, LEAF)
        canvas.text(
            length + 12, y + thick / 2, point.text, bold=True, size=size, down="center_baseline"
        )
        y += thick + 20
    return canvas


HATCHES = ("////", "", "....")
"""What tells the bars of a group apart where colour does not."""


def _groups(chart: Chart) -> _Canvas:
    """Under each heading some bars, each with its name before it and its value behind it."""
    heading, step = 28, 26
    groups: dict[str, list[tuple[str, Point]]] = {}
    for point in chart.points:
        title, _, name = point.label.partition("\n")
        groups.setdefault(title, []).append((name, point))
    canvas = _Canvas(chart.width, len(groups) * (heading + 10) + len(chart.points) * step)
    values = [point.text for point in chart.points if point.value is not None]
    start = 12 + max(canvas.width_of(n, size=13) for bars in groups.values() for n, _p in bars)
    room = max((canvas.width_of(text, bold=True) for text in values), default=0)
    length = chart.width - start - room - 10
    y = 0.0
    for title, bars in groups.items():
        y += heading
        canvas.text(0, y - 9, title, bold=True)
        for place, (name, point) in enumerate(bars):
            canvas.text(0, y + 9, name, colour=SOFT, size=13, down="center_baseline")
            _group_bar(canvas, point, (start, y, length), HATCHES[place % len(HATCHES)])
            y += step
        y += 10
    return canvas


def _group_bar(
    canvas: _Canvas, point: Point, place: tuple[float, float, float], hatch: str
) -> None:
    """A bar at x, y of this length; where there is no value its text says why."""
    (x, y, length), thick = place, 18
    canvas.bar(x, y, length, thick, TRACK)
    if point.value is None:
        canvas.text(x + 8, y + 9, point.text, colour=SOFT, size=12, down="center_baseline")
        return
    if point.value:
        canvas.bar(x, y, length * point.value, thick, LEAF, hatch)
    canvas.text(x + length + 8, y + 9, point.text, bold=True, down="center_baseline")


def _wrap(text: str, width: int) -> list[str]:
    """At most two lines; what does not fit is cut, the table beside the chart has it all."""
    return textwrap.wrap(text, max(20, int(width / 7.6)), max_lines=2, placeholder=" …") or [""]
