"""Asks a time-stamping authority, and checks what it answered (RFC 3161).

What is stamped is the hash of the record's last entry as 64 hexadecimal digits, so that anybody can check an
answer without us:

    printf %s HASH | openssl ts -verify -data /dev/stdin -in 412.tsr -CAfile roots.pem
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import certifi
import requests
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from plugin.timestamps.stamp import Stamp, StampRefused
from plugin.trackers.http.bounded_adapter import AnswerTooLarge, BoundedAdapter, read_bounded
from plugin.trackers.http.deadlines import DEADLINES

TIMEOUT_S = 10.0
_CONNECT_TIMEOUT_S = 3.0
_GRANTED = (0, 1)
_END = "-----END CERTIFICATE-----"


class TimestampAuthority:
    """One authority, asked over HTTP."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self._url = url
        self._timeout_s = timeout_s

    def stamp(self, head: str) -> Stamp:
        """Ask for a time stamp of the record's head.

        Raises:
            StampRefused: there is no answer, or not one to what was asked.
        """
        asked = _build_request(head)
        answer = self._ask(asked.as_bytes())
        decoded = _decode(answer)
        if decoded.tst_info.nonce != asked.nonce:
            raise StampRefused("the authority's answer is not one to this question")
        _compare(decoded, head)
        return Stamp(answer, decoded.tst_info.gen_time)

    def _ask(self, body: bytes) -> bytes:
        try:
            with requests.Session() as session, DEADLINES.limit(_CONNECT_TIMEOUT_S + self._timeout_s) as call:
                session.mount("https://", BoundedAdapter())
                session.mount("http://", BoundedAdapter())
                response = session.post(
                    self._url,
                    data=body,
                    headers={"Content-Type": "application/timestamp-query"},
                    timeout=(_CONNECT_TIMEOUT_S, self._timeout_s),
                    allow_redirects=False,
                    stream=True,
                )
                read_bounded(response)
        except (requests.RequestException, AnswerTooLarge, ValueError) as error:
            raise StampRefused(f"{self._url} gave no answer ({type(error).__name__})") from None
        if call.is_over:
            raise StampRefused(f"{self._url} did not finish its answer in time")
        if response.status_code != 200:
            raise StampRefused(f"{self._url} answered {response.status_code}")
        return response.content


def load_roots(path: Path | None) -> list[x509.Certificate]:
    """Return the certificates that are trusted: of a PEM file, else those of browsers.

    Raises:
        StampRefused: the file cannot be read, or holds none.
    """
    if path is None:
        return _load_known_roots()
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StampRefused(f"{path} is no file of certificates in PEM ({type(error).__name__})") from None


def _load_known_roots() -> list[x509.Certificate]:
    """Return the roots that browsers trust; one that breaks today's rules is left out."""
    roots = []
    for part in Path(certifi.where()).read_text(encoding="ascii").split(_END)[:-1]:
        with warnings.catch_warnings(), suppress(ValueError, CryptographyDeprecationWarning):
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            roots.append(x509.load_pem_x509_certificate((part + _END).encode()))
    return roots


def check_stamp(answer: bytes, head: str, roots: list[x509.Certificate]) -> datetime:
    """Check an answer that was kept, and return the time that it attests.

    Raises:
        StampRefused: it is of another hash, or nobody who is trusted has signed it.
    """
    decoded = _decode(answer)
    _compare(decoded, head)
    builder = VerifierBuilder(roots=list(roots))
    try:
        builder.build().verify_message(decoded, head.encode())
    except VerificationError as error:
        raise StampRefused(f"its signature does not hold: {error}") from None
    return decoded.tst_info.gen_time


def _build_request(head: str) -> TimeStampRequest:
    builder = TimestampRequestBuilder().data(head.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build()


def _decode(answer: bytes) -> TimeStampResponse:
    try:
        decoded = decode_timestamp_response(answer)
    except ValueError as error:
        raise StampRefused("the answer is no time stamp") from error
    if decoded.status not in _GRANTED:
        words = "; ".join(decoded.status_string) or f"status {decoded.status}"
        raise StampRefused(f"the authority refused: {words}")
    return decoded


def _compare(decoded: TimeStampResponse, head: str) -> None:
    wanted = _build_request(head).message_imprint
    found = decoded.tst_info.message_imprint
    if (found.hash_algorithm, found.message) != (wanted.hash_algorithm, wanted.message):
        raise StampRefused("it is a time stamp of another hash")
