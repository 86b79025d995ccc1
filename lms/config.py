"""Typed settings: the only reader of environment variables. docs/operators.md names each."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lms.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
SECRET_FILE = "secret_key"  # noqa: S105  the name of a file, not a secret
SHORTEST_SECRET = 32
DATA_KEY_FILE = "data_key"
SMTP_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How letters leave: `kind` is `file`, `console`, `smtp` or `smtps` (TLS from the start)."""

    kind: str = "file"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation may set. Paths are absolute."""

    env: str = "development"
    instance: Path = ROOT / "instance"
    content: Path = ROOT
    database_url: str = ""
    secret_key: str = ""
    data_keys: tuple[str, ...] = field(default=(), repr=False)
    publish_content: bool = True
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    base_url: str = ""
    proxies: int = 0
    mail: Mail = Mail()
    mail_from: str = ""

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def address(self) -> str:
        """Where people reach the app: LMS_BASE_URL, or this machine."""
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def sender(self) -> str:
        """Whom letters come from: LMS_MAIL_FROM, or a neutral sender at the app's own name."""
        host = urlsplit(self.address).hostname or "localhost"
        return self.mail_from or f"Academie <noreply@{host}>"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read `LMS_*` (and PORT). ConfigError names the setting and what it may be."""
    env = environ.get("LMS_ENV", "development")
    if env not in {"development", "production"}:
        raise ConfigError(f"LMS_ENV is {env!r}; it may be 'development' or 'production'.")
    instance = Path(environ.get("LMS_INSTANCE") or ROOT / "instance").resolve()
    settings = Settings(
        env=env,
        instance=instance,
        content=Path(environ.get("LMS_CONTENT") or ROOT).resolve(),
        database_url=environ.get("LMS_DATABASE_URL") or f"sqlite:///{instance / 'lms.sqlite3'}",
        secret_key=environ.get("LMS_SECRET_KEY") or _stored_secret(instance),
        data_keys=_data_keys(environ.get("LMS_DATA_KEY") or ""),
        publish_content=_yes(environ, "LMS_PUBLISH_CONTENT", default=True),
        host=environ.get("LMS_HOST") or "127.0.0.1",
        port=_number(environ, "PORT", default=8000, lowest=1, highest=65535),
        workers=_number(environ, "LMS_WORKERS", default=2, lowest=1, highest=64),
        base_url=(environ.get("LMS_BASE_URL") or "").rstrip("/"),
        proxies=_number(environ, "LMS_PROXIES", default=0, lowest=0, highest=5),
        mail=_mail(environ.get("LMS_MAIL") or "file"),
        mail_from=_sender(environ.get("LMS_MAIL_FROM") or ""),
    )
    if settings.production and len(settings.secret_key) < SHORTEST_SECRET:
        raise ConfigError(
            "LMS_ENV is 'production', but there is no LMS_SECRET_KEY of at least"
            f" {SHORTEST_SECRET} characters and no {instance / SECRET_FILE}."
        )
    return settings


def ensure_folder(instance: Path) -> None:
    """Create the instance folder if it is not there. Raises ConfigError when it cannot be."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(instance, error) from error


def ensure_secret(instance: Path) -> None:
    """Create the folder and the secret in it if they are not there."""
    ensure_folder(instance)
    try:
        if not (instance / SECRET_FILE).exists():
            _write_secret(instance / SECRET_FILE)
    except OSError as error:
        raise _unwritable(instance, error) from error


def _unwritable(instance: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"The folder {instance} cannot be written ({error.strerror}): make it writable or set"
        " LMS_INSTANCE to another folder."
    )


def _write_secret(path: Path) -> None:
    """Readable by the owner only. When another process is first, its secret stands."""
    with suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(SHORTEST_SECRET))


def _stored_secret(instance: Path) -> str:
    try:
        return (instance / SECRET_FILE).read_text().strip()
    except OSError:
        return ""


def _data_keys(text: str) -> tuple[str, ...]:
    """The key that seals, and older ones. ConfigError never repeats the value."""
    keys = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys):
        raise ConfigError(
            "LMS_DATA_KEY may be keys of 64 hexadecimal digits with commas between them, the one"
            " in use first and older ones after it."
        )
    return keys


def _mail(text: str) -> Mail:
    """ConfigError never repeats the value: it may hold a password."""
    if text in {"file", "console"}:
        return Mail(kind=text)
    try:
        parts = urlsplit(text)
        port = parts.port or SMTP_PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = urlsplit(""), 0
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if not parts.hostname or beyond or bool(parts.username) != bool(parts.password):
        raise ConfigError(
            "LMS_MAIL may be 'file', 'console', smtp://host:25,"
            " smtp://user:password@host:587 or smtps://user:password@host:465. Signs such as"
            " @ : / in the user or password are written as %40 %3A %2F."
        )
    return Mail(
        kind=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _sender(text: str) -> str:
    """An address with or without a name before it, as mail programs write it."""
    address = parseaddr(text)[1]
    try:
        fine = bool(Address(addr_spec=address).domain) and "\n" not in text
    except (ValueError, IndexError):
        fine = False
    if text and not fine:
        raise ConfigError(
            f"LMS_MAIL_FROM is {text!r}; it may be an address such as"
            " 'Academie <noreply@academie.example.nl>'."
        )
    return text


def _yes(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "").lower()
    if value not in {"", "0", "1", "no", "yes"}:
        raise ConfigError(f"{name} is {value!r}; it may be 1 or 0.")
    return default if not value else value in {"1", "yes"}


def _number(
    environ: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int
) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise ConfigError(f"{name} is {text!r}; it may be a number from {lowest} to {highest}.")
    return int(text)
