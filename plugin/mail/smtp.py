"""Mail over SMTP.

One message, encrypted wherever the server can, and a sentence for whatever goes wrong.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr

from plugin.settings.model import MailSettings
from plugin.texts.escaping import to_one_line
from plugin.trackers.base import NotPermitted, TrackerRefused, TrackerUnreachable

SMTPS_PORT, SUBMISSION_PORT = 465, 587
TIMEOUT_S = 20.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MAX_REPLY_LENGTH = 120
_ADDRESS = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+")


class MailUnreachable(TrackerUnreachable):
    """No answer, or "try later" (4xx): the mail may or may not have gone out.

    Worth another try.
    """


class MailRefused(TrackerRefused):
    """The server refused this mail for good (5xx), or the address is none."""


class MailNotPermitted(NotPermitted):
    """The server refuses user and password, or takes them only unencrypted."""


@dataclass(frozen=True)
class Letter:
    """A mail to send.

    Attributes:
        key: the same for every attempt at the same mail; makes its Message-ID.
        address: the recipient's.
        name: the recipient's.
    """

    key: str
    address: str
    name: str
    title: str
    text: str
    language: str


class Mailer:
    """Sends letters one at a time.

    It keeps no connection and repeats nothing by itself.
    """

    def __init__(self, settings: MailSettings, timeout_s: float = TIMEOUT_S) -> None:
        """Take the settings; nothing is looked up or connected to before a letter is sent."""
        self._settings = settings
        self._timeout_s = timeout_s
        self._domain = parseaddr(settings.sender)[1].rpartition("@")[2] or "localhost"

    def send(self, letter: Letter, now: datetime) -> str:
        """Send a letter and return its Message-ID.

        Raises:
            MailUnreachable: it may be tried again.
            MailRefused: the same letter will be refused again.
            MailNotPermitted: an operator can mend `[mail]`.
        """
        message = self._build_message(letter, now)
        with _translate_errors(self._settings), self._connect() as server:
            server.send_message(message)
        return str(message["Message-ID"])

    def look(self) -> None:
        """Connect, encrypt and log in as for a letter, and send nothing.

        Raises:
            TrackerError: a letter would not go out; the sentence says why.
        """
        with _translate_errors(self._settings), self._connect() as server:
            server.noop()

    def _build_message(self, letter: Letter, now: datetime) -> MIMEText:
        if not _ADDRESS.fullmatch(letter.address):
            raise MailRefused(f"the address of {letter.name} is not one that mail can be sent to")
        # Not EmailMessage: Python 3.11 loses spaces where it folds a long title that is not ASCII.
        message = MIMEText(letter.text + "\n", "plain", "utf-8")
        message["From"] = formataddr(parseaddr(self._settings.sender))
        message["To"] = formataddr((to_one_line(letter.name), letter.address))
        message["Subject"] = Header(to_one_line(letter.title), "utf-8", header_name="Subject").encode()
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{letter.key}@{self._domain}>"
        # RFC 3834: automatic responders leave this mail alone.
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = letter.language
        return message

    @contextmanager
    def _connect(self) -> Iterator[smtplib.SMTP]:
        settings, tls = self._settings, ssl.create_default_context()
        server: smtplib.SMTP
        if settings.port == SMTPS_PORT:
            server = smtplib.SMTP_SSL(
                settings.host, settings.port, self._domain, timeout=self._timeout_s, context=tls
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, self._domain, timeout=self._timeout_s)
        with server:
            if settings.port != SMTPS_PORT:
                self._encrypt(server, tls)
            if settings.user and settings.password:
                self._log_in(server, settings.user, settings.password.get_secret_value())
            yield server

    def _log_in(self, server: smtplib.SMTP, user: str, password: str) -> None:
        """Give user and password.

        Some servers close the connection instead of refusing them.
        """
        try:
            server.login(user, password)
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                # smtplib tells silence and a closed connection by one error; who is slow says no to nobody.
                raise
            raise MailNotPermitted(
                f"{self._settings.host}:{self._settings.port} does not take the user and password of [mail] "
                "(it closed the connection)"
            ) from None

    def _encrypt(self, server: smtplib.SMTP, tls: ssl.SSLContext) -> None:
        """Begin TLS where the server offers it.

        Without it no password is sent, and nothing on port 587.
        """
        settings = self._settings
        server.ehlo()
        local = settings.host in _LOOPBACK and settings.port != SUBMISSION_PORT and not settings.password
        if server.has_extn("starttls") and not local:
            server.starttls(context=tls)
            server.ehlo()
        elif settings.port == SUBMISSION_PORT or settings.password:
            raise MailNotPermitted(
                f"{settings.host}:{settings.port} offers no encryption (STARTTLS), so nothing is sent to it; "
                "use port 465 or another server under [mail]"
            )


@contextmanager
def _translate_errors(settings: MailSettings) -> Iterator[None]:
    """Turn what SMTP raises into our errors.

    No password and no whole reply of the server stand in them.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailNotPermitted(
            f"{where} does not take the user and password of [mail] ({error.smtp_code})"
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()), (550, b""))
        raise _read_reply(where, code, reply) from None
    except smtplib.SMTPResponseException as error:
        raise _read_reply(where, error.smtp_code, error.smtp_error) from None
    except ssl.SSLCertVerificationError as error:
        raise MailNotPermitted(
            f"the certificate of {where} cannot be trusted: {error.verify_message}"
        ) from error
    except (smtplib.SMTPNotSupportedError, UnicodeEncodeError, ValueError) as error:
        raise MailRefused(f"{where} cannot carry this mail ({type(error).__name__})") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnreachable(f"{where} did not answer ({type(error).__name__})") from error


def _read_reply(where: str, code: int, reply: bytes | str) -> MailUnreachable | MailRefused:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    said = " ".join(text.split())[:_MAX_REPLY_LENGTH]
    if 400 <= code < 500 or code < 0:  # RFC 5321: a transient answer
        return MailUnreachable(f"{where} said later: {code} {said}")
    return MailRefused(f"{where} refused it: {code} {said}")
