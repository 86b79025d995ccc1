"""What is sent with the POST of each endpoint."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.imports.models import Upload
from lms.network.models import Organisation
from tests.imports.sheets import csv_file

ROW = ("Kwekerij Nieuw", "kweker", "Aalsmeer", "05-01-2026", "Eva", "eva@example.invalid", "nl", "")

Fields = dict[str, Any]


def data_of(people: dict[str, Person], firm: Organisation, upload: Upload) -> dict[str, Fields]:
    """What is sent with the POST of an endpoint."""
    today = local_date(utcnow()).isoformat()
    alice, fellow = people["poco"].public_id, people["fellow"].public_id
    day = {"day": today, "place": "Zaal 2", "presence": "present"}
    candidate = {"name": "Eva Nieuw", "language": "nl"}
    seat = {**candidate, "person": "new", "since": today}
    shared = {
        "kind": "example",
        "text": "Wat doe je dan?",
        "title": "Een casus",
        "language": "nl",
        "kit": "",
        "licence": "network",
        "organisation": firm.public_id,
        "nobody": "y",
        "mine": "y",
    }
    plan = {"kit": "perron", "language": "pl", "day": today, "way": "hands"}
    return {
        "library.create": shared,
        "library.save": shared,
        "library.use": {"helpful": "yes"},
        "manage.decide_material": {"decision": "take-down", "reason": "Iemand is herkenbaar."},
        "accounts.language": {"language": "nl"},
        "accounts.recover": {"email": "iemand@example.invalid"},
        "accounts.set_password": {"password": "een lange zin", "again": "een lange zin"},
        "learning.answer_check": {"answer": "niets"},
        "report.exercise": {"who": "x", "route": "emergency"},
        "remarks.say": {"say": "unclear", "line": "Welke deur?"},
        "manage.answer_remarks": {"remark": "x", "outcome": "thanks"},
        "scenario.choose": {"step": 0, "choice": "vragen"},
        "scenario.again": {"step": 0},
        "manage.answer_training": {"answer": "coming"},
        "training.check": {"answer": "a"},
        "live.enter_word": {"word": "x"},
        "live.come_in": {"lang": "pl"},
        "live.take_over": {"code": "1", "lang": "nl"},
        "live.answer": {"choice": "1:wegkijken:a"},
        "live.move": {"move": "go", "step": 0, "phase": "waiting"},
        "live.remote_move": {"move": "go", "step": 0, "phase": "waiting"},
        "live.hands": {"step": 0},
        "training.make_link": {"kit": "perron"},
        "training.count_codes": {"codes": "ABC DEF"},
        "training.self_study_done": {"lang": "pl"},
        "training.new": plan,
        "training.edit": plan,
        "training.paper": {"language": "nl", "day": today, "headcount": "7"},
        "training.note": {"note": "Volgende keer eerder"},
        "training.names": {"names": "Ida Proef"},
        "resilience.save": {"answer-order-list": "not"},
        "resilience.propose": {"statement": "order-list"},
        "resilience.new_measure": {"text": "Licht aan", "owner": "Techniek", "step": "order"},
        "resilience.edit_measure": {"text": "Licht uit", "owner": "Techniek", "step": ""},
        "resilience.set_state": {"state": "done"},
        "resilience.tick": {"done": "1"},
        "reference.make_own_card": {"lang": "pl", "as": "page"},
        "reference.listed": {"reachable": "06-12345678"},
        "reminders.at_me": {"choice": "month"},
        "reminders.by_letter": {"choice": "month"},
        "insight.people": {"q": "alice"},
        "network.nominate": {
            **candidate,
            "place": f"{firm.public_id}/aalsmeer/free",
            "email": "eva@example.invalid",
        },
        "network.nominate_by_link": {**candidate, "email": "eva@example.invalid"},
        "manage.people": {"q": "alice"},
        "manage.people_bulk": {"deed": "invite", "everyone": "1"},
        "manage.person_edit": {
            "name": "Alice Proef",
            "email": "a@example.invalid",
            "language": "nl",
        },
        "manage.person_new": {
            "name": "Nieuw",
            "email": "nieuw@example.invalid",
            "language": "nl",
            "role": "partner",
            "site": "aalsmeer",
        },
        "manage.person_role": {"role": "partner", "site": "naaldwijk"},
        "manage.person_role_end": {"grant": "partner/naaldwijk"},
        "manage.meeting_new": {**day, "do": "record", "person": alice},
        "manage.meeting_add": {"do": "record", "person": fellow, "presence": "present"},
        "manage.meeting_correct": {
            "do": "record",
            "person": alice,
            "presence": "absent",
            "reason": "verkeerde lijst",
        },
        "manage.training_day": {**day, "kind": "training-day-2", "site": "aalsmeer"},
        "manage.invitations": {"q": "alice"},
        "manage.send_invitations": {"person": alice},
        "manage.withdraw_invitations": {"person": alice},
        "manage.send_reminders": {"site": "aalsmeer"},
        "manage.imports": {"file": csv_file(ROW)},
        "manage.import_confirm": {"seen": upload.counts["digest"]},
        "manage.nomination": {"seat": alice, "since": today},
        "manage.end_seat": {"on": today},
        "manage.give_seat": {**seat, "email": "gijs@example.invalid"},
        "manage.hand_over": {**seat, "email": "hans@example.invalid"},
        "manage.nomination_link": {"email": "kwekerij@example.invalid", "language": "nl"},
        "manage.organisations": {"q": "kwekerij"},
        "manage.new_organisation": {
            "name": "Kwekerij Twee",
            "kind": "grower",
            "site": "aalsmeer",
            "since": today,
        },
        "manage.edit_organisation": {"name": "Kwekerij Anders", "kind": "grower"},
        "manage.take_part": {"site": "naaldwijk", "since": today},
        "manage.end_participation": {"on": today, "seats": "y"},
        "manage.new_site": {"name": "Rijnsburg"},
        "manage.edit_site": {"name": "Aalsmeer"},
        "manage.add_erasure": {"email": people["nobody"].email},
        "manage.carry_out_erasure": {"sure": "y"},
    }
