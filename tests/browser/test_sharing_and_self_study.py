"""Sharing material with a mouse, and a kit by self-study without JavaScript: both accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lms.extensions import db
from lms.network.models import Seat
from lms.training import self_study
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in, too_wide_at_any_size
from tests.browser.test_accessibility import assert_clean
from tests.browser.test_resilience import make_poco
from tests.files.sending import photo

pytestmark = pytest.mark.browser


def test_something_is_shared(sample: Live, visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "dock.jpg"
    picture.write_bytes(photo(size=(900, 600)))
    page = visit(sample, "phone", make_poco(sample, "en"), lang="en", may_fail_to_load=True)
    found = {}

    def look(name: str) -> None:
        found[name] = problems_in(page) + too_wide_at_any_size(page)

    page.goto("/materials")
    look("library")
    page.get_by_role("link", name="Share something").first.click()
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_role("heading", name="Something is not right yet")).to_be_visible()
    look("form with errors")
    page.get_by_role("radio", name="Photo").check()
    page.get_by_label("File").set_input_files(picture)
    page.get_by_label("Title").fill("A very long title about our own loading dock " * 2)
    page.get_by_label("Nobody can be recognised", exact=False).check()
    page.get_by_label("We made it ourselves", exact=False).check()
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_text("Draft")).to_be_visible()
    look("material")
    page.get_by_role("button", name="Send in").click()
    expect(page.get_by_text("With the programme team")).to_be_visible()
    page.goto("/materials/own")
    look("own")
    assert_clean(found)


def test_a_kit_by_self_study_without_javascript(sample: Live, visit: Visit) -> None:
    poco = make_poco(sample)
    with sample.database():
        seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == poco)).one()
        link = self_study.make(
            organisation_id=seat.organisation_id, site_id=seat.site_id, by=poco, kit="perron"
        ).word
        db.session.commit()
    page = visit(sample, "phone", java_script_enabled=False)
    page.goto(f"/self-study/{link}")
    page.get_by_role("link", name="Polski").tap()
    page.get_by_role("button", name="Nie patrzę.").tap()
    expect(page.get_by_text("Mówienie to nie zdrada.")).to_be_visible()
    page.get_by_role("button", name="Mówię przełożonemu.").tap()
    page.get_by_role("button", name="Nieprawda").tap()
    page.get_by_role("button", name="Gotowe").tap()
    code = page.locator(".self-study-sign strong").inner_text()
    eyes = visit(sample, "phone")
    eyes.goto(f"/self-study/{link}?lang=pl")
    found = {"reading": problems_in(eyes) + too_wide_at_any_size(eyes)}
    eyes.get_by_role("button", name="Nie patrzę.").click()
    eyes.wait_for_url("**q-wegkijken=b**")
    found["answered"] = problems_in(eyes)
    assert_clean(found)
    boss = visit(sample, "desktop", poco)
    boss.goto("/sessions/links")
    boss.get_by_label(say("nl", "Codes of colleagues")).fill(code)
    boss.get_by_role("button", name=say("nl", "Count"), exact=True).click()
    expect(boss.get_by_role("status")).to_contain_text("1 collega geteld.")
    assert_clean({"links": problems_in(boss) + too_wide_at_any_size(boss)})
