"""What a tracker is answered, and what is kept of what it sent."""

from __future__ import annotations

import hmac
import io
import logging
import shlex
from collections.abc import Callable
from typing import get_args

import pytest
from webhook_site import SECRET, WebhookSite

from plugin.settings.model import TrackerSettings
from plugin.store.inbox import StoreUnavailable
from webhooks.jira.parser import verify
from webhooks.parsers import MODULES
from webhooks.receiving import MAX_BYTES
from webhooks.throttle import FailureWindow

BODY = b'{"webhookEvent": "user_created", "timestamp": 1550286678321}'
ID = {"X_Atlassian_Webhook_Identifier": "delivery-1"}


def signature(body: bytes, secret: str = SECRET, method: str = "sha256") -> str:
    """Sign as WebSub does."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def test_a_signed_delivery_is_kept_and_then_answered(site: WebhookSite) -> None:
    """204 and nothing in the body; the raw bytes are kept as they came."""
    answer = site.post(BODY, **ID)
    assert (answer.status_code, answer.data) == (204, b"")
    assert (site.last.tracker, site.last.delivery_id, site.last.body) == ("main", "delivery-1", BODY)
    assert site.last.received_at == site.clock.now()


def test_a_slash_at_the_end_is_the_same_address(site: WebhookSite) -> None:
    """`POST /webhooks/main/` is `POST /webhooks/main`."""
    client = site.app.test_client()
    headers = {"X-Hub-Signature": signature(BODY)}
    answers = [
        client.post(f"/webhooks/{name}", data=BODY, headers=headers) for name in ("main/", "main", "x/")
    ]
    assert [answer.status_code for answer in answers] == [204, 204, 404]
    assert client.post("/webhooks/main/", data=BODY).status_code == 401
    assert {arrival.tracker for arrival in site.inbox.arrivals} == {"main"}


def test_a_repeat_is_answered_like_the_first(site: WebhookSite) -> None:
    """A tracker that repeats itself hears 204 again, and one delivery is kept."""
    answers = [site.post(BODY, X_Atlassian_Webhook_Retry="1", **ID).status_code for _ in range(3)]
    assert (answers, len(site.inbox.arrivals)) == ([204, 204, 204], 1)


SIGNED = (
    ("the first secret", signature(BODY), 204),
    ("the second live secret", signature(BODY, "second secret"), 204),
    ("SHA-384", signature(BODY, method="sha384"), 204),
    ("SHA-512", signature(BODY, method="sha512"), 204),
    ("a mac in capital letters", "sha256=" + signature(BODY)[7:].upper(), 204),
    ("a method in capital letters", "SHA256=" + signature(BODY)[7:], 204),
    ("spaces around", f"  {signature(BODY)}  ", 204),
    ("sent twice, joined by the server", f"{signature(BODY)}, {signature(BODY)}", 204),
    ("sent twice, the second one right", f"sha256={'0' * 64},{signature(BODY)}", 204),
    ("the secret of another tracker", signature(BODY, "own secret"), 401),
    ("an empty secret", signature(BODY, ""), 401),
    ("another body", signature(BODY + b" "), 401),
    ("an empty header", "", 401),
    ("SHA-1", signature(BODY, method="sha1"), 401),
    ("MD5", signature(BODY, method="md5"), 401),
    ("no method", signature(BODY)[7:], 401),
    ("no mac", "sha256=", 401),
    ("half a mac", signature(BODY)[:39], 401),
    ("a mac that is too long", signature(BODY) + "00", 401),
    ("the mac of another method", "sha512=" + signature(BODY)[7:], 401),
    ("letters that are not hex", "sha256=" + "z" * 64, 401),
    ("letters that are not ASCII", "sha256=" + "é" * 64, 401),
    ("digits that are not ASCII", "sha256=" + "²" * 64, 401),
    ("ten thousand characters", "sha256=" + "0" * 10_000, 401),
    ("ten thousand commas", "," * 10_000, 401),
)


@pytest.mark.parametrize(("why", "header", "status"), SIGNED, ids=[row[0] for row in SIGNED])
def test_only_a_live_secret_opens(site: WebhookSite, why: str, header: str, status: int) -> None:
    """A known method with a live secret is accepted; the rest is refused."""
    answer = site.post(BODY, secret=None, X_Hub_Signature=header)
    assert (answer.status_code, len(site.inbox.arrivals)) == (status, int(status == 204)), why


def test_atlassian_s_own_test_vector_verifies() -> None:
    """The vector of Atlassian's page on webhooks: docs/trackers/jira.md#signatures."""
    mac = "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    headers = {"x-hub-signature": f"sha256={mac}"}
    assert verify(headers, b"Hello World!", ["It's a Secret to Everybody"])
    assert not verify(headers, b"Hello World?", ["It's a Secret to Everybody"])


def test_a_missing_signature_is_answered_in_sentences(site: WebhookSite) -> None:
    """The refusal says what happened, why, and what to do."""
    answer = site.post(BODY, secret=None)
    assert (answer.status_code, set(answer.get_json())) == (401, {"happened", "why", "remedy"})


REFUSED = (
    ("a name that is not in the settings", "nowhere", 404),
    ("a name in another case", "Main", 404),
    ("a path below the name", "main/more", 404),
    ("no name", "", 404),
)


@pytest.mark.parametrize(("why", "to", "status"), REFUSED, ids=[row[0] for row in REFUSED])
def test_an_unknown_tracker_is_not_received(site: WebhookSite, why: str, to: str, status: int) -> None:
    """404 with a sentence, and nothing is kept."""
    answer = site.post(BODY, secret="other secret", to=to)
    assert (answer.status_code, site.inbox.arrivals) == (status, []), why
    assert answer.get_json()["remedy"]


def test_every_kind_of_tracker_can_be_received() -> None:
    """The settings take no kind whose deliveries nobody reads."""
    kinds = get_args(TrackerSettings.model_fields["kind"].annotation)
    assert set(kinds) == set(MODULES)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_received(site: WebhookSite, method: str) -> None:
    """Any other method is answered 405 with a sentence and the allowed method."""
    answer = getattr(site.client, method)("/webhooks/main")
    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)


SIZES = (
    ("exactly the limit", MAX_BYTES, 204),
    ("one byte more", MAX_BYTES + 1, 413),
    ("far more", MAX_BYTES + 99_999, 413),
)


@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "chunked"])
@pytest.mark.parametrize(("why", "size", "status"), SIZES, ids=[row[0] for row in SIZES])
def test_a_body_over_the_limit_is_refused(
    site: WebhookSite, why: str, size: int, status: int, chunked: bool
) -> None:
    """413 however the length is announced, before the signature is looked at."""
    body = b" " * size
    headers = {"X-Hub-Signature": signature(body)}
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {}
    answer = site.client.post(
        "/webhooks/main",
        input_stream=io.BytesIO(body),
        content_length=None if chunked else size,
        headers=headers,
        environ_overrides=environ,
    )
    assert (answer.status_code, len(site.inbox.arrivals)) == (status, int(status == 204)), why


LENGTHS = (
    ("a length far over the limit before a small body", str(MAX_BYTES * 2), 413),
    ("a length shorter than the body", "5", 401),
    ("a length longer than the body", str(len(BODY) + 50), 401),
    ("a negative length", "-5", 401),
    ("a length that is no number", "many", 401),
)


@pytest.mark.parametrize(("why", "length", "status"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_a_length_that_lies_harms_nothing(site: WebhookSite, why: str, length: str, status: int) -> None:
    """A body that is not the one that was signed is refused in the ordinary way."""
    answer = site.client.post(
        "/webhooks/main",
        input_stream=io.BytesIO(BODY),
        headers={"X-Hub-Signature": signature(BODY)},
        environ_overrides={"CONTENT_LENGTH": length},
    )
    assert (answer.status_code, site.inbox.arrivals) == (status, []), why


def test_a_form_is_read_as_raw_bytes(site: WebhookSite) -> None:
    """The content type changes nothing: what was signed is what is kept."""
    site.post(b"a=1&b=2", Content_Type="application/x-www-form-urlencoded")
    assert (site.last.body, site.last.kind) == (b"a=1&b=2", "unknown")


def test_a_store_that_is_away_asks_for_a_repeat(site: WebhookSite) -> None:
    """503 with the store's own Retry-After, so that Jira sends it again."""
    site.inbox.refuses = StoreUnavailable(retry_after_s=17, detail="password=hunter2")
    answer = site.post(BODY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "17")
    assert b"hunter2" not in answer.data


def test_a_store_that_fails_unexpectedly_asks_for_a_repeat(site: WebhookSite) -> None:
    """Whatever went wrong, what was not kept is asked for again."""
    site.inbox.refuses = KeyError("a fault")
    answer = site.post(BODY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_parser_that_fails_parks_the_delivery(site: WebhookSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing parser never refuses an authentic body; its message is not kept."""

    def fail(body: bytes) -> None:
        raise ZeroDivisionError(body.decode())

    monkeypatch.setattr("webhooks.jira.parser.parse", fail)
    answer = site.post(BODY)
    assert (answer.status_code, site.last.kind) == (204, "unknown")
    assert site.last.reason.startswith("reading it failed: ZeroDivisionError at test_receiving.py:")


def test_only_listed_headers_are_kept(site: WebhookSite) -> None:
    """Neither the mac nor any token nor a cookie is stored."""
    site.post(
        BODY,
        Content_Type="application/json",
        User_Agent="Atlassian Webhook HTTP Client",
        X_Atlassian_Webhook_Flow="Primary",
        Authorization="Bearer stranger",
        Cookie="session=1",
        X_Forwarded_For="198.51.100.7",
        **ID,
    )
    assert site.last.headers == {
        "content-type": "application/json",
        "user-agent": "Atlassian Webhook HTTP Client",
        "x-atlassian-webhook-flow": "Primary",
        "x-atlassian-webhook-identifier": "delivery-1",
    }


def test_without_an_identifier_the_body_and_the_minute_name_the_delivery(site: WebhookSite) -> None:
    """Data Center gives no id.

    The same body is a repeat within its minute and a new delivery after it.
    """
    for seconds in (0, 20, 20):
        site.post(BODY, secret="own secret", to="own")
        site.clock.pass_by(seconds)
    assert len(site.inbox.arrivals) == 1
    site.post(BODY, secret="own secret", to="own")
    site.post(BODY + b" ", secret="own secret", to="own")
    ids = [kept.delivery_id for kept in site.inbox.arrivals]
    assert (len(ids), len(set(ids))) == (3, 3)


@pytest.mark.parametrize("given", ["", " ", "x" * 201, "a\x7fb"])
def test_an_identifier_that_cannot_be_kept_is_not_used(site: WebhookSite, given: str) -> None:
    """Too long, empty or unprintable: the hash of the body stands in."""
    site.post(BODY, X_Atlassian_Webhook_Identifier=given)
    assert site.last.delivery_id.startswith("sha256:")


class TestThrottle:
    """429 only for a source whose signatures keep failing."""

    def fail(self, site: WebhookSite, times: int, address: str = "192.0.2.1") -> list[int]:
        """Post unsigned bodies and return the answers."""
        return [site.post(BODY, secret=None, address=address).status_code for _ in range(times)]

    def test_thirty_failures_a_minute_are_borne(self, site: WebhookSite) -> None:
        """The thirty-first failure within a minute is answered 429 with Retry-After."""
        assert self.fail(site, 31) == [401] * 30 + [429]
        answer = site.post(BODY, secret=None)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")

    def test_a_right_signature_is_never_throttled(self, site: WebhookSite) -> None:
        """The tracker behind the same proxy is accepted, whatever its neighbours do."""
        self.fail(site, 40)
        assert site.post(BODY).status_code == 204

    def test_another_address_is_not_affected(self, site: WebhookSite) -> None:
        """Failures are counted an address."""
        self.fail(site, 40)
        assert self.fail(site, 1, "192.0.2.2") == [401]

    def test_the_window_slides(self, site: WebhookSite) -> None:
        """Failures older than a minute are forgotten one by one."""
        self.fail(site, 15)
        site.clock.pass_by(40)
        self.fail(site, 15)
        assert site.post(BODY, secret=None).headers["Retry-After"] == "20"
        site.clock.pass_by(20)
        assert self.fail(site, 16) == [401] * 15 + [429]

    def test_refused_failures_do_not_lengthen_the_wait(self, site: WebhookSite) -> None:
        """A minute after the first failures the source may try again."""
        self.fail(site, 100)
        site.clock.pass_by(60)
        assert self.fail(site, 1) == [401]

    def test_behind_a_proxy_each_sender_counts_alone(self, proxied: WebhookSite) -> None:
        """The proxy's own word counts, which stands last.

        What a sender wrote before it does not.
        """

        def fail(forwarded: str) -> int:
            return proxied.post(BODY, secret=None, X_Forwarded_For=forwarded).status_code

        answers = [fail(f"198.51.100.{n}, 203.0.113.7") for n in range(31)]
        assert answers == [401] * 30 + [429]
        assert fail("203.0.113.8") == 401

    def test_without_a_proxy_nobody_chooses_an_address(self, site: WebhookSite) -> None:
        """A forged `X-Forwarded-For` changes nothing: the address is the sender's."""
        answers = [
            site.post(BODY, secret=None, X_Forwarded_For=f"198.51.100.{n}").status_code for n in range(31)
        ]
        assert answers == [401] * 30 + [429]

    def test_memory_is_bounded(self, site: WebhookSite) -> None:
        """With too many addresses the one that failed longest ago is forgotten."""
        window = FailureWindow(site.clock, failures=1, max_addresses=2)
        assert [window.note_failure(address) for address in ("a", "b", "a", "c", "b")] == [
            None,
            None,
            60,
            None,
            None,
        ]


class TestLog:
    """One structured line a delivery."""

    def lines(self, caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
        """Return the fields of the receiver's lines."""
        said = (line.message for line in caplog.records if line.name == "ugovor.webhooks")
        return [dict(field.split("=", 1) for field in shlex.split(each)) for each in said]  # type: ignore[misc]

    def test_a_delivery_has_one_line(
        self, site: WebhookSite, caplog: pytest.LogCaptureFixture, recorded: Callable[[str], bytes]
    ) -> None:
        """Tracker, delivery, event, subject and answer stand in it."""
        caplog.set_level(logging.INFO)
        site.post(recorded("issue-updated-labels"), **ID)
        assert self.lines(caplog) == [
            {
                "answer": "204",
                "tracker": "main",
                "delivery": "delivery-1",
                "kind": "handled",
                "event": "jira:issue_updated",
                "subject": "10040",
            }
        ]

    def test_a_parked_delivery_is_a_warning_with_its_reason(
        self, site: WebhookSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        """An operator sees what was not understood and why."""
        site.post(b"not json")
        assert [line.levelname for line in caplog.records] == ["WARNING"]
        assert self.lines(caplog)[0]["why"] == "the body is not JSON (line 1, column 1)"

    def test_nothing_of_a_stranger_stands_in_the_log(
        self, site: WebhookSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        """No mac, no token, no body and no name of a tracker that a stranger made up."""
        caplog.set_level(logging.DEBUG)
        mac = signature(BODY, "wrong")
        site.post(
            b'{"webhookEvent": "stranger-event"}',
            secret=None,
            X_Hub_Signature=mac,
            Authorization="Bearer stranger-token",
            X_Atlassian_Webhook_Identifier="stranger-id",
        )
        site.post(BODY, to='stranger-name", "answer": 204')
        assert "stranger" not in caplog.text
        assert mac[7:] not in caplog.text
        assert signature(b'{"webhookEvent": "stranger-event"}')[7:] not in caplog.text
        assert [line["answer"] for line in self.lines(caplog)] == ["401", "404"]

    def test_a_line_cannot_be_forged(self, site: WebhookSite, caplog: pytest.LogCaptureFixture) -> None:
        """Line ends in an authentic event name stay inside the line."""
        site.post(b'{"webhookEvent": "x\\nanswer=503 why=\\"x"}')
        assert [line.message.count("\n") for line in caplog.records] == [0]
        assert [line["answer"] for line in self.lines(caplog)] == ["204"]


class OutOfStep(Exception):
    """What a server raises for bad chunks, such as gunicorn's InvalidChunkSize."""


class Broken(io.RawIOBase):
    """A body that cannot be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail as a server does."""
        raise OutOfStep(size)


@pytest.mark.parametrize(("path", "expected"), [("/webhooks/main", 401), ("/webhooks/nobody", 404)])
def test_a_body_that_cannot_be_read(site: WebhookSite, path: str, expected: int) -> None:
    """Broken chunks are refused like a body that nobody signed.

    It is not counted as our own fault.
    """
    site.app.testing = False
    answer = site.app.test_client().post(
        path,
        headers={"Transfer-Encoding": "chunked", "X-Hub-Signature": signature(BODY)},
        environ_overrides={"wsgi.input": Broken(), "wsgi.input_terminated": True},
    )
    assert (answer.status_code, site.inbox.arrivals) == (expected, [])
