"""LMS_MAIL: what it may be, and that a password only goes where it is safe."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from lms.clock import utcnow
from lms.config import Mail, Settings, from_environment
from lms.errors import ConfigError
from lms.mail import transports
from lms.mail.models import MailState
from tests._mail import Mailbox, mail_server
from tests.mail.conftest import again, send, write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Mail()),
        ("console", Mail(kind="console")),
        ("smtp://mail.example.nl", Mail(kind="smtp", host="mail.example.nl", port=25)),
        (
            "smtps://poco:ge%40heim@mail.example.nl",
            Mail(kind="smtps", host="mail.example.nl", port=465, user="poco", password="ge@heim"),
        ),
    ],
)
def test_the_setting_is_read(text: str, expected: Mail) -> None:
    assert from_environment({"LMS_MAIL": text}).mail == expected


@pytest.mark.parametrize(
    "text",
    [
        "post",
        "http://geheim@x",
        "smtp://",
        "smtp://poco@host",
        "smtp://h:geheim",
        "smtp://h/geheim",
    ],
)
def test_a_wrong_setting_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment({"LMS_MAIL": text})
    assert "LMS_MAIL" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_the_password_is_in_no_repr() -> None:
    settings = from_environment({"LMS_MAIL": "smtp://poco:geheim@host:587"})
    assert "geheim" not in repr(settings)


def test_the_sender_is_an_address() -> None:
    own = "Academie <noreply@academie.example.nl>"
    assert from_environment({"LMS_MAIL_FROM": own}).sender == own
    assert from_environment({}).sender == "Academie <noreply@localhost>"
    for wrong in ("Academie", "a@b\nBcc: c@d", "<>"):
        with pytest.raises(ConfigError, match="LMS_MAIL_FROM"):
            from_environment({"LMS_MAIL_FROM": wrong})


def test_files_can_be_read_and_the_newest_is_the_last(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.config["SETTINGS"], instance=tmp_path, mail=Mail())
    write()
    send(settings)
    write("bob@example.invalid")
    send(settings)
    paths = sorted((tmp_path / "mail").glob("*.eml"))
    newest = message_from_bytes(paths[-1].read_bytes(), policy=policy.default)
    assert newest["To"] == "bob@example.invalid"
    assert "invitation/geheim" in paths[-1].read_text()
    assert paths[-1].stat().st_mode & 0o077 == 0
    assert "bob" not in paths[-1].name


def test_the_console_shows_letters(
    app: Flask, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    send(replace(settings, mail=Mail(kind="console")))
    assert "invitation/geheim" in capsys.readouterr().out


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, that nobody knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(utcnow() - timedelta(days=1))
        .not_valid_after(utcnow() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def guarded_server(certificate: Path | None) -> Iterator[tuple[Mailbox, Mail, list[bytes]]]:
    """A server that asks for a password, over TLS when it has a certificate."""
    seen: list[bytes] = []

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        seen.append(data.password)
        return AuthResult(success=data.password == b"geheim")

    options: dict[str, Any] = {"authenticator": check, "auth_require_tls": False}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        options["tls_context"] = context
    with mail_server(**options) as (box, mail):
        yield box, replace(mail, host="localhost", user="poco", password="geheim"), seen


def test_a_password_goes_over_tls_to_a_server_that_is_known(
    app: Flask, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    write()
    with guarded_server(certificate) as (box, mail, seen):
        assert send(replace(settings, mail=mail)).sent == 1
        assert (len(box.letters), seen) == (1, [b"geheim"])


def test_a_password_goes_to_no_stranger(app: Flask, settings: Settings, certificate: Path) -> None:
    letter = write()
    with guarded_server(certificate) as (_box, mail, seen):
        assert not send(replace(settings, mail=mail)).reached
        assert seen == []
    assert again(letter).last_error == "tls"


def test_a_password_does_not_go_in_the_open(app: Flask, settings: Settings) -> None:
    letter = write()
    with guarded_server(None) as (_box, mail, seen):
        assert not send(replace(settings, mail=mail)).reached
        assert seen == []
    assert again(letter).last_error == "tls"


def test_a_wrong_password_fails_no_letter(
    app: Flask, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    # After a wrong password this server answers no goodbye.
    monkeypatch.setattr(transports, "TIMEOUT", 1.0)
    letter = write()
    with guarded_server(certificate) as (_box, mail, _seen):
        assert not send(replace(settings, mail=replace(mail, password="fout"))).reached
    assert (again(letter).state, again(letter).last_error) == (MailState.WAITING, "sign-in")


def test_without_a_password_any_certificate_is_better_than_none(
    app: Flask, settings: Settings, certificate: Path
) -> None:
    write()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(tls_context=context, require_starttls=True) as (box, mail):
        assert send(replace(settings, mail=mail)).sent == 1
        assert len(box.letters) == 1
