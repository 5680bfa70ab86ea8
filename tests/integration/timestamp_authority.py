"""A time-stamping authority on this machine.

OpenSSL's `ts` behind a small HTTP server.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

_CONFIG = """
[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing."""


@dataclass
class Authority:
    """A running authority.

    Attributes:
        url: where it is asked.
        roots: the file of its root certificate.
        asked: how often it was asked.
        fails: answered instead of a time stamp while it is set.
    """

    url: str
    roots: Path
    asked: int = 0
    fails: list[Response] = field(default_factory=list)


@contextmanager
def timestamp_authority(folder: Path) -> Iterator[Authority]:
    """Run an authority with a root of its own until the block ends."""
    folder.mkdir()
    _certify(folder)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
    app = Flask(__name__)
    server = make_server("127.0.0.1", 0, app, request_handler=_Quiet)
    authority = Authority(f"http://127.0.0.1:{server.server_port}/tsr", folder / "root.pem")

    @app.post("/tsr")
    def stamp() -> Response:
        authority.asked += 1
        if authority.fails:
            return authority.fails.pop(0)
        query, answer = folder / "query.tsq", folder / "answer.tsr"
        query.write_bytes(request.get_data())
        given = ["-config", str(folder / "tsa.cnf"), "-queryfile", str(query), "-out", str(answer)]
        command = ["openssl", "ts", "-reply", *given]
        subprocess.run(command, check=True, capture_output=True, timeout=30)  # noqa: S603
        return Response(answer.read_bytes(), content_type="application/timestamp-reply")

    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()


def _certify(folder: Path) -> None:
    """Write a root, and a key with a certificate for time stamps alone."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _builder("Test root", "Test root", root_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    signer = _builder("Test authority", "Test root", key.public_key()).add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
    )
    for name, built in (("root", root), ("signer", signer)):
        signed = built.sign(root_key, hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "signer.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )


def _builder(subject: str, issuer: str, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]),
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + timedelta(days=30),
    )
