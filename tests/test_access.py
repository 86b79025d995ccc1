"""Every route has a rule. What each answers to whom stands in tests/access/table.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.access import Rule, rule_of
from lms.accounts.models import Person
from tests.factories import enrol, give_role, make_person

SignIn = Callable[[Person], FlaskClient]

# endpoint → its rule. A new route is added here on purpose, never by accident.
RULES = {
    "pages.health": Rule.PUBLIC,
    "accounts.sign_in": Rule.PUBLIC,
    "accounts.sign_in_demo": Rule.PUBLIC,
    "accounts.sign_in_passkey": Rule.PUBLIC,
    "accounts.passkey_options": Rule.PUBLIC,
    "accounts.recover": Rule.PUBLIC,
    "accounts.link": Rule.PUBLIC,
    # Half-way there is no login session; the view asks who it is.
    "accounts.second_step": Rule.PUBLIC,
    "accounts.second_factor": Rule.PUBLIC,
    "accounts.second_factor_picture": Rule.PUBLIC,
    "accounts.welcome": Rule.SIGNED_IN,
    "accounts.language": Rule.PUBLIC,
    "accounts.sign_out": Rule.SIGNED_IN,
    "accounts.me": Rule.SIGNED_IN,
    "accounts.set_password": Rule.SIGNED_IN,
    "accounts.end_session": Rule.SIGNED_IN,
    "accounts.end_other_sessions": Rule.SIGNED_IN,
    "accounts.confirm": Rule.SIGNED_IN,
    "accounts.confirm_passkey": Rule.SIGNED_IN,
    "accounts.confirm_options": Rule.SIGNED_IN,
    "accounts.new_passkey": Rule.SIGNED_IN,
    "accounts.new_passkey_options": Rule.SIGNED_IN,
    "accounts.add_passkey": Rule.SIGNED_IN,
    "accounts.remove_passkey": Rule.SIGNED_IN,
    "accounts.rename_passkey": Rule.SIGNED_IN,
    "accounts.recovery_codes": Rule.SIGNED_IN,
    "accounts.remove_second_factor": Rule.SIGNED_IN,
    "home.index": Rule.SIGNED_IN,
    "home.training": Rule.SIGNED_IN,
    "learning.lesson": Rule.SIGNED_IN,
    "learning.training_day": Rule.SIGNED_IN,
    "learning.mark_read": Rule.SIGNED_IN,
    "learning.answer_check": Rule.SIGNED_IN,
    "learning.media": Rule.SIGNED_IN,
    "remarks.remark": Rule.SIGNED_IN,
    "remarks.say": Rule.SIGNED_IN,
    "manage.remarks": Rule.STAFF,
    "manage.answer_remarks": Rule.STAFF,
    "training.handout": Rule.SIGNED_IN,
    "training.sign_in_sheet": Rule.SIGNED_IN,
    "training.links": Rule.SIGNED_IN,
    "training.make_link": Rule.SIGNED_IN,
    "training.end_link": Rule.SIGNED_IN,
    "training.link_picture": Rule.SIGNED_IN,
    "training.count_codes": Rule.SIGNED_IN,
    "training.self_study_page": Rule.PUBLIC,
    "training.self_study_done": Rule.PUBLIC,
    "training.kit_media": Rule.PUBLIC,
    "library.index": Rule.SIGNED_IN,
    "library.own": Rule.SIGNED_IN,
    "library.new": Rule.SIGNED_IN,
    "library.create": Rule.SIGNED_IN,
    "library.material": Rule.SIGNED_IN,
    "library.file": Rule.SIGNED_IN,
    "library.edit": Rule.SIGNED_IN,
    "library.save": Rule.SIGNED_IN,
    "library.move": Rule.SIGNED_IN,
    "library.use": Rule.SIGNED_IN,
    "manage.materials": Rule.STAFF,
    "manage.material": Rule.STAFF,
    "manage.material_file": Rule.STAFF,
    "manage.decide_material": Rule.STAFF,
    "reference.signals": Rule.SIGNED_IN,
    "scenario.exercise": Rule.SIGNED_IN,
    "scenario.choose": Rule.SIGNED_IN,
    "scenario.again": Rule.SIGNED_IN,
    "assessment.quiz": Rule.SIGNED_IN,
    "assessment.question": Rule.SIGNED_IN,
    "assessment.answer": Rule.SIGNED_IN,
    "assessment.overview": Rule.SIGNED_IN,
    "assessment.submit": Rule.SIGNED_IN,
    "assessment.result": Rule.SIGNED_IN,
    "report.exercise": Rule.SIGNED_IN,
    "report.review": Rule.SIGNED_IN,
    "report.discard": Rule.SIGNED_IN,
    "selfcheck.questions": Rule.SIGNED_IN,
    "selfcheck.answer": Rule.SIGNED_IN,
    "manage.trainings": Rule.MANAGE,
    "manage.answer_training": Rule.MANAGE,
    "training.kits": Rule.SIGNED_IN,
    "training.kit": Rule.SIGNED_IN,
    "training.check": Rule.SIGNED_IN,
    "training.sessions": Rule.SIGNED_IN,
    "training.new": Rule.SIGNED_IN,
    "training.session": Rule.SIGNED_IN,
    "training.edit": Rule.SIGNED_IN,
    "training.cancel": Rule.SIGNED_IN,
    "training.note": Rule.SIGNED_IN,
    "training.names": Rule.SIGNED_IN,
    "training.take_back": Rule.SIGNED_IN,
    "training.paper": Rule.SIGNED_IN,
    "resilience.index": Rule.SIGNED_IN,
    "resilience.overview": Rule.SIGNED_IN,
    "resilience.start": Rule.SIGNED_IN,
    "resilience.step": Rule.SIGNED_IN,
    "resilience.save": Rule.SIGNED_IN,
    "resilience.finish": Rule.SIGNED_IN,
    "resilience.throw_away": Rule.SIGNED_IN,
    "resilience.result": Rule.SIGNED_IN,
    "resilience.measures": Rule.SIGNED_IN,
    "resilience.propose": Rule.SIGNED_IN,
    "resilience.new_measure": Rule.SIGNED_IN,
    "resilience.edit_measure": Rule.SIGNED_IN,
    "resilience.set_state": Rule.SIGNED_IN,
    "resilience.drop_measure": Rule.SIGNED_IN,
    "resilience.management_brief": Rule.SIGNED_IN,
    "resilience.management_brief_pdf": Rule.SIGNED_IN,
    "resilience.remove": Rule.SIGNED_IN,
    "resilience.remove_all": Rule.SIGNED_IN,
    "resilience.plan": Rule.SIGNED_IN,
    "resilience.tick": Rule.SIGNED_IN,
    "resilience.begin_plan": Rule.SIGNED_IN,
    "reference.report": Rule.PUBLIC,
    "reference.card": Rule.PUBLIC,
    "reference.own_card": Rule.SIGNED_IN,
    "reference.make_own_card": Rule.SIGNED_IN,
    "reference.glossary": Rule.SIGNED_IN,
    "reference.styleguide": Rule.DEVELOPMENT,
    "reference.who": Rule.SIGNED_IN,
    "reference.listed": Rule.SIGNED_IN,
    "insight.partner": Rule.PARTNER,
    "insight.partner_csv": Rule.PARTNER,
    "insight.selfcheck_csv": Rule.INSIGHT,
    "insight.sureness": Rule.STAFF,
    "insight.sureness_csv": Rule.STAFF,
    "manage.index": Rule.MANAGE,
    "manage.meetings": Rule.MANAGE,
    "manage.meeting": Rule.MANAGE,
    "manage.meeting_new": Rule.MANAGE,
    "manage.meeting_add": Rule.MANAGE,
    "manage.meeting_correct": Rule.MANAGE,
    "manage.training_day": Rule.MANAGE,
    "manage.sites": Rule.STAFF,
    "manage.new_site": Rule.STAFF,
    "manage.edit_site": Rule.STAFF,
    "manage.organisations": Rule.MANAGE,
    "manage.new_organisation": Rule.MANAGE,
    "manage.organisation": Rule.MANAGE,
    "manage.edit_organisation": Rule.MANAGE,
    "manage.take_part": Rule.MANAGE,
    "manage.end_participation": Rule.MANAGE,
    "manage.give_seat": Rule.MANAGE,
    "manage.hand_over": Rule.MANAGE,
    "manage.end_seat": Rule.MANAGE,
    "manage.invite_holder": Rule.MANAGE,
    "manage.nomination_link": Rule.MANAGE,
    "manage.nominations": Rule.MANAGE,
    "manage.nomination": Rule.MANAGE,
    "manage.refuse_nomination": Rule.MANAGE,
    "network.nominate": Rule.SIGNED_IN,
    "network.withdraw": Rule.SIGNED_IN,
    "network.nominate_by_link": Rule.PUBLIC,
    "home.organisation": Rule.SIGNED_IN,
    "invitations.show": Rule.PUBLIC,
    "invitations.accept": Rule.PUBLIC,
    "invitations.again": Rule.PUBLIC,
    "reminders.by_letter": Rule.PUBLIC,
    "reminders.at_me": Rule.SIGNED_IN,
    "manage.invitations": Rule.MANAGE,
    "manage.send_invitations": Rule.MANAGE,
    "manage.withdraw_invitations": Rule.MANAGE,
    "manage.reminders": Rule.MANAGE,
    "manage.send_reminders": Rule.MANAGE,
    "manage.mail": Rule.STAFF,
    "manage.repeat_letter": Rule.STAFF,
    "manage.people": Rule.MANAGE,
    "manage.people_bulk": Rule.MANAGE,
    "manage.people_result": Rule.MANAGE,
    "manage.people_undo": Rule.STAFF,
    "manage.person": Rule.MANAGE,
    "manage.person_new": Rule.STAFF,
    "manage.person_edit": Rule.STAFF,
    "manage.person_invite": Rule.MANAGE,
    "manage.person_block": Rule.STAFF,
    "manage.person_unblock": Rule.STAFF,
    "manage.person_role": Rule.STAFF,
    "manage.person_role_end": Rule.STAFF,
    "manage.imports": Rule.MANAGE,
    "manage.import_template": Rule.MANAGE,
    "manage.import_page": Rule.MANAGE,
    "manage.import_check": Rule.MANAGE,
    "manage.import_confirm": Rule.MANAGE,
    "manage.import_remove": Rule.MANAGE,
    "manage.import_refused": Rule.MANAGE,
    "manage.export_network": Rule.MANAGE,
    "manage.audit": Rule.ADMIN,
    "manage.erasures": Rule.STAFF,
    "manage.add_erasure": Rule.STAFF,
    "manage.erasure": Rule.STAFF,
    "manage.carry_out_erasure": Rule.STAFF,
    "manage.drop_erasure": Rule.STAFF,
    "privacy.statement": Rule.PUBLIC,
    "privacy.accessibility": Rule.PUBLIC,
    "privacy.mine": Rule.SIGNED_IN,
    "privacy.data": Rule.SIGNED_IN,
    "privacy.data_file": Rule.SIGNED_IN,
    "privacy.ask": Rule.SIGNED_IN,
    "privacy.take_back": Rule.SIGNED_IN,
}


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_has_its_rule(app: Flask) -> None:
    assert {endpoint: rule_of(endpoint) for endpoint in endpoints(app)} == {
        **{name: Rule.INSIGHT for name in endpoints(app) if name.startswith("insight.")},
        **RULES,
    }


def test_a_stranger_is_asked_to_sign_in_everywhere_else(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule_of(rule.endpoint) in {Rule.PUBLIC, Rule.DEVELOPMENT}:
            continue
        arguments = {name: "1" if name == "number" else "x" for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **arguments)
        if "GET" in (rule.methods or ()):
            response = client.get(address)
            assert response.status_code == 302, address
            assert response.location.startswith("/sign-in")
        if "POST" in (rule.methods or ()):
            assert client.post(address).status_code == 401, address


def test_staff_land_on_the_networks_and_pocos_on_their_training(
    app: Flask, sign_in: SignIn
) -> None:
    staff, alice = make_person("Bob Programma"), make_person()
    give_role(staff, "staff")
    enrol(alice)
    assert sign_in(staff).get("/").location == "/networks"
    assert sign_in(alice).get("/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_what_is_not_there_answers_404_or_405(
    client: FlaskClient, sign_in: SignIn, method: str
) -> None:
    browser = sign_in(make_person())
    assert getattr(browser, method)("/is-er-niet").status_code == 404


def test_forms_without_a_token_are_refused(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    enrol(alice)
    browser = sign_in(alice)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = browser.post("/training/proef/lesson/begin/read")
        assert response.status_code == 400
        assert browser.post("/sign-out").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_page_that_is_only_read_sets_no_cookie(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person())
    browser.get("/me")
    again = browser.get("/me")
    assert "Set-Cookie" not in again.headers
    assert "Cookie" in again.headers.getlist("Vary")


def test_responses_carry_the_headers(app: Flask, sign_in: SignIn) -> None:
    for response in (app.test_client().get("/sign-in"), sign_in(make_person()).get("/me")):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
