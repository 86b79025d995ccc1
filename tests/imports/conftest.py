"""Somebody of the programme team who imports, and the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.network.models import Site
from tests.factories import give_role, make_person, make_site

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def staff(app: Flask, site: Site, sign_in: SignIn) -> FlaskClient:
    person = make_person("Trudy Programma")
    give_role(person, "staff")
    return sign_in(person)
