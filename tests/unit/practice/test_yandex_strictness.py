"""The stand-in of Yandex Tracker is strict: what it refuses is not applied."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from yandex_standin import acts
from yandex_standin.app import create_yandex
from yandex_standin.people import OWNER, READER, YandexPerson
from yandex_standin.state import ORGANISATION, YandexState
from yandex_standin.triggers import Triggers

BOT = YandexPerson("8001", "ugovor", "Ugovor", "y0_bot", rights=OWNER)
ANNA = YandexPerson("1131", "a.belova", "Анна Белова", "y0_anna", rights=READER)
ORGANISED = {"X-Org-ID": ORGANISATION}


@pytest.fixture
def state() -> YandexState:
    """An organisation with one issue."""
    site = YandexState(people=[BOT, ANNA])
    site.fired = [Triggers(site).hear]
    acts.create(site, ANNA, "ACME", "Calculator", tags=["site"])
    return site


@pytest.fixture
def client(state: YandexState) -> FlaskClient:
    """A client of the organisation."""
    return create_yandex(state).test_client()


def ask(
    client: FlaskClient, method: str, path: str, who: str = "bot", headers: Any = ORGANISED, **given: Any
) -> TestResponse:
    """Send a request with somebody's token."""
    sent = {"Authorization": f"OAuth y0_{who}", **headers}
    return client.open(f"/v3/{path}", method=method, headers=sent, **given)


TRIGGER = {"name": "T", "actions": [{"type": "Webhook", "endpoint": "https://u.example"}]}
REFUSED: tuple[tuple[str, str, str, dict[str, Any], int], ...] = (
    ("nobody's token", "GET", "myself", {"who": "nobody"}, 401),
    ("no organisation", "GET", "myself", {"headers": {}}, 400),
    ("two organisations", "GET", "myself", {"headers": {**ORGANISED, "X-Cloud-Org-ID": "b1g"}}, 400),
    ("the organisation's other header", "GET", "myself", {"headers": {"X-Cloud-Org-ID": ORGANISATION}}, 403),
    ("another organisation", "GET", "myself", {"headers": {"X-Org-ID": "not provided"}}, 403),
    ("an issue that is not there", "GET", "issues/ACME-9", {}, 404),
    ("a resource that is not there", "GET", "workflows", {}, 404),
    ("a queue in another case", "GET", "queues/acme", {}, 404),
    ("a body of another type", "PATCH", "issues/ACME-1", {"data": '{"summary": "x"}'}, 415),
    ("a body that is no object", "PATCH", "issues/ACME-1", {"json": []}, 400),
    ("a comment in an edit", "PATCH", "issues/ACME-1", {"json": {"comment": "x"}}, 422),
    ("a status in an edit", "PATCH", "issues/ACME-1", {"json": {"status": "closed"}}, 422),
    ("tags that are neither list nor change", "PATCH", "issues/ACME-1", {"json": {"tags": "x"}}, 400),
    ("a day that is none", "PATCH", "issues/ACME-1", {"json": {"deadline": "soon"}}, 422),
    ("a duration that is none", "PATCH", "issues/ACME-1", {"json": {"estimation": "6h"}}, 422),
    ("a stale version", "PATCH", "issues/ACME-1?version=9", {"json": {"summary": "x"}}, 409),
    (
        "a stale If-Match",
        "PATCH",
        "issues/ACME-1",
        {"json": {"summary": "x"}, "headers": {**ORGANISED, "If-Match": '"9"'}},
        412,
    ),
    ("a reader's edit", "PATCH", "issues/ACME-1", {"who": "anna", "json": {"summary": "x"}}, 403),
    ("an empty comment", "POST", "issues/ACME-1/comments", {"json": {"text": " "}}, 422),
    (
        "a stranger who is summoned",
        "POST",
        "issues/ACME-1/comments",
        {"json": {"text": "x", "summonees": ["nobody"]}},
        422,
    ),
    ("a transition of another status", "POST", "issues/ACME-1/transitions/open1/_execute", {"json": {}}, 400),
    ("closing without a resolution", "POST", "issues/ACME-1/transitions/closed/_execute", {"json": {}}, 422),
    (
        "a resolution that is not there",
        "POST",
        "issues/ACME-1/transitions/closed/_execute",
        {"json": {"resolution": {"key": "magic"}}},
        422,
    ),
    ("two ways of searching", "POST", "issues/_search", {"json": {"queue": "ACME", "keys": ["ACME-1"]}}, 400),
    ("a query that is not understood", "POST", "issues/_search", {"json": {"query": "acme today"}}, 422),
    ("a dead scroll", "POST", "issues/_search?scrollId=gone", {"json": {"query": "x"}}, 403),
    ("a reader's triggers", "GET", "queues/ACME/triggers", {"who": "anna"}, 403),
    ("a trigger without actions", "POST", "queues/ACME/triggers", {"json": {"name": "T"}}, 422),
)


@pytest.mark.parametrize(
    ("why", "method", "path", "given", "status"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_what_is_refused_is_not_applied(
    client: FlaskClient,
    state: YandexState,
    why: str,
    method: str,
    path: str,
    given: dict[str, Any],
    status: int,
) -> None:
    """In Yandex Tracker's own shape, with localised words."""
    answer = ask(client, method, path, **given)
    assert status == answer.status_code, why
    assert {"errors", "errorMessages", "statusCode"} == set(answer.get_json())
    issue = state.issue("ACME-1")
    assert ("Calculator", "Открыт", ["site"], [], 1) == (
        issue.summary,
        issue.status,
        issue.tags,
        issue.notes,
        issue.version,
    )
    assert [] == state.triggers


@pytest.mark.parametrize(("query", "status"), [("", 428), ("?version=7", 409), ("?version=1", 200)])
def test_a_trigger_is_changed_by_its_version(client: FlaskClient, query: str, status: int) -> None:
    """428 where none is said."""
    assert 201 == ask(client, "POST", "queues/ACME/triggers", json=TRIGGER).status_code
    assert status == ask(client, "PATCH", f"queues/ACME/triggers/1{query}", json=TRIGGER).status_code


@pytest.mark.parametrize(
    ("given", "shown"), [("P5D", "P1W"), ("PT48H", "P1W1D"), ("P1WT20M", "P1WT20M"), ("PT90M", "PT1H30M")]
)
def test_durations_come_back_in_business_units(client: FlaskClient, given: str, shown: str) -> None:
    """As the largest that there are."""
    answer = ask(client, "PATCH", "issues/ACME-1", json={"estimation": given})
    assert shown == answer.get_json()["estimation"]


def test_an_id_is_a_text_here_and_a_number_there(client: FlaskClient) -> None:
    """The comment of one answer is that of another."""
    written = ask(client, "POST", "issues/ACME-1/comments", json={"text": "x"}).get_json()
    (read,) = ask(client, "GET", "issues/ACME-1/comments").get_json()
    assert ("1", 1) == (written["id"], read["id"])


def test_people_of_an_issue_have_no_login(client: FlaskClient) -> None:
    """Only their own page tells it."""
    shown = ask(client, "GET", "issues/ACME-1").get_json()["createdBy"]
    assert "login" not in shown
    assert "a.belova" == ask(client, "GET", f"users/{shown['id']}").get_json()["login"]


def test_who_is_summoned_owes_a_reply_and_sees_the_issue(client: FlaskClient, state: YandexState) -> None:
    """And a key in the text links the issues."""
    acts.create(state, ANNA, "ACME", "Another")
    said = {"text": "Как в ACME-2", "summonees": ["a.belova"]}
    ask(client, "POST", "issues/ACME-1/comments", json=said)
    issue = state.issue("ACME-1")
    assert ([ANNA.id], [ANNA.id], {"ACME-2"}) == (issue.pending, issue.access, issue.links)


def test_a_scroll_moves_on(client: FlaskClient, state: YandexState) -> None:
    """The same id asked twice gives two different pages."""
    for number in range(6):
        acts.create(state, ANNA, "ACME", str(number))
    query = {"query": 'Queue: ACME "Sort by": Updated ASC'}
    state.largest_page = 2
    first = ask(client, "POST", "issues/_search?scrollType=sorted&perScroll=2", json=query)
    scroll = first.headers["X-Scroll-Id"]
    pages = [
        ask(client, "POST", f"issues/_search?scrollId={scroll}", json=query).get_json() for _ in range(2)
    ]
    keys = [[each["key"] for each in page] for page in (first.get_json(), *pages)]
    assert [["ACME-1", "ACME-2"], ["ACME-3", "ACME-4"], ["ACME-5", "ACME-6"]] == keys


def test_the_next_page_has_no_scheme(client: FlaskClient, state: YandexState) -> None:
    """Who follows the address gets nowhere."""
    for number in range(3):
        acts.write(change := acts.begin(state, state.issue("ACME-1"), ANNA), "summary", str(number))
        acts.commit(state, change)
    links = ask(client, "GET", "issues/ACME-1/changelog?perPage=2").headers.getlist("Link")
    assert 2 == len(links)
    assert links[1].startswith("<api.tracker.yandex.net/v3/")
    assert links[1].endswith('; rel="next"')


def test_old_words_stay_in_the_history(client: FlaskClient, state: YandexState) -> None:
    """An edit takes nothing back."""
    ask(client, "POST", "issues/ACME-1/comments", json={"text": "before"})
    ask(client, "PATCH", "issues/ACME-1/comments/1", json={"text": "after"})
    assert "before" in json.dumps(ask(client, "GET", "issues/ACME-1/changelog").get_json())
    assert "after" == state.issue("ACME-1").notes[0].text


def test_a_triggers_secret_is_hidden(client: FlaskClient) -> None:
    """What was saved cannot be read back."""
    action = {**TRIGGER["actions"][0], "headers": {"X-Secret": "the secret"}}  # type: ignore[dict-item]
    ask(client, "POST", "queues/ACME/triggers", json={**TRIGGER, "actions": [action]})
    assert "the secret" not in ask(client, "GET", "queues/ACME/triggers").text


def test_a_text_in_a_template_breaks_its_json(client: FlaskClient, state: YandexState) -> None:
    """Variables are put in as they are; own writes fire, too."""
    action = {**TRIGGER["actions"][0], "body": '{"text":"{{issue.summary}}"}'}  # type: ignore[dict-item]
    ask(client, "POST", "queues/ACME/triggers", json={**TRIGGER, "actions": [action]})
    ask(client, "PATCH", "issues/ACME-1", json={"summary": 'Кнопка "Купить"'})
    (call,) = state.hooks.take()
    with pytest.raises(ValueError, match="delimiter"):
        json.loads(call.body)
    assert [] == state.hooks.take()
