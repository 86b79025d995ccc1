"""The app as a server loads it: with content, ready to answer."""

from __future__ import annotations

from lms import create_app
from lms.accounts import demo
from lms.editions.store import store
from lms.extensions import db, only_reading

app = create_app()
with app.app_context(), only_reading():
    store().start()
    demo.is_demo()  # asked once, so that no page has to
    # Workers are forked from here: each opens connections of its own.
    db.session.remove()
    db.engine.dispose()
