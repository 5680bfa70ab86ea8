"""Every call to a tracker has a total time and a size beside the time of a read."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from time_limits import scaled

from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TrackerError, TrackerUnreachable
from plugin.trackers.http import session as http_session
from plugin.trackers.http.bounded_adapter import MAX_ANSWER_BYTES
from plugin.trackers.jira.session import JiraSession

TIMEOUT_S = 0.4
DRIP_S = 0.05
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Answer = Callable[[socket.socket, threading.Event], None]
Ask = Callable[..., object]


class StrangeSite:
    """Answers each connection in one strange way."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, self._encrypt(connection) as shown:
            shown.recv(65536)
            self._answer(shown, self._over)

    def _encrypt(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def close(self) -> None:
        """End every answer."""
        self._over.set()
        self._listening.close()


def _drip(start: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(DRIP_S):
            connection.sendall(piece)

    return answer


def _send(body: bytes, *headers: str) -> Answer:
    head = "".join(f"{line}\r\n" for line in (*headers, f"Content-Length: {len(body)}"))

    def answer(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(_OK + head.encode() + b"\r\n" + body)

    return answer


def _endless(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    piece = b"10000\r\n" + b"[" * 65536 + b"\r\n"
    while not over.is_set():
        connection.sendall(piece)


DRIPPING = {
    "a body that drips": _drip(_OK + b"Content-Length: 1000000\r\n\r\n", b" "),
    "chunks that drip": _drip(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "a chunk that drips": _drip(_OK + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n", b" "),
    "headers that drip": _drip(_OK + b"X-Slow: ", b"a"),
}
_ZEROS = b"0" * (4 * MAX_ANSWER_BYTES)
TOO_LARGE = {
    "a body without an end": _endless,
    "a bomb of zeros": _send(gzip.compress(_ZEROS), "Content-Encoding: gzip"),
    "a bomb in a bomb": _send(gzip.compress(gzip.compress(_ZEROS)), "Content-Encoding: gzip, gzip"),
    "more than 20 MB": _send(b'"' + b"a" * MAX_ANSWER_BYTES + b'"'),
}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask a site that answers in a strange way."""
    monkeypatch.setattr(http_session, "CONNECT_TIMEOUT_S", TIMEOUT_S)
    sites = []

    def asking(answer: Answer, tls: ssl.SSLContext | None = None) -> object:
        site = StrangeSite(answer, tls)
        sites.append(site)
        settings = TrackerSettings(
            kind="jira_cloud",
            url=site.url,
            token=SecretStr("t"),
            webhook_secrets=(SecretStr("a secret"),),
            timeout_s=TIMEOUT_S,
        )
        return JiraSession(settings).ask("GET", "issue/ACME-1")

    yield asking
    for site in sites:
        with closing(site):
            pass


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate that signs itself, and that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "site.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(kept + certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("answer", DRIPPING.values(), ids=DRIPPING)
def test_an_answer_that_drips_over_tls_ends_as_well(ask: Ask, answer: Answer, tls: ssl.SSLContext) -> None:
    """The total time holds for an encrypted answer as well."""
    began_s = time.monotonic()
    with pytest.raises(TrackerUnreachable, match=r"did not finish its answer in 0\.8 seconds"):
        ask(answer, tls)
    assert time.monotonic() - began_s < scaled(2.0)


def test_a_record_of_tls_that_drips_ends_as_well(ask: Ask, tls: ssl.SSLContext) -> None:
    """Bytes of one record come one by one: no record is ever whole."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(_OK + b"Content-Length: 1000000\r\n\r\n")
        # Below the encryption: the head of a record of sixteen kilobytes, then what never fills it.
        with socket.socket(fileno=os.dup(connection.fileno())) as raw:
            raw.sendall(b"\x17\x03\x03\x40\x00")
            while not over.wait(DRIP_S):
                raw.sendall(b"a")

    began_s = time.monotonic()
    # TLS counts the time of a read for the whole record, so that the read itself ends first.
    with pytest.raises(TrackerUnreachable, match="broke off"):
        ask(answer, tls)
    assert time.monotonic() - began_s < scaled(2.0)


@pytest.mark.parametrize("answer", DRIPPING.values(), ids=DRIPPING)
def test_a_dripping_answer_ends_in_a_clear_failure(ask: Ask, answer: Answer) -> None:
    """Every call to a tracker has a total time beside the time a read may take."""
    began_s = time.monotonic()
    with pytest.raises(TrackerUnreachable, match=r"did not finish its answer in 0\.8 seconds"):
        ask(answer)
    assert time.monotonic() - began_s < scaled(2.0)


@pytest.mark.parametrize("answer", TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_huge_answer_ends_in_a_clear_failure(ask: Ask, answer: Answer) -> None:
    """An answer has a size, 20 MB unpacked; a bomb is not unpacked further."""
    with pytest.raises(TrackerUnreachable, match=r"is not read: it is (larger than 20 MB|packed more than)"):
        ask(answer)


def test_deeply_nested_json_is_no_error_of_ours(ask: Ask) -> None:
    """It is no answer of a tracker."""
    with pytest.raises(TrackerError, match="is not Jira's JSON"):
        ask(_send(b"[" * 500_000))


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b'{"key": "ACME-1"}', ()), (gzip.compress(b'{"key": "ACME-1"}'), ("Content-Encoding: gzip",))],
    ids=["plain", "packed"],
)
def test_an_ordinary_answer_is_read(ask: Ask, body: bytes, headers: tuple[str, ...]) -> None:
    """Packed or not."""
    assert ask(_send(body, *headers)) == {"key": "ACME-1"}
