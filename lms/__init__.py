"""POCO Academie: e-learning and training tracking for the POCO network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import config, error_pages, extensions, i18n, pages, security
from lms.accounts.invitation_pages import bp as invitations
from lms.accounts.reminder_pages import bp as reminders
from lms.accounts.views import bp as accounts
from lms.assessment.views import bp as assessment
from lms.audit import services as audit
from lms.editions import store
from lms.home.views import bp as home
from lms.insight.views import bp as insight
from lms.learning.views import bp as learning
from lms.library.views import bp as library
from lms.live.views import bp as live
from lms.manage.views import bp as manage
from lms.network.views import bp as network
from lms.practice.views import bp as practice
from lms.privacy.views import bp as privacy
from lms.progress import settling, signin
from lms.reference.views import bp as reference
from lms.remarks.views import bp as remarks
from lms.resilience import services as resilience_services
from lms.resilience.views import bp as resilience
from lms.scenarios.views import bp as scenarios
from lms.selfcheck.views import bp as selfcheck
from lms.training import services as training_services
from lms.training.views import bp as training


def create_app(
    settings: config.Settings | None = None, overrides: Mapping[str, Any] | None = None
) -> Flask:
    """Build the app. `settings` default to the environment; `overrides` are Flask settings (tests).

    Raises ConfigError for a wrong setting. Content is loaded by `editions.store.start`.
    """
    settings = settings or config.from_environment()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    app.jinja_environment = pages.Environment
    app.config.update(
        SETTINGS=settings,
        PRODUCTION=settings.production,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=extensions.engine_options(settings.database_url),
        SESSION_COOKIE_NAME="poco_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,
        **extensions.COMPRESSION,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
    )
    app.config.update(overrides or {})
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count)  # type: ignore[method-assign]
    extensions.init_app(app)
    i18n.init_app(app)
    security.init_app(app)
    error_pages.init_app(app)
    store.init_app(app)
    audit.init_app(app)
    signin.init_app(app)
    settling.init_app(app)
    resilience_services.init_app(app)
    training_services.init_app(app)
    pages.init_app(app)
    for blueprint in (
        home, learning, assessment, practice, scenarios, resilience, selfcheck, remarks,
        training, live, library, reference, accounts, network, insight, privacy, manage,
        invitations, reminders,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    return app
