"""The search, as far as the service uses it: queues, changes since, an order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yandex_standin.people import YandexPerson
from yandex_standin.refusals import YandexRefused, bad
from yandex_standin.state import YandexIssue, YandexState

_WAYS = ("queue", "keys", "filter", "query")
_QUERY = re.compile(
    r"Queue: (?P<queues>\w+(?:, \w+)*)"
    r"(?: (?P<group>AND \()?Updated: >= now\(\)-(?P<minutes>\d+)m"
    r'(?(group) OR "Last Comment": >= now\(\)-(?P<words>\d+)m\)))?'
    r' "Sort by": (?P<order>Updated|Created) (?P<way>ASC|DESC)'
)


def find_issues(state: YandexState, body: Mapping[str, Any], caller: YandexPerson) -> list[YandexIssue]:
    """Return the issues that a search finds.

    Raises:
        Refused: 400 for two ways of asking at once, 422 for a query that is not understood.
    """
    given = [way for way in _WAYS if way in body]
    if len(given) != 1:
        raise bad("Можно использовать только ключи, очередь или поисковый запрос.")
    state.queries.append(str(body.get("query") or ""))
    match = _QUERY.fullmatch(state.queries[-1])
    if match is None:
        raise YandexRefused(422, "Не удалось разобрать запрос.")
    queues = match["queues"].split(", ")
    unknown = [name for name in queues if name not in state.queues]
    if unknown:
        raise YandexRefused(422, f"Очередь {unknown[0]} не существует.")
    found = [
        issue for issue in state.issues.values() if issue.queue in queues and caller.may("READ", issue.queue)
    ]
    if match["minutes"] is not None:
        since = state.now() - timedelta(minutes=int(match["minutes"]))
        if match["words"] is not None and not state.finds_words:
            raise YandexRefused(422, "Не удалось разобрать запрос.")
        found = [
            issue
            for issue in found
            if issue.updated >= since
            or (match["words"] and issue.commented is not None and issue.commented >= since)
        ]
    is_late = match["way"] == "DESC"
    if match["order"] == "Created":
        return sorted(found, key=lambda issue: issue.created, reverse=is_late)
    return sorted(found, key=lambda issue: issue.updated, reverse=is_late)
