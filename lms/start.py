"""`lms serve` and `lms run`: prepare, serve, and say what is going on."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import click
from whitenoise.compress import Compressor

from lms import config, create_app, database, pages, server, strongbox
from lms.accounts import demo, queries, services
from lms.clock import local_date, utcnow
from lms.errors import ConfigError
from lms.extensions import db


def serve(settings: config.Settings, *, port: int | None = None) -> None:
    """Serve until stopped. Refuses broken content, and a demo network in production."""
    settings = replace(settings, port=port or settings.port)
    server.check_port(settings.host, settings.port)
    prepare_static(settings.instance)
    with create_app(settings).app_context():
        database.check_current()
        _check_demo(settings)
        if strongbox.trouble():
            click.echo(strongbox.trouble(), err=True)
        db.session.remove()
        db.engine.dispose()
    server.serve(
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        on_ready=lambda address: _ready(settings, address),
    )


def run(settings: config.Settings, *, port: int | None = None) -> None:
    """A first look: database, demo network when nobody is in the database yet, the server, and the
    worker beside it."""
    from lms.demo import seed

    port = port or settings.port
    server.check_port(settings.host, port)
    with create_app(settings).app_context():
        click.echo("Bringing the database up to date …")
        database.migrate()
        database.replay_erasures()
        if seed.is_empty():
            click.echo("Making the demo network: invented people of invented firms …")
            seed.run(people=None, as_of=local_date(utcnow()), reset=False, progress=False)
        db.session.remove()
        db.engine.dispose()
    click.echo("Starting the server …")
    with server.worker_beside(port):
        serve(settings, port=port)


def _check_demo(settings: config.Settings) -> None:
    """Anyone may enter a demo as anybody, so it never leaves this machine."""
    if settings.production and demo.holds_demo_people():
        raise ConfigError(
            "This database holds a demo network, and LMS_ENV is 'production'. Use an empty"
            " database, or remove the demo."
        )
    loopback = {"127.0.0.1", "::1", "localhost"}
    if demo.is_demo() and settings.host not in loopback:
        raise ConfigError(
            f"A demo network is served on this machine only: LMS_HOST is {settings.host!r};"
            " leave it out or set it to 127.0.0.1."
        )


def _ready(settings: config.Settings, address: str) -> None:
    """Say where the app is and, in a demo, how to get in."""
    click.echo(f"\nPOCO Academie: {settings.base_url or address}\n")
    with create_app(settings).app_context():
        people = demo.people()
        for person in people:
            account = queries.by_email(person.email)
            if account is not None:
                token = services.make_login_link(person=account)
                click.echo(f"  {person.email:<26} {address}/sign-in/link/{token}")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    if people:
        click.echo("\nEach link signs in once. Stop with Ctrl-C.")


def prepare_static(instance: Path) -> None:
    """Copy the static files with their compressed forms to where WhiteNoise serves them from."""
    target = instance / "cache" / "static" / pages.static_hash(pages.STATIC)
    if target.is_dir():
        return
    shutil.rmtree(target.parent, ignore_errors=True)
    making = target.with_suffix(".new")
    shutil.copytree(pages.STATIC, making)
    _join_styles(making / "css/app.css")
    compressor = Compressor(quiet=True)
    for path in making.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    making.rename(target)


def _join_styles(path: Path) -> None:
    """Put the files it imports in their place: one request instead of five."""
    parts = re.split(r'@import url\("([^"]+)"\);', path.read_text())
    parts[1::2] = [(path.parent / name).read_text() for name in parts[1::2]]
    path.write_text("".join(parts))
