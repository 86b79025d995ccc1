"""Who runs the network: the programme team, and a coordinator of each of two sites."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.network.models import Organisation, Site
from tests.factories import give_role, make_organisation, make_person, make_site
from tests.network.conftest import ago

Enter = Callable[[Person], FlaskClient]


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def other_site(app: Flask) -> Site:
    return make_site("naaldwijk")


@pytest.fixture
def firm(site: Site) -> Organisation:
    return make_organisation(site, since=ago(300))


@pytest.fixture
def staff(app: Flask, sign_in: Enter) -> FlaskClient:
    person = make_person("Mira Programma")
    give_role(person, "staff")
    return sign_in(person)


@pytest.fixture
def coordinator(site: Site, sign_in: Enter) -> FlaskClient:
    """Of Aalsmeer."""
    person = make_person("Hanan Netwerk")
    give_role(person, "coordinator", site)
    return sign_in(person)


@pytest.fixture
def stranger(other_site: Site, sign_in: Enter) -> FlaskClient:
    """The coordinator of another site."""
    person = make_person("Ilse Netwerk")
    give_role(person, "coordinator", other_site)
    return sign_in(person)


def words(response: TestResponse) -> str:
    """What a page says."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return re.sub(r"\s+", " ", text)
