"""Looking at a page for everybody: axe in the light and in the dark, and sideways scrolling."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

DEVICE_AND_LANGUAGE = [(device, lang) for device in ("phone", "desktop") for lang in ("nl", "en")]
AXE_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}

# A link half under the bar at the top is no small link, and nothing is judged while it moves.
RUN_AXE = """async (rules) => {
  if (!window.axe) return null;
  // The browser may still be on its way to the part that the address names.
  do {
    scrollTo({ top: 0, left: 0, behavior: "instant" });
    document.getAnimations().forEach((animation) => animation.finish());
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  } while (scrollY > 0);
  const { violations } = await axe.run(document, { ...rules, preload: false, iframes: false });
  return violations.flatMap(({ help, nodes }) =>
    nodes.map((node) => `${help}: ${node.target} ${node.failureSummary}`));
}"""
TOO_WIDE = """() => {
  const page = document.scrollingElement;
  const wide = page.scrollWidth - page.clientWidth;
  if (wide <= 0) return [];
  const guilty = [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(-3).map((e) => e.outerHTML.slice(0, 80));
  return [`${wide} px too wide: ${guilty.join(" ")}`];
}"""
TURN_TO = """async (url) => {
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status} ${answer.url}`);
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = other.title;
  document.querySelector("main").replaceWith(document.adoptNode(other.querySelector("main")));
}"""


def problems_in(page: Page) -> list[str]:
    """axe with every rule in the light, and contrast once more in the dark."""
    page.emulate_media(color_scheme="light")
    found = axe(page, AXE_RULES)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark: {line}" for line in axe(page, CONTRAST)]


def axe(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds, one line for each element; it is loaded once a page."""
    page.wait_for_load_state()  # without its style sheets every page is a bad one
    found = page.evaluate(RUN_AXE, rules)
    if found is None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE, rules)
    return list(found)


def too_wide(page: Page) -> list[str]:
    """Horizontal scrolling of the page: best is []."""
    page.wait_for_load_state()  # without its style sheets every page is a bad one
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def too_wide_at_any_size(page: Page) -> list[str]:
    """The same on a narrow phone, a phone and a desktop."""
    mine, found = page.viewport_size, []
    assert mine
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": mine["height"]})
        found += [f"at {width} px: {line}" for line in too_wide(page)]
    page.set_viewport_size(mine)
    return found


def turn_to(page: Page, url: str) -> None:
    """Put the main part of another page of the same kind in place of this one.

    The style sheets and axe stay loaded, which makes hundreds of pages affordable.
    """
    page.evaluate(TURN_TO, url)


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def assert_clean(found: dict[str, list[str]]) -> None:
    bad = {name: problems for name, problems in found.items() if problems}
    assert not bad, bad  # said here, because pytest explains only the asserts of test files
