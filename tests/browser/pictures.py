"""Makes the pictures of the README and of docs/activities.md, from the demo network.

`lms run` on an instance that may be thrown away, then
`python -m tests.browser.pictures http://localhost:8000`. It starts attempts and scans there.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import _chromium
from tests._browser import FLAGS

FOLDER = Path(__file__).resolve().parents[2] / "docs/images"
COURSE = "/training/basistraining"
COLOURS = 128
Step = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """`scale` counts pixels of the picture to one of the page; `begin` is what it starts with,
    the top of the page when empty."""

    name: str
    who: str
    path: str
    width: int = 390
    height: int = 600
    scale: float = 1.0
    begin: str = ""
    step: Step | None = None


def start(page: Page) -> None:
    """Begin a quiz, or go on with it."""
    page.locator(".actionbar .button-primary").click()
    page.wait_for_url("**/attempt/*/*")


def answer(page: Page) -> None:
    start(page)
    page.locator("main label.option").first.click()
    page.locator(".sure-choice").last.click()
    page.wait_for_load_state("networkidle")


def write(page: Page) -> None:
    page.get_by_label("Wie?").fill("Een man met een grijze jas en een pet")
    page.get_by_label("Wat?").fill("Hij zet drie houten kratten in de trailer")
    page.wait_for_load_state("networkidle")


def scan(page: Page) -> None:
    page.locator('.next-card button, .next-card a[href*="/scan/"]').first.click()
    page.wait_for_url("**/scan/*")
    for place, row in enumerate(page.locator(".scale").all()):
        row.locator(".scale-option").nth((0, 1, 0, 2)[place % 4]).click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")


PICTURES = (
    Picture("home-phone", "poco", "/training", height=844, scale=2),
    Picture("networks", "staff", "/networks", width=1440, height=996, scale=1200 / 1440),
    Picture("activity-lesson", "poco", f"{COURSE}/lesson/je-eigen-normaal",
            begin=".prose aside"),
    Picture("activity-scenario", "poco", f"{COURSE}/scenario/de-chauffeur-belt",
            begin=".scene-card", height=700),
    Picture("activity-report", "poco", f"{COURSE}/report/een-trailer-bij-dock-4",
            begin=".practice-form h2", step=write),
    Picture("activity-quiz", "poco", f"{COURSE}/quiz/transport", height=780, step=answer),
    Picture("activity-training-day", "poco", f"{COURSE}/day/training-day-1"),
    Picture("activity-measures", "trainer", "/resilience/own/measures", height=620),
    Picture("activity-brief", "trainer", "/resilience/own/brief", begin=".brief", height=640),
    Picture("activity-scan", "trainer", "/resilience/own", height=640, begin="main h1", step=scan),
    Picture("activity-plan", "trainer", "/plan"),
    Picture("activity-card", "trainer", "/report/card", height=780),
    Picture("activity-signals", "trainer", "/signals"),
    Picture("activity-three-questions", "staff", "/networks/three-questions", width=760,
            height=640, scale=0.75, begin=".said h2"),
)  # fmt: skip


def take(browser: Browser, address: str, picture: Picture) -> None:
    context = browser.new_context(
        base_url=address,
        locale="nl-NL",
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.locator(f'button[value="{picture.who}@demo.invalid"]').click()
    page.wait_for_load_state()
    page.goto(
        picture.path.replace("/own", f"/{_own(page)}") if "/own" in picture.path else picture.path
    )
    if picture.step:
        picture.step(page)
    if picture.begin:
        page.locator(picture.begin).first.evaluate(
            "e => scrollTo(0, e.getBoundingClientRect().top + scrollY"
            " - document.querySelector('header').offsetHeight - 12)"
        )
    page.wait_for_load_state("networkidle")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    colours = drawn.quantize(COLOURS, dither=Image.Dither.NONE)
    colours.save(FOLDER / f"{picture.name}.png", optimize=True)
    context.close()


def _own(page: Page) -> str:
    """The organisation of this person, as its pages are addressed."""
    page.goto("/resilience")
    return page.url.rpartition("/")[2]


def main(address: str, *names: str) -> None:
    """All pictures, or those with these names."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium.find(), args=FLAGS)
        for picture in PICTURES:
            if not names or picture.name in names:
                take(browser, address, picture)
                print(picture.name, (FOLDER / f"{picture.name}.png").stat().st_size)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
