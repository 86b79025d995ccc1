"""How a letter leaves: over SMTP, into a file, or onto the console."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

from lms.clock import utcnow
from lms.config import Mail, Settings

FOLDER = "mail"
TIMEOUT = 30.0
"""Seconds a mail server may take for one step."""

Deliver = Callable[[EmailMessage, str], None]
"""Takes a message and its id; raises one of the errors below when it did not leave."""

_SIGN_IN_CODES = {530, 534, 535, 538}


class Undelivered(Exception):
    """A letter did not leave; `kind` says why in a word or two, never in the server's words."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Refused(Undelivered):
    """The server will never take this letter."""


class Later(Undelivered):
    """The server does not take this letter now."""


class Unreachable(Undelivered):
    """There is no talking to the server now, whatever the letter."""


@contextmanager
def transport(settings: Settings) -> Iterator[Deliver]:
    """What delivers letters by the setting LMS_MAIL; one connection serves the whole block."""
    if settings.mail.kind == "file":
        yield _into(settings.instance / FOLDER)
    elif settings.mail.kind == "console":
        yield _print
    else:
        connection = _Connection(settings.mail)
        try:
            yield connection.deliver
        finally:
            connection.close()


def _into(folder: Path) -> Deliver:
    """Files that sort by time, so the newest is the last; only their owner may read them."""

    def write(message: EmailMessage, name: str) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"{utcnow():%Y%m%d-%H%M%S-%f}-{name}.eml"
            path.touch(mode=0o600)
            path.write_bytes(_readable(message))
        except OSError as error:
            raise Unreachable("file") from error

    return write


def _print(message: EmailMessage, _name: str) -> None:
    sys.stdout.write(_readable(message).decode() + "\n")
    sys.stdout.flush()


def _readable(message: EmailMessage) -> bytes:
    """The message with its text as people wrote it."""
    plain = EmailMessage(policy=message.policy.clone(linesep="\n", utf8=True))
    plain.set_content(message.get_content(), cte="8bit")
    for name, value in message.items():
        if name not in plain:
            plain[name] = value
    return plain.as_bytes()


class _Connection:
    """A connection that is made for the first letter and serves the next ones."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, message: EmailMessage, _name: str) -> None:
        smtp = self._smtp = self._smtp or self._connect()
        try:
            smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            (code, _words), *_rest = error.recipients.values()
            raise self._judged(code) from error
        except smtplib.SMTPResponseException as error:
            raise self._judged(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("address") from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable("no answer") from error

    def _judged(self, code: int) -> Undelivered:
        """What an answer of the server means. After 421 it hangs up."""
        if code in _SIGN_IN_CODES:
            self.close()
            return Unreachable("sign-in")
        if code == 421 or code < 400:
            self.close()
            return Unreachable(f"later {code}")
        return Refused(f"refused {code}") if code >= 500 else Later(f"later {code}")

    def _connect(self) -> smtplib.SMTP:
        """Whatever goes wrong here is no fault of the letter."""
        try:
            smtp = self._open()
            try:
                self._secure(smtp)
            except BaseException:
                _leave(smtp)
                raise
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable("sign-in") from error
        except smtplib.SMTPResponseException as error:
            raise Unreachable(f"later {error.smtp_code}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Unreachable("sign-in") from error
        except ssl.SSLError as error:
            raise Unreachable("tls") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable("no answer") from error
        return smtp

    def _open(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.kind == "smtp":
            return smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=context)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        """A password goes only to a server that has shown its certificate."""
        smtp.ehlo_or_helo_if_needed()
        if self._mail.kind == "smtp":
            if smtp.has_extn("starttls"):
                smtp.starttls(context=_context(strict=bool(self._mail.user)))
                smtp.ehlo()
            elif self._mail.user:
                raise Unreachable("tls")
        if self._mail.user:
            try:
                smtp.login(self._mail.user, self._mail.password)
            except smtplib.SMTPServerDisconnected as error:
                # Some servers hang up on a wrong password.
                raise Unreachable("sign-in") from error

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            _leave(smtp)


def _leave(smtp: smtplib.SMTP) -> None:
    """Say goodbye, so that the server need not wait for more."""
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _context(*, strict: bool) -> ssl.SSLContext:
    """Without a password to protect, a certificate nobody signed is better than none."""
    context = ssl.create_default_context()
    if not strict:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
