"""Every route and method, and what it answers to whom.

One line for each route and method; a route or method that has no line fails the tests. The
columns are VIEWERS of world.py, who all ask for the things of Alice, her organisation and her
site, Aalsmeer:

    visitor    not signed in
    nobody     signed in, without seat or role
    poco       Alice herself, with a seat in Aalsmeer
    fellow     the second POCO of Alice's organisation
    partner    of Aalsmeer
    coord      coordinator of Aalsmeer
    other      coordinator of Naaldwijk
    staff      of the programme team
    admin      administrator

302 at a GET for the visitor is the way to the sign-in page. What stands behind a POST is done
with the data of world.py, in this order, so what ends something stands last.
"""

from __future__ import annotations

# fmt: off
#                  visitor nobody poco fellow partner coord other staff admin
SHUT =            "302    404    404  404    404     404   404   404   404"
SHUT_POST =       "401    404    404  404    404     404   404   404   404"
OWN =             "302    404    200  404    404     404   404   404   404"
OWN_POST =        "401    404    302  404    404     404   404   404   404"
SEATED =          "302    404    200  200    404     404   404   404   404"
SEATED_POST =     "401    404    302  302    404     404   404   404   404"
LEARN =           "302    200    200  200    404     200   200   200   200"
LEARN_POST =      "401    302    302  302    404     302   302   302   302"
SIGNED_IN =       "302    200    200  200    200     200   200   200   200"
SIGNED_IN_POST =  "401    302    302  302    302     302   302   302   302"
ASKED =           "401    200    200  200    200     200   200   200   200"
PUBLIC =          "200    200    200  200    200     200   200   200   200"
LED_ON =          "302    302    302  302    302     302   302   302   302"
GONE =            "410    410    410  410    410     410   410   410   410"
SITE =            "302    404    404  404    404     200   404   200   200"
SITE_POST =       "401    404    404  404    404     302   404   302   302"
SITE_SEARCH =     "401    404    404  404    404     200   404   200   200"
MANAGE =          "302    404    404  404    404     200   200   200   200"
MANAGE_POST =     "401    404    404  404    404     302   302   302   302"
STAFF =           "302    404    404  404    404     404   404   200   200"
STAFF_POST =      "401    404    404  404    404     404   404   302   302"
ADMIN =           "302    404    404  404    404     404   404   404   200"
UPLOAD =          "302    404    404  404    404     404   404   200   404"
UPLOAD_POST =     "401    404    404  404    404     404   404   302   404"
TOTALS =          "302    404    404  404    200     404   404   200   200"

TABLE: dict[tuple[str, str], str] = {
    # open to everybody, and where to report
    #                                     visitor nobody poco fellow partner coord other staff admin
    ("pages.health", "GET"): PUBLIC,
    ("reference.report", "GET"): PUBLIC,
    ("reference.card", "GET"): PUBLIC,
    ("reference.own_card", "GET"): SIGNED_IN,
    ("reference.make_own_card", "POST"): ASKED,
    ("reference.styleguide", "GET"): PUBLIC,
    ("privacy.statement", "GET"): PUBLIC,
    ("privacy.accessibility", "GET"): PUBLIC,
    ("reference.glossary", "GET"): SIGNED_IN,
    ("reference.signals", "GET"): LEARN,
    ("reference.who", "GET"):            "302    404    200  200    404     200   404   200   200",
    ("reference.listed", "POST"): SEATED_POST,

    # learning
    ("home.index", "GET"):               "302    200    200  200    302     302   302   302   302",
    ("home.training", "GET"): LEARN,
    ("learning.lesson", "GET"): LEARN,
    ("learning.training_day", "GET"): LEARN,
    ("learning.mark_read", "POST"): LEARN_POST,
    ("learning.answer_check", "POST"): LEARN_POST,
    ("learning.media", "GET"): LEARN,
    ("selfcheck.questions", "GET"): LEARN,
    ("selfcheck.answer", "POST"): LEARN_POST,
    ("remarks.remark", "GET"): LEARN,
    ("remarks.say", "POST"): LEARN_POST,
    ("scenario.exercise", "GET"): LEARN,
    ("scenario.choose", "POST"): LEARN_POST,
    ("scenario.again", "POST"): LEARN_POST,
    ("assessment.quiz", "GET"): LEARN,
    ("assessment.quiz", "POST"): LEARN_POST,
    ("assessment.question", "GET"): OWN,
    ("assessment.answer", "POST"):       "401    404    400  404    404     404   404   404   404",
    ("assessment.overview", "GET"): OWN,
    ("assessment.submit", "POST"): OWN_POST,
    # everybody writes their own; the others have nothing to look back at until they do
    ("report.exercise", "GET"): LEARN,
    ("report.review", "GET"):            "302    302    200  302    404     302   302   302   302",
    ("report.exercise", "POST"): LEARN_POST,
    ("report.review", "POST"):           "401    400    400  400    404     400   400   400   400",
    ("report.discard", "POST"): LEARN_POST,
    ("assessment.result", "GET"):        "302    404    302  404    404     404   404   404   404",

    # the own organisation, and putting somebody forward; the candidate is one of Alice
    ("home.organisation", "GET"): SEATED,
    ("network.nominate", "GET"): SEATED,
    ("network.nominate", "POST"): SEATED_POST,
    ("network.withdraw", "POST"): OWN_POST,
    ("network.nominate_by_link", "GET"): PUBLIC,
    ("network.nominate_by_link", "POST"): PUBLIC,

    # what Alice's organisation shares: others of the network see what is in the library
    ("library.index", "GET"):            "302    404    200  200    404     200   200   200   200",
    ("library.own", "GET"): SEATED,
    ("library.new", "GET"): SEATED,
    ("library.create", "POST"): SEATED_POST,
    ("library.material", "GET"):         "302    404    200  200    404     200   200   200   200",
    ("library.file", "GET"):             "302    404    200  200    404     200   200   200   200",
    ("library.edit", "GET"): SEATED,
    ("library.save", "POST"): SEATED_POST,
    ("library.use", "POST"): SHUT_POST,
    ("manage.materials", "GET"): STAFF,
    ("manage.material", "GET"): STAFF,
    ("manage.material_file", "GET"): STAFF,
    ("manage.decide_material", "POST"): STAFF_POST,
    ("library.move", "POST"): SEATED_POST,

    # the scan and the measures of Alice's organisation: its POCOs, and nobody else at all
    ("resilience.index", "GET"):         "302    404    302  302    404     404   404   404   404",
    ("resilience.overview", "GET"): SEATED,
    ("resilience.step", "GET"): SEATED,
    ("resilience.result", "GET"): SEATED,
    ("resilience.measures", "GET"): SEATED,
    ("resilience.new_measure", "GET"): SEATED,
    ("resilience.edit_measure", "GET"): SEATED,
    ("resilience.drop_measure", "GET"): SEATED,
    ("resilience.management_brief", "GET"): SEATED,
    ("resilience.management_brief_pdf", "GET"): SEATED,
    ("resilience.remove", "GET"): SEATED,
    ("resilience.start", "POST"): SEATED_POST,
    ("resilience.save", "POST"): SEATED_POST,
    ("resilience.finish", "POST"): SEATED_POST,
    ("resilience.propose", "POST"): SEATED_POST,
    ("resilience.new_measure", "POST"): SEATED_POST,
    ("resilience.edit_measure", "POST"): SEATED_POST,
    ("resilience.set_state", "POST"): SEATED_POST,
    ("resilience.drop_measure", "POST"): SEATED_POST,
    # no scan runs any more: it was finished above
    ("resilience.throw_away", "POST"): SHUT_POST,
    ("resilience.remove_all", "POST"): SEATED_POST,

    # the first 90 days are everybody's own
    ("manage.trainings", "GET"): MANAGE,
    ("manage.answer_training", "POST"): SITE_POST,
    ("training.kits", "GET"): LEARN,
    ("training.kit", "GET"): LEARN,
    ("training.check", "POST"):          "401    200    200  200    404     200   200   200   200",
    ("training.handout", "GET"): LEARN,
    ("training.sign_in_sheet", "GET"): LEARN,
    ("training.kit_media", "GET"): PUBLIC,
    ("training.self_study_page", "GET"): PUBLIC,
    ("training.self_study_done", "POST"): PUBLIC,
    ("training.links", "GET"): SEATED,
    ("training.link_picture", "GET"): SEATED,
    ("training.make_link", "POST"): SEATED_POST,
    ("training.count_codes", "POST"): SEATED_POST,
    ("training.end_link", "POST"): SEATED_POST,
    ("training.sessions", "GET"): SEATED,
    ("training.new", "GET"): SEATED,
    ("training.session", "GET"): SEATED,
    ("training.edit", "GET"): SEATED,
    ("training.names", "GET"): SEATED,
    ("training.take_back", "GET"): SEATED,
    ("training.paper", "GET"): SEATED,
    ("training.new", "POST"): SEATED_POST,
    ("training.edit", "POST"): SEATED_POST,
    ("training.paper", "POST"): SEATED_POST,
    ("training.note", "POST"): SEATED_POST,
    ("training.names", "POST"): SEATED_POST,
    ("training.cancel", "POST"): SEATED_POST,
    ("training.take_back", "POST"): SEATED_POST,

    ("resilience.plan", "GET"): LEARN,
    ("resilience.tick", "POST"): LEARN_POST,
    ("resilience.begin_plan", "POST"): LEARN_POST,

    # the own account: Alice's session and passkey, everybody's own data
    ("accounts.me", "GET"): SIGNED_IN,
    ("privacy.mine", "GET"): SIGNED_IN,
    ("privacy.data", "GET"): SIGNED_IN,
    ("privacy.data_file", "GET"): SIGNED_IN,
    ("privacy.ask", "POST"): SIGNED_IN_POST,
    ("privacy.take_back", "POST"): SIGNED_IN_POST,
    ("reminders.at_me", "POST"): SIGNED_IN_POST,
    ("reminders.by_letter", "GET"): PUBLIC,
    ("reminders.by_letter", "POST"): LED_ON,
    ("accounts.welcome", "GET"): LED_ON,
    ("accounts.welcome", "POST"): SIGNED_IN_POST,
    ("accounts.confirm", "GET"): SIGNED_IN,
    ("accounts.confirm", "POST"):        "401    400    400  400    400     400   400   400   400",
    ("accounts.confirm_options", "POST"): ASKED,
    ("accounts.confirm_passkey", "POST"): SIGNED_IN_POST,
    ("accounts.new_passkey", "GET"): SIGNED_IN,
    ("accounts.new_passkey_options", "POST"): ASKED,
    ("accounts.add_passkey", "POST"): SIGNED_IN_POST,
    ("accounts.remove_passkey", "POST"): OWN_POST,
    ("accounts.rename_passkey", "POST"): OWN_POST,
    ("accounts.second_factor", "GET"): SIGNED_IN,
    ("accounts.second_factor_picture", "GET"):
                                         "404    200    200  200    200     200   200   200   200",
    ("accounts.second_factor", "POST"):  "302    400    400  400    400     400   400   400   400",
    ("accounts.remove_second_factor", "POST"): SIGNED_IN_POST,
    ("accounts.recovery_codes", "GET"): SIGNED_IN,
    ("accounts.recovery_codes", "POST"): SIGNED_IN_POST,
    ("accounts.set_password", "GET"): SIGNED_IN,
    ("accounts.set_password", "POST"): SIGNED_IN_POST,
    ("accounts.end_other_sessions", "POST"): SIGNED_IN_POST,
    ("accounts.end_session", "POST"): OWN_POST,

    # insight
    ("insight.networks", "GET"): MANAGE,
    ("insight.networks_csv", "GET"): MANAGE,
    ("insight.site", "GET"): SITE,
    ("insight.site_csv", "GET"): SITE,
    ("insight.chart", "GET"): MANAGE,
    ("insight.people", "GET"): SITE,
    ("insight.people", "POST"): SITE_SEARCH,
    ("insight.people_csv", "GET"): SITE,
    ("insight.matrix_csv", "GET"): SITE,
    ("insight.organisations", "GET"): SITE,
    ("insight.organisations_csv", "GET"): SITE,
    ("insight.person", "GET"): SITE,
    ("insight.resilience", "GET"): MANAGE,
    ("insight.selfcheck", "GET"): MANAGE,
    ("insight.selfcheck_csv", "GET"): MANAGE,
    ("insight.sureness", "GET"): STAFF,
    ("insight.sureness_csv", "GET"): STAFF,
    ("insight.partner", "GET"): TOTALS,
    ("insight.partner_csv", "GET"): TOTALS,

    # managing: people
    ("manage.index", "GET"): MANAGE,
    ("manage.people", "GET"): SITE,
    ("manage.people", "POST"): SITE_SEARCH,
    ("manage.people_bulk", "POST"): SITE_SEARCH,
    ("manage.people_result", "GET"):     "302    404    404  404    404     302   302   302   302",
    ("manage.people_undo", "POST"): SHUT_POST,
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

    # managing: meetings
    ("manage.meetings", "GET"): SITE,
    ("manage.meeting", "GET"): SITE,
    ("manage.meeting_new", "GET"): SITE,
    ("manage.meeting_new", "POST"): SITE_POST,
    ("manage.meeting_add", "GET"): SITE,
    ("manage.meeting_add", "POST"): SITE_POST,
    ("manage.meeting_correct", "GET"): SITE,
    ("manage.meeting_correct", "POST"): SITE_POST,
    ("manage.training_day", "GET"): SITE,
    ("manage.training_day", "POST"): SITE_POST,

    # managing: letters
    ("manage.invitations", "GET"): SITE,
    ("manage.invitations", "POST"): SITE_SEARCH,
    ("manage.send_invitations", "POST"): SITE_POST,
    ("manage.withdraw_invitations", "POST"): SITE_POST,
    ("manage.reminders", "GET"): SITE,
    ("manage.send_reminders", "POST"): SITE_POST,
    ("manage.mail", "GET"): STAFF,
    ("manage.repeat_letter", "POST"): STAFF_POST,

    # managing: what people say of the training
    ("manage.remarks", "GET"): STAFF,
    ("manage.answer_remarks", "POST"): STAFF_POST,

    # managing: spreadsheets; an upload belongs to who chose the file, here staff
    ("manage.imports", "GET"): MANAGE,
    ("manage.imports", "POST"): MANAGE_POST,
    ("manage.import_template", "GET"): MANAGE,
    ("manage.import_page", "GET"): UPLOAD,
    ("manage.import_refused", "GET"): UPLOAD,
    ("manage.import_check", "POST"): UPLOAD_POST,
    ("manage.import_confirm", "POST"): UPLOAD_POST,
    ("manage.import_remove", "POST"): UPLOAD_POST,
    ("manage.export_network", "GET"): SITE,

    # managing: candidates, and the seats of Alice's organisation
    ("manage.nominations", "GET"): MANAGE,
    ("manage.nomination", "GET"): SITE,
    ("manage.nomination", "POST"): SITE_POST,
    ("manage.refuse_nomination", "POST"): SITE_POST,
    ("manage.nomination_link", "GET"): SITE,
    ("manage.nomination_link", "POST"): SITE_POST,
    ("manage.end_seat", "GET"): SITE,
    ("manage.end_seat", "POST"): SITE_POST,
    ("manage.give_seat", "GET"): SITE,
    ("manage.give_seat", "POST"): SITE_POST,
    ("manage.hand_over", "GET"): SITE,
    ("manage.hand_over", "POST"): SITE_POST,
    ("manage.invite_holder", "POST"): SITE_POST,

    # managing: organisations and sites; the coordinator has no other site to let one take part at,
    # and who coordinates elsewhere cannot choose Aalsmeer
    ("manage.organisations", "GET"): SITE,
    ("manage.organisations", "POST"): SITE_SEARCH,
    ("manage.organisation", "GET"): SITE,
    ("manage.new_organisation", "GET"): MANAGE,
    ("manage.new_organisation", "POST"): "401    404    404  404    404     302   400   302   302",
    ("manage.edit_organisation", "GET"): SITE,
    ("manage.edit_organisation", "POST"): SITE_POST,
    ("manage.take_part", "GET"): STAFF,
    ("manage.take_part", "POST"): STAFF_POST,
    ("manage.end_participation", "GET"): SITE,
    ("manage.end_participation", "POST"): SITE_POST,
    ("manage.sites", "GET"): STAFF,
    ("manage.new_site", "GET"): STAFF,
    ("manage.new_site", "POST"): STAFF_POST,
    ("manage.edit_site", "GET"): STAFF,
    ("manage.edit_site", "POST"): STAFF_POST,

    # managing: what is seen and forgotten
    ("manage.audit", "GET"): ADMIN,
    ("manage.erasures", "GET"): STAFF,
    ("manage.erasure", "GET"): STAFF,
    ("manage.add_erasure", "POST"): STAFF_POST,
    ("manage.drop_erasure", "POST"): STAFF_POST,
    ("manage.carry_out_erasure", "POST"): STAFF_POST,

    # signing in, and what letters lead to: who holds the letter needs no account
    ("accounts.sign_in", "GET"):         "200    302    302  302    302     302   302   302   302",
    ("accounts.sign_in", "POST"):        "400    302    302  302    302     302   302   302   302",
    ("accounts.sign_in_demo", "POST"):   "404    404    404  404    404     404   404   404   404",
    ("accounts.sign_in_passkey", "POST"): LED_ON,
    ("accounts.passkey_options", "POST"): PUBLIC,
    ("accounts.recover", "GET"): PUBLIC,
    ("accounts.recover", "POST"): PUBLIC,
    ("accounts.second_step", "GET"): LED_ON,
    ("accounts.second_step", "POST"): LED_ON,
    ("accounts.link", "GET"): GONE,
    ("accounts.link", "POST"): GONE,
    ("accounts.language", "POST"): LED_ON,
    ("invitations.show", "GET"): PUBLIC,
    ("invitations.again", "POST"): PUBLIC,
    ("accounts.sign_out", "POST"): SIGNED_IN_POST,
    ("invitations.accept", "POST"): LED_ON,
}
# fmt: on
