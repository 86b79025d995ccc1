"""What a telephone has to fetch for a lesson, as Chromium counts it on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from bench import servers
from bench.plan import Plan
from bench.report import Row
from bench.site import COURSE, installation
from tests import _browser, _chromium

TITLE = "Page weight on a phone"
HOW = (
    "Chromium as a phone of 390 × 844 with a signed-in session, `encodedDataLength` of every"
    " request (headers and body as sent), each lesson scrolled to its end so that its pictures"
    " count. First visit: an empty cache for every lesson. Further lesson: all lessons one after"
    " the other with the cache that is there then. The heaviest lesson stands in the table."
)
FIRST_KB, FIRST_REQUESTS, FURTHER_KB = 80, 12, 12
TO_THE_END = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y);
        await new Promise(resolve => setTimeout(resolve, 30));
    }
}"""


@dataclass(frozen=True)
class Visit:
    """Bytes and requests of one page; `unscrolled` is what came before anyone scrolled."""

    slug: str
    bytes: int
    requests: int
    unscrolled: int

    @property
    def text(self) -> str:
        return f"{self.bytes / 1000:.1f} kB in {self.requests}"


class Counter:
    """Adds up what a page fetches over the network; what the cache gives costs nothing."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = self.requests = 0
        self._cached: set[str] = set()
        session.on("Network.requestServedFromCache", lambda e: self._cached.add(e["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _received(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        if response.get("fromDiskCache"):
            self._cached.add(str(event["requestId"]))

    def _finished(self, event: dict[str, object]) -> None:
        if event["requestId"] not in self._cached:
            self.bytes += int(str(event["encodedDataLength"]).partition(".")[0])
            self.requests += 1


def run(plan: Plan) -> Iterator[Row]:
    path = _chromium.find()
    if path is None:
        yield Row("first visit to a lesson", "not measured: no Chromium on this machine")
        return
    with (
        installation() as site,
        servers.serving(servers.app(plan.port), plan.port, site.environment),
    ):
        slugs = [lesson.slug for module in site.course().modules for lesson in module.lessons]
        slugs = slugs[::4] if plan.quick else slugs
        cookies = site.browsers(1, plan.port)[0].cookies
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=_browser.FLAGS)
            phone = Phone(chromium, plan.port, cookies)
            first = [phone.visits([slug])[0] for slug in slugs]
            further = phone.visits(slugs)[1:]
            chromium.close()
    yield from _rows(first, further)


def _rows(first: list[Visit], further: list[Visit]) -> Iterator[Row]:
    most = max(first, key=lambda visit: visit.bytes)
    requests = max(visit.requests for visit in first)
    next_most = max(further, key=lambda visit: visit.bytes)
    yield Row(
        f"first visit to a lesson ({most.slug})",
        most.text,
        target=f"≤ {FIRST_KB} kB in ≤ {FIRST_REQUESTS}",
        met=most.bytes <= FIRST_KB * 1000 and requests <= FIRST_REQUESTS,
    )
    yield Row("first visit, before scrolling", f"{most.unscrolled / 1000:.1f} kB")
    yield Row("first visit, most requests of any lesson", str(requests))
    yield Row(
        f"a further lesson ({next_most.slug})",
        next_most.text,
        target=f"≤ {FURTHER_KB} kB",
        met=next_most.bytes <= FURTHER_KB * 1000,
    )
    mean = sum(visit.bytes for visit in further) / len(further)
    yield Row("a further lesson, mean of all", f"{mean / 1000:.1f} kB")


class Phone:
    """A phone with somebody signed in."""

    def __init__(self, chromium: Browser, port: int, cookies: dict[str, str]) -> None:
        self._chromium = chromium
        self._address = f"http://localhost:{port}"
        self._cookies = cookies

    def visits(self, slugs: list[str]) -> list[Visit]:
        """Lessons one after the other, beginning with an empty cache."""
        context = self._chromium.new_context(locale="nl-NL", **_browser.DEVICES["phone"])
        context.add_cookies(
            [{"name": k, "value": v, "url": self._address} for k, v in self._cookies.items()]
        )
        found = [self._visit(context, slug) for slug in slugs]
        context.close()
        return found

    def _visit(self, context: BrowserContext, slug: str) -> Visit:
        page = context.new_page()
        counter = Counter(context.new_cdp_session(page))
        answer = page.goto(f"{self._address}/training/{COURSE}/lesson/{slug}")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"lesson {slug} did not open")
        unscrolled = counter.bytes
        page.evaluate(TO_THE_END)
        page.wait_for_load_state("networkidle")
        page.close()
        return Visit(slug, counter.bytes, counter.requests, unscrolled)
