"""A kit for colleagues who missed the session: without account, and nothing of them is kept.

What was answered stands in the address of the page, so that it works without a script, goes back
and forth, and is gone with the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.accounts.throttle import Limit, network_of, reserve
from lms.clock import local_date
from lms.content.kits.types import Kit
from lms.editions.store import library
from lms.extensions import db
from lms.grading.items import Item
from lms.i18n import language
from lms.training import self_study
from lms.training.blueprint import bp
from lms.training.kits import get_kit, languages_of
from lms.training.models import SelfStudyLink
from lms.training.papers import kit_line
