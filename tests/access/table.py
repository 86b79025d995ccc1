"""Every route and method, and what it answers to whom.

One line for each route and method; a route or method that has no line fails the tests. The
columns are VIEWERS of world.py, who all ask for the things of Alice and her site, Aalsmeer:

    visitor    not signed in
    nobody     signed in, without seat or role
    poco       Alice herself, with a seat in Aalsmeer
    partner    of Aalsmeer
    coord      coordinator of Aalsmeer
    other      coordinator of Naaldwijk
    staff      of the programme team
    admin      administrator

302 at a GET for the visitor is the way to the sign-in page. What stands behind a POST is done
with DATA of world.py, in this order, so what ends something stands last.
"""

from __future__ import annotations

SHUT = "302 404 404 404 404 404 404 404"
OWN = "302 404 200 404 404 404 404 404"
OWN_POST = "401 404 302 404 404 404 404 404"
LEARN = "302 200 200 404 200 200 200 200"
LEARN_POST = "401 302 302 404 302 302 302 302"
SIGNED_IN = "302 200 200 200 200 200 200 200"
SIGNED_IN_POST = "401 302 302 302 302 302 302 302"
PUBLIC = "200 200 200 200 200 200 200 200"
SITE = "302 404 404 404 200 404 200 200"
SITE_POST = "401 404 404 404 302 404 302 302"
MANAGE = "302 404 404 404 200 200 200 200"
STAFF = "302 404 404 404 404 404 200 200"
STAFF_POST = "401 404 404 404 404 404 302 302"

# fmt: off
TABLE: dict[tuple[str, str], str] = {
    #                                      visitor nobody poco partner coord other staff admin
    ("pages.health", "GET"): PUBLIC,
    ("reference.report", "GET"): PUBLIC,
    ("reference.styleguide", "GET"): PUBLIC,
    ("reference.glossary", "GET"): SIGNED_IN,
    ("reference.who", "GET"):              "302 404 200 404 200 404 200 200",
    ("reference.listed", "POST"):          "401 404 302 404 404 404 404 404",

    ("home.index", "GET"):                 "302 200 200 302 302 302 302 302",
    ("home.training", "GET"): LEARN,
    ("learning.lesson", "GET"): LEARN,
    ("learning.mark_read", "POST"): LEARN_POST,
    ("learning.answer_check", "POST"): LEARN_POST,
    ("learning.media", "GET"): LEARN,
    ("assessment.quiz", "GET"): LEARN,
    ("assessment.quiz", "POST"): LEARN_POST,
    ("assessment.question", "GET"): OWN,
    ("assessment.answer", "POST"):         "401 404 400 404 404 404 404 404",
    ("assessment.overview", "GET"): OWN,
    ("assessment.submit", "POST"): OWN_POST,
    ("assessment.result", "GET"):          "302 404 302 404 404 404 404 404",

    ("insight.networks", "GET"): MANAGE,
    ("insight.networks_csv", "GET"): MANAGE,
    ("insight.site", "GET"): SITE,
    ("insight.site_csv", "GET"): SITE,
    ("insight.chart", "GET"): MANAGE,
    ("insight.people", "GET"): SITE,
    ("insight.people", "POST"):            "401 404 404 404 200 404 200 200",
    ("insight.people_csv", "GET"): SITE,
    ("insight.matrix_csv", "GET"): SITE,
    ("insight.organisations", "GET"): SITE,
    ("insight.organisations_csv", "GET"): SITE,
    ("insight.person", "GET"): SITE,
    ("insight.partner", "GET"):            "302 404 404 200 404 404 200 200",
    ("insight.partner_csv", "GET"):        "302 404 404 200 404 404 200 200",

    ("manage.index", "GET"): MANAGE,
    ("manage.people", "GET"): MANAGE,
    ("manage.people", "POST"):             "401 404 404 404 200 200 200 200",
    ("manage.people_bulk", "POST"):        "401 404 404 404 200 200 200 200",
    ("manage.people_result", "GET"):       "302 404 404 404 302 302 302 302",
    ("manage.people_undo", "POST"):        "401 404 404 404 404 404 404 404",
    ("manage.person", "GET"): SITE,
    ("manage.person_new", "GET"): STAFF,
    ("manage.person_new", "POST"): STAFF_POST,
    ("manage.person_edit", "GET"): STAFF,
    ("manage.person_edit", "POST"): STAFF_POST,
    ("manage.person_invite", "POST"): SITE_POST,
    ("manage.person_role", "POST"): STAFF_POST,
    ("manage.person_role_end", "POST"): STAFF_POST,
    ("manage.person_block", "POST"): STAFF_POST,
    ("manage.person_unblock", "POST"): STAFF_POST,

    ("accounts.sign_in", "GET"):           "200 302 302 302 302 302 302 302",
    ("accounts.sign_in", "POST"):          "400 302 302 302 302 302 302 302",
    ("accounts.sign_in_demo", "POST"):     "404 404 404 404 404 404 404 404",
    ("accounts.link", "GET"):              "410 410 410 410 410 410 410 410",
    ("accounts.link", "POST"):             "410 410 410 410 410 410 410 410",
    ("accounts.language", "POST"):         "302 302 302 302 302 302 302 302",
    ("accounts.me", "GET"): SIGNED_IN,
    ("accounts.set_password", "POST"): SIGNED_IN_POST,
    ("accounts.end_session", "POST"): OWN_POST,
    ("accounts.sign_out", "POST"): SIGNED_IN_POST,
}
# fmt: on
