"""Typed settings: the only reader of environment variables. docs/operators.md names each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lms.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
SECRET_FILE = "secret_key"  # noqa: S105  the name of a file, not a secret
SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation may set. Paths are absolute."""

    env: str = "development"
    instance: Path = ROOT / "instance"
    content: Path = ROOT
    database_url: str = ""
    secret_key: str = ""
    publish_content: bool = True
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    base_url: str = ""
    proxies: int = 0

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def address(self) -> str:
        """Where people reach the app: LMS_BASE_URL, or this machine."""
        return self.base_url or f"http://localhost:{self.port}"


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
        publish_content=_yes(environ, "LMS_PUBLISH_CONTENT", default=True),
        host=environ.get("LMS_HOST") or "127.0.0.1",
        port=_number(environ, "PORT", default=8000, lowest=1, highest=65535),
        workers=_number(environ, "LMS_WORKERS", default=2, lowest=1, highest=64),
        base_url=(environ.get("LMS_BASE_URL") or "").rstrip("/"),
        proxies=_number(environ, "LMS_PROXIES", default=0, lowest=0, highest=5),
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
