"""The app as a server loads it: with content, ready to answer."""

from __future__ import annotations

from lms import create_app
from lms.editions.store import store

app = create_app()
with app.app_context():
    store().start()
