"""Browsers of those who run the network."""

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
def sites(app: Flask) -> tuple[Site, Site]:
    return make_site("aalsmeer"), make_site("naaldwijk")


@pytest.fixture
def staff(app: Flask, sign_in: SignIn) -> FlaskClient:
    person = make_person("Bob Programma")
    give_role(person, "staff")
    return sign_in(person)


@pytest.fixture
def admin(app: Flask, sign_in: SignIn) -> FlaskClient:
    person = make_person("Bob Beheer")
    give_role(person, "admin")
    return sign_in(person)


@pytest.fixture
def coordinator(sites: tuple[Site, Site], sign_in: SignIn) -> FlaskClient:
    """Of Aalsmeer."""
    person = make_person("Bob Aalsmeer")
    give_role(person, "coordinator", sites[0])
    return sign_in(person)
