"""Signed deliveries as Jira Cloud sends them, made from a recorded body."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

SECRET = "the secret of the benchmark"
PROJECT = "BENCH"
RECORDED = Path(__file__).parents[1] / "data" / "jira" / "issue-created.json"


def requests(subjects: int = 200, fields: Mapping[str, object] | None = None) -> Iterator[bytes]:
    """Give one new delivery after the other, about a number of issues in turn.

    Each has an id of its own.

    Args:
        subjects: how many issues.
        fields: what stands in each issue in the place of what was recorded.
    """
    bodies = [_signed(_body(10_000 + number, fields or {})) for number in range(subjects)]
    run, number = uuid.uuid4().hex[:12], 0
    while True:
        head, body = bodies[number % subjects]
        yield b"%sX-Atlassian-Webhook-Identifier: %s-%d\r\n\r\n%s" % (head, run.encode(), number, body)
        number += 1


def _body(issue: int, fields: Mapping[str, object]) -> bytes:
    data = json.loads(RECORDED.read_bytes())
    data["issue"]["fields"] |= fields
    data["issue"]["id"], data["issue"]["key"] = str(issue), f"{PROJECT}-{issue}"
    return json.dumps(data).encode()


def _signed(body: bytes) -> tuple[bytes, bytes]:
    mac = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        "POST /webhooks/main HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nUser-Agent: Atlassian HttpClient\r\n"
        f"X-Hub-Signature: sha256={mac}\r\n"
    )
    return head.encode(), body
