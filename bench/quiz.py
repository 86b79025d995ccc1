"""A quiz question, and an answer that is saved durably, beside the bare page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace

from bench import load, reference, servers
from bench.browser import FORM, PACKED, PLAIN, Browser, Page
from bench.pairs import Pairs, alternate, beside, with_cpu
from bench.plan import CONNECTIONS, Plan
from bench.report import Row, size
from bench.servers import Server
from bench.site import COURSE, halfway, installation

TITLE = "Quiz: a question, and an answer saved"
HOW = (
    "As for the lesson page, with an attempt for each connection. The question is compared with"
    " the bare page. An answer is posted as the page's script does it, with CSRF token, the right"
    " revision and a new idempotency key; its reference is the bare page that first inserts and"
    " commits one row and sends the bytes of the app's reply. Both commit with `synchronous=FULL`."
)
PAGE_TARGET = 0.50
SAVE_TARGET = 0.40
BY_SCRIPT = {"Accept": "application/json", **FORM}


def run(plan: Plan) -> Iterator[Row]:
    with (
        installation() as site,
        servers.serving(servers.app(plan.port), plan.port, site.environment) as app,
    ):
        browsers = site.browsers(CONNECTIONS, plan.port)
        _, quiz = halfway(site.course())
        papers = [Paper(browser, f"/training/{COURSE}/quiz/{quiz.slug}") for browser in browsers]
        saved = [paper.save_all() for paper in papers]
        path = f"{papers[0].attempt}/{papers[0].first}"
        page, small = browsers[0].get(path), browsers[0].packed(path)
        pages = {"question": page, "saved": saved[0]}
        settings = reference.prepare(site.folder / "reference", pages)
        with servers.serving(
            servers.own("bench.reference:app", plan.port + 1), plan.port + 1, settings
        ) as bare:
            visits = [(paper.browser, f"{paper.attempt}/{paper.first}") for paper in papers]
            questions = beside(plan, app, bare, visits, "question", PLAIN)
            packed = beside(plan, app, bare, visits, "question", PACKED)
            answers = _answers(plan, app, bare, papers)
    yield questions.row(f"quiz question ({size(page)}), signed in", PAGE_TARGET)
    yield packed.row(f"the same, compressed by both ({size(small)})", PAGE_TARGET)
    yield questions.client_row("quiz question")
    yield answers.row("an answer saved durably", SAVE_TARGET)
    yield answers.client_row("an answer saved")


class Paper:
    """One person's open attempt: where its questions are and what may be answered."""

    def __init__(self, browser: Browser, quiz: str) -> None:
        self.browser = browser
        csrf = browser.get(quiz).field("csrf_token")
        first = browser.post(quiz, {"csrf_token": csrf}).header("Location")
        self.attempt = first.rpartition("/")[0]
        self.choices = self._choices()
        self.first = next(iter(self.choices))
        self.csrf = browser.get(f"{self.attempt}/{self.first}").field("csrf_token")

    def script(self) -> load.Script:
        """Answers to each question in turn, another option at every round."""
        return load.Script(
            head=self.browser.head("POST", f"{self.attempt}/{{number}}", BY_SCRIPT),
            body={"csrf_token": self.csrf},
            numbers=[int(number) for number in self.choices],
            choices=self.choices,
            given=len(self.choices),
        )

    def save_all(self) -> Page:
        """The first answer to every question; returns what the last one brought back."""
        for number, options in self.choices.items():
            fields = {"csrf_token": self.csrf, "answer": options[0], "revision": "0"}
            key = {"key": secrets.token_hex(16)}
            saved = self.browser.post(f"{self.attempt}/{number}", {**fields, **key}, BY_SCRIPT)
            if saved.status != 200 or b"saved" not in saved.body:
                raise RuntimeError(f"an answer was not saved: {saved.status} {saved.text[:300]}")
        return saved

    def _choices(self) -> dict[str, list[str]]:
        """Number of the question → its options, for the questions with one right answer."""
        found: dict[str, list[str]] = {}
        number = 0
        while (page := self.browser.get(f"{self.attempt}/{number + 1}")).status == 200:
            number += 1
            options = re.findall(r'type="radio" name="answer" value="([^"]+)"', page.text)
            if options:
                found[str(number)] = options
        return found


def _answers(plan: Plan, app: Server, bare: Server, papers: list[Paper]) -> Pairs:
    scripts = [paper.script() for paper in papers]
    theirs = [
        replace(script, head=paper.browser.head("POST", "/save/saved", BY_SCRIPT))
        for script, paper in zip(scripts, papers, strict=True)
    ]

    def save() -> load.Load:
        result = load.run(app.port, scripts, plan.seconds)
        # The next turn goes on at the revisions that this one has left.
        scripts[:] = [
            replace(script, given=script.given + sent)
            for script, sent in zip(scripts, result.sent, strict=True)
        ]
        return result

    return alternate(
        lambda: with_cpu(app, save),
        lambda: with_cpu(bare, lambda: load.run(bare.port, theirs, plan.seconds)),
        plan.turns,
    )
