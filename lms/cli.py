"""`lms …` commands. Each prints one clear sentence when it cannot do its work."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from lms import config, create_app, database
from lms.accounts import queries, services
from lms.clock import local_date, utcnow
from lms.content.advice import Counts
from lms.content.lint import check as check_content
from lms.content.lint import check_with_advice
from lms.content.tree import FOLDERS
from lms.editions.store import store
from lms.errors import LmsError
from lms.extensions import db
from lms.i18n import LANGUAGES, text_in


@click.group()
def lms() -> None:
    """POCO Academie."""


def main() -> None:
    """Entry point: errors of the product are sentences, not tracebacks."""
    try:
        lms.main(standalone_mode=True)
    except LmsError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@lms.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--advice", is_flag=True, help="Also say what could be better, and how much there is."
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Of the advice. Default: nl."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Default: today.")
def check(path: Path | None, advice: bool, lang: str, as_of: datetime | None) -> None:
    """Check the content and print file:line: message for everything that is wrong.

    PATH is a folder that holds courses/ and quizzes/ (default: LMS_CONTENT), or a file or folder
    in there: then only its own problems are shown.
    """
    root, inside = _content_root(path or config.from_environment().content)
    if advice:
        _advise(root, inside, lang, as_of.date() if as_of else local_date(utcnow()))
        return
    problems = [problem for problem in check_content(root) if _is_in(problem.path, inside)]
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.is_error for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings.", err=True)
    sys.exit(1 if errors else 0)


def _advise(root: Path, inside: str, lang: str, today: date) -> None:
    """Status 1 with advice too: who asks for it wants to know whether something is left."""
    found = check_with_advice(root, today)
    problems = [problem for problem in found.problems if _is_in(problem.path, inside)]
    advice = [one for one in found.advice if _is_in(one.path, inside)]
    mark = text_in(lang, "advice")
    for problem in problems:
        click.echo(str(problem))
    for one in advice:
        message = one.text(partial(text_in, lang))
        click.echo(f"{one.path}:{one.line}: {mark}: {message}")
    if found.counts:
        click.echo(_how_much(found.counts, lang))
    errors = sum(problem.is_error for problem in problems)
    summary = text_in(
        lang,
        "%(errors)s errors, %(warnings)s warnings, advice at %(advice)s places.",
        errors=errors,
        warnings=len(problems) - errors,
        advice=len(advice),
    )
    click.echo(summary, err=True)
    sys.exit(1 if errors or advice else 0)


def _how_much(counts: Counts, lang: str) -> str:
    return text_in(
        lang,
        "Modules: %(modules)s, lessons: %(lessons)s, exercises: %(exercises)s,"
        " questions: %(items)s, minutes required: %(minutes)s, minutes of extra practice:"
        " %(extra)s, words in Dutch: %(dutch)s, words in English: %(english)s.",
        modules=counts.modules,
        lessons=counts.lessons,
        exercises=counts.exercises,
        items=counts.items,
        minutes=counts.minutes,
        extra=counts.extra,
        dutch=counts.words["nl"],
        english=counts.words["en"],
    )


def _is_in(path: str, inside: str) -> bool:
    return inside in {"", path} or path.startswith(f"{inside}/")


def _content_root(path: Path) -> tuple[Path, str]:
    """The folder that holds courses/ and quizzes/, and where `path` is below it."""
    path = path.resolve()
    for root in (path, *path.parents):
        if any((root / folder).is_dir() for folder in FOLDERS):
            inside = path.relative_to(root).as_posix()
            return root, "" if inside == "." else inside
    raise LmsError(f"There is no courses/ or quizzes/ folder in {path} or above it.")


@lms.command()
def migrate() -> None:
    """Create the database or bring it up to date, and erase again who came back with a backup."""
    settings = _settings()
    with create_app(settings).app_context():
        database.migrate()
        again = database.replay_erasures()
    click.echo("The database is up to date.")
    if again:
        click.echo(f"{again} people who came back with a backup were erased again.")


@lms.command()
@click.option("--people", type=click.IntRange(1, 100_000), default=None, help="How many POCOs.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Default: today.")
@click.option("--reset", is_flag=True, help="Remove the demo that is there first.")
def demo(people: int | None, as_of: datetime | None, reset: bool) -> None:
    """Fill the database with an invented network."""
    from lms.demo import seed

    with create_app(_settings()).app_context():
        database.migrate()
        seed.run(
            people=people,
            as_of=as_of.date() if as_of else local_date(utcnow()),
            reset=reset,
            progress=sys.stderr.isatty() or bool(people),
        )


@lms.command()
def rebuild() -> None:
    """Make the projection of the completion ledger anew, and record states reached since."""
    from lms.progress.rebuild import rebuild as rebuild_projection
    from lms.progress.settling import settle_all

    with create_app(_settings()).app_context():
        database.check_current()
        store().start()
        count = rebuild_projection()
        settle_all()
        db.session.commit()
    click.echo(f"{count} rows made anew.")


@lms.group()
def audit() -> None:
    """The audit trail: seal it, and check that nobody changed it."""


@audit.command("seal")
def audit_seal() -> None:
    """Seal what was noted since the last time; the worker does it every minute."""
    from lms.audit.sealing import seal_new

    with create_app(_settings()).app_context():
        database.check_current()
        click.echo(f"{seal_new()} entries sealed.")


@audit.command("verify")
@click.argument("known", default="")
def audit_verify(known: str) -> None:
    """Check every seal and entry; status 1 at the first that does not fit.

    KNOWN is the hash that an earlier run printed: it has to be there still.
    """
    from lms.audit.verifying import Broken, verify
    from lms.privacy.terms import TRAIL

    with create_app(_settings()).app_context():
        database.check_current()
        try:
            found = verify(now=utcnow(), keep=TRAIL.length, known=known)
        except Broken as broken:
            click.echo(str(broken), err=True)
            sys.exit(1)
    click.echo(f"{found.entries} entries under {found.seals} seals are as they were.")
    click.echo(f"{found.unsealed} entries are not sealed yet.")
    if found.last_hash:
        click.echo(f"Last seal: {found.last_hash}")


@lms.group()
def datakey() -> None:
    """The key of what is sealed: scans and measures."""


@datakey.command("check")
def datakey_check() -> None:
    """Try to open every sealed row; status 1 when one does not open."""
    from lms import strongbox

    with create_app(_settings()).app_context():
        database.check_current()
        state = strongbox.check()
    click.echo(f"{state.total} sealed rows, {state.older} of them under an older key.")
    if state.broken:
        click.echo(f"{state.broken} do not open: put the key back that sealed them.", err=True)
        sys.exit(1)


@datakey.command("rotate")
def datakey_rotate() -> None:
    """Seal everything under a new key; with LMS_DATA_KEY under the one that stands first."""
    from lms import strongbox

    with create_app(_settings()).app_context():
        database.check_current()
        count = strongbox.rotate()
    click.echo(f"{count} rows were sealed under the new key.")


@lms.group()
def privacy() -> None:
    """Personal data: terms, erasures after a restore, the register."""


@privacy.command("retention")
def privacy_retention() -> None:
    """Carry out every term of the register; the worker does it once a day."""
    from lms.privacy.retention import run

    with create_app(_settings()).app_context():
        database.check_current()
        counts = run(utcnow())
    for table, count in sorted(counts.items()):
        click.echo(f"{table}: {count}")
    click.echo("Every term was carried out.")


@privacy.command("replay")
@click.argument("log", type=click.Path(exists=True, dir_okay=False), required=False)
def privacy_replay(log: str | None) -> None:
    """Erase again who came back with a backup.

    LOG is a log of erasures of another machine (default: the one in LMS_INSTANCE).
    """
    from lms.privacy.erasure import replay

    with create_app(_settings()).app_context():
        database.check_current()
        click.echo(f"{replay(now=utcnow(), path=log or '')} people erased again.")


@privacy.command("purge")
def privacy_purge() -> None:
    """Write the database anew, without anything that was ever removed from it."""
    from lms.privacy.traces import purge

    with create_app(_settings()).app_context():
        database.check_current()
        purge()
    click.echo("The database was written anew.")


@privacy.command("register")
def privacy_register() -> None:
    """Print the register as the table in docs/privacy.md."""
    from lms.privacy.document import table

    click.echo(table(create_app(_settings())))


@lms.command("login-link")
@click.argument("email")
def login_link(email: str) -> None:
    """Print a one-time sign-in address for the person with this e-mail address."""
    settings = _settings()
    with create_app(settings).app_context():
        database.check_current()
        click.echo(settings.address + _link_path(email))


@lms.command()
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: PORT or 8000.")
def serve(port: int | None) -> None:
    """Serve the app until it is stopped."""
    from lms import start

    start.serve(_settings(), port=port)


@lms.command("run")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: PORT or 8000.")
def run_command(port: int | None) -> None:
    """Everything for a first look: database, demo network when it is empty, and the server."""
    from lms import start

    start.run(_settings(), port=port)


@lms.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def worker_command(once: bool) -> None:
    """Send letters and do the regular jobs until it is stopped."""
    from lms import worker

    worker.work(_settings(), once=once)


def _settings() -> config.Settings:
    """Settings with an instance folder and a secret; made here when they are not there yet."""
    settings = config.from_environment()
    if not settings.secret_key and not settings.production:
        config.ensure_secret(settings.instance)
        settings = config.from_environment()
    return settings


def _link_path(email: str) -> str:
    person = queries.by_email(services.normalise_email(email))
    if person is None:
        raise LmsError(f"There is nobody with the address {email}.")
    token = services.make_login_link(person=person)
    db.session.commit()
    return f"/sign-in/link/{token}"
