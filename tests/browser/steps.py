"""What people do on the pages of the small content set, by finger and by keyboard.

Everything is found by its role, label or name, as a person or a screen reader finds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests._live import say

FIRST_LESSON = "/training/proef/lesson/begin"
QUIZ = "/training/proef/quiz/eerste"
BOXES = ("radio", "checkbox")
TEXTS = {
    "nl": {
        "juist": ("Wat is juist?", ["Dit is juist."]),
        "twee": ("Welke twee?", ["De ene.", "De andere."]),
        "klopt": ("Klopt dit?", ["Klopt niet"]),
        "volgorde": ("Zet op volgorde.", ["Eerst.", "Dan.", "Tot slot."]),
        "paar": ("Wat hoort bij wat?", ["112", "Wachten"]),
        "hoeveel": ("Hoeveel?", ["3.000"]),
        "naam": ("Hoe heet hij?", ["Katvanger"]),
    },
    "en": {
        "juist": ("What is right?", ["This is right."]),
        "naam": ("Hoe heet hij?", ["Straw Man"]),
    },
}


@dataclass
class Learner:
    """Somebody at a page: `hand` is "tap", "click" or "keys"."""

    page: Page
    lang: str = "nl"
    hand: str = "click"

    def say(self, text: str, **values: Any) -> str:
        return say(self.lang, text, **values)

    def button(self, text: str, **values: Any) -> Locator:
        return self.page.get_by_role("button", name=self.say(text, **values), exact=True)

    def link(self, text: str, **values: Any) -> Locator:
        return self.page.get_by_role("link", name=self.say(text, **values), exact=True)

    @property
    def status(self) -> Locator:
        """The line that tells what became of the answer."""
        return self.page.get_by_role("status").first

    def press(self, target: Locator) -> None:
        """Use a button, a link or an option."""
        if self.hand == "keys":
            reach(self.page, target)
            box = target.get_attribute("type") in {"checkbox", "radio"}
            self.page.keyboard.press("Space" if box else "Enter")
        elif self.hand == "tap":
            target.tap()
        else:
            target.click()

    # --- a question ---

    @property
    def asked(self) -> str:
        """Which of the seven questions is on the page."""
        prompt = self.page.get_by_role("heading", level=1).inner_text()
        return next(
            item for item in TEXTS["nl"] if prompt in (words(item, "nl")[0], words(item, "en")[0])
        )

    def answer_right(self) -> str:
        """Answer the question on the page; returns which one it was."""
        item = self.asked
        texts = words(item, self.lang)[1]
        if item in {"juist", "twee", "klopt"}:
            for text in texts:
                self.choose(text)
        elif item == "volgorde":
            self.put_in_order(texts)
        elif item == "paar":
            for label, text in zip(("Gevaar", "Geen gevaar"), texts, strict=True):
                self.match(label, text)
        else:
            self.write(texts[0])
        return item

    def choose(self, text: str) -> None:
        boxes = [self.page.get_by_role(role, name=text, exact=True) for role in BOXES]
        option = boxes[0].or_(boxes[1])
        if self.hand == "keys":
            names = self.page.get_by_role("radio").or_(self.page.get_by_role("checkbox"))
            labels = [accessible_name(box) for box in names.all()]
            self.page.keyboard.press(str(labels.index(text) + 1))
        else:
            self.press(self.page.locator("label").filter(has_text=re.compile(rf"{text}\s*$")))
        expect(option).to_be_checked()

    def put_in_order(self, texts: list[str]) -> None:
        """From the last place to the first, each with the button "up"; then one back and forth,
        because an order that was right from the start has to be confirmed too."""
        for text in reversed(texts):
            for _ in texts[1:]:
                up = self.page.get_by_role("button", name=f"{self.say('Move up')}: {text}")
                if up.get_attribute("aria-disabled") != "true":
                    self.press(up)
        for step in ("Move down", "Move up"):
            self.press(self.page.get_by_role("button", name=f"{self.say(step)}: {texts[0]}"))
        shown = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("button", name=self.say("Move up"))
        )
        expect(shown).to_have_count(len(texts))
        for item, text in zip(shown.all(), texts, strict=True):
            expect(item).to_contain_text(text)

    def match(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True)
        if self.hand == "keys":
            reach(self.page, field)
            self.page.keyboard.type(text[:4])
        else:
            field.select_option(label=text)
        expect(field.locator("option:checked")).to_have_text(text)

    def write(self, text: str) -> None:
        field = self.page.get_by_role("textbox")
        if self.hand == "keys":
            reach(self.page, field)
            self.page.keyboard.type(text)
        else:
            self.press(field)
            field.fill(text)

    def go_on(self) -> None:
        """To the next question, or from the last one to the overview."""
        before = self.page.url
        if self.hand == "keys" and self.page.locator("input:focus, body:focus").count():
            self.page.keyboard.press("Enter")
        else:
            here = re.compile(f"^({self.say('Next')}|{self.say('To the overview')})$")
            self.press(self.page.get_by_role("button", name=here))
        self.page.wait_for_url(lambda url: url != before)

    def start_quiz(self) -> None:
        self.page.goto(QUIZ)
        self.press(self.button("Start the quiz"))
        self.page.wait_for_url(re.compile(r"/attempt/[^/]+/1$"))


def words(item: str, lang: str) -> tuple[str, list[str]]:
    return TEXTS[lang].get(item) or TEXTS["nl"][item]  # type: ignore[return-value]


def accessible_name(box: Locator) -> str:
    """The text of the label around a box, without the number in front of it."""
    text = box.evaluate("box => box.labels[0].innerText")
    return re.sub(r"^\s*\d+\s*", "", text).strip()


def reach(page: Page, target: Locator) -> None:
    """Tab until the target, or one of them, has the focus."""
    expect(target.first).to_be_visible()  # waits for the page that the last step leads to
    for _ in range(80):
        if target.evaluate_all("elements => elements.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def attempt_of(page: Page) -> str:
    """The public id of the attempt in the address."""
    found = re.search(r"/attempt/([^/]+)", page.url)
    assert found, page.url
    return found.group(1)
